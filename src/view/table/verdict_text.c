/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/verdict_text.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/auto.h"
#include "base/stream.h"
#include "base/text.h"
#include "stats/power.h"

const enum verdict_word verdict_order[VERDICT_WORDS] = {
	VERDICT_FASTER, VERDICT_SLOWER, VERDICT_SAME, VERDICT_CANNOT_TELL,
};

const char *verdict_name(const struct compare *c, enum verdict_word word)
{
	static const char *const names[] = {
		[VERDICT_CANNOT_TELL] = "cannot tell",
		[VERDICT_FASTER] = "faster",
		[VERDICT_SLOWER] = "slower",
		[VERDICT_SAME] = "same",
	};
	if (c->exact && word == VERDICT_FASTER)
		return "cheaper";
	return c->exact && word == VERDICT_SLOWER ? "dearer" : names[word];
}

char *verdict_text(const struct compare *c, enum verdict_word word)
{
	if (word == VERDICT_SAME)
		return text_format("same within %.4g%%", 100 * c->margin);
	return text_shown(verdict_name(c, word));
}

char *verdict_of_cell(const struct compare *c, const struct compare_cell *cell)
{
	if (cell->has_word)
		return verdict_text(c, cell->word);
	return text_shown(cell->side == c->side ? "baseline" : NULL);
}

char *verdict_more(const struct compare *c, const struct compare_cell *cell)
{
	const size_t more = cell->more_units;
	if (!cell->has_word || cell->word != VERDICT_CANNOT_TELL || more == 0)
		return text_format("%s", "");
	if (more >= POWER_MOST_UNITS)
		return text_format("no number of %ss would resolve %.4g%%",
				   cell->unit, 100 * c->margin);
	return text_format("%zu more %s%s would resolve %.4g%%", more, cell->unit,
			   more == 1 ? "" : "s", 100 * c->margin);
}

const char *verdict_limits(const struct compare_cell *cell)
{
	if (cell->why)
		return cell->why;
	if (cell->this_boot)
		return "this boot only";
	if (cell->identical)
		return "the same to the last instruction";
	return cell->exact_one_layout ? "of this one layout of memory" : "";
}

char *verdict_in_full(const struct compare *c, const struct compare_cell *cell)
{
	AUTO_FREE char *word = verdict_of_cell(c, cell);
	AUTO_FREE char *more = verdict_more(c, cell);
	const char *limits = cell->has_word ? verdict_limits(cell) : "";
	return text_format("%s%s%s%s%s", word, *more ? ": " : "", more,
			   !*limits ? "" : cell->why ? ": " : ", ", limits);
}

char *verdict_tally(const struct compare *c, size_t row, size_t n)
{
	size_t nr[VERDICT_WORDS] = { 0 };
	for (size_t i = row; i < row + n; i++)
		for (size_t side = 1; side < c->nr_sides; side++)
			if (compare_cell(c, i, side)->has_word)
				nr[compare_cell(c, i, side)->word]++;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	const char *comma = "";
	for (size_t i = 0; i < VERDICT_WORDS; i++) {
		if (nr[verdict_order[i]] == 0)
			continue;
		fprintf(out, "%s%zu %s", comma, nr[verdict_order[i]],
			verdict_name(c, verdict_order[i]));
		comma = ", ";
	}
	return text_close(&stream);
}

struct real verdict_p(struct real p)
{
	char text[32];
	snprintf(text, sizeof(text), "%.6g", p.value);
	return (struct real){ strtod(text, NULL), p.known };
}
