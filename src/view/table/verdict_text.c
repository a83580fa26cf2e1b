/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/verdict_text.h"

#include <stdio.h>
#include <stdlib.h>

#include "stats/power.h"

const char *verdict_name(enum verdict_word word)
{
	static const char *const names[] = {
		[VERDICT_CANNOT_TELL] = "cannot tell",
		[VERDICT_FASTER] = "faster",
		[VERDICT_SLOWER] = "slower",
		[VERDICT_SAME] = "same",
	};
	return names[word];
}

const char *verdict_text(enum verdict_word word, double margin, char *text)
{
	if (word == VERDICT_SAME)
		snprintf(text, VERDICT_TEXT_SIZE, "same within %.4g%%",
			 100 * margin);
	else
		snprintf(text, VERDICT_TEXT_SIZE, "%s", verdict_name(word));
	return text;
}

const char *verdict_text_more(size_t more_units, const char *unit, double margin,
			      char *text)
{
	*text = '\0';
	if (more_units >= POWER_MOST_UNITS)
		snprintf(text, VERDICT_TEXT_SIZE,
			 "no number of %ss would resolve %.4g%%", unit,
			 100 * margin);
	else if (more_units > 0)
		snprintf(text, VERDICT_TEXT_SIZE,
			 "%zu more %s%s would resolve %.4g%%", more_units, unit,
			 more_units == 1 ? "" : "s", 100 * margin);
	return text;
}

struct real verdict_p(struct real p)
{
	char text[32];
	snprintf(text, sizeof(text), "%.6g", p.value);
	return (struct real){ strtod(text, NULL), p.known };
}
