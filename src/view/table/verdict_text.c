/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/verdict_text.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/stream.h"
#include "stats/power.h"

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
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fputs(verdict_name(c, word), out);
	if (word == VERDICT_SAME)
		fprintf(out, " within %.4g%%", 100 * c->margin);
	return text_close(&stream);
}

char *verdict_of_cell(const struct compare *c, const struct compare_cell *cell)
{
	if (cell->has_word)
		return verdict_text(c, cell->word);
	return text_shown(cell->side == c->side ? "baseline" : NULL);
}

char *verdict_more(const struct compare *c, const struct compare_cell *cell)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	const size_t more = cell->more_units;
	if (!cell->has_word || cell->word != VERDICT_CANNOT_TELL || more == 0)
		return text_close(&stream);
	if (more >= POWER_MOST_UNITS)
		fprintf(out, "no number of %ss", cell->unit);
	else
		fprintf(out, "%zu more %s%s", more, cell->unit,
			more == 1 ? "" : "s");
	fprintf(out, " would resolve %.4g%%", 100 * c->margin);
	return text_close(&stream);
}

char *verdict_limits(const struct compare *c, const struct compare_cell *cell)
{
	(void)c;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (cell->why)
		fputs(cell->why, out);
	else if (cell->this_boot)
		fputs("this boot only", out);
	else if (cell->identical)
		fputs("the same to the last instruction", out);
	else if (cell->exact_one_layout)
		fputs("of this one layout of memory", out);
	return text_close(&stream);
}

char *verdict_in_full(const struct compare *c, const struct compare_cell *cell)
{
	char *word = verdict_of_cell(c, cell), *more = verdict_more(c, cell);
	char *limits = verdict_limits(c, cell);
	struct text_stream stream;
	fprintf(text_open(&stream), "%s%s%s%s%s", word, *more ? ": " : "", more,
		!cell->has_word || !*limits ? "" : cell->why ? ": " : ", ",
		cell->has_word ? limits : "");
	free(limits);
	free(more);
	free(word);
	return text_close(&stream);
}

char *verdict_tally(const struct compare *c, size_t row, size_t n)
{
	static const enum verdict_word order[] = {
		VERDICT_FASTER, VERDICT_SLOWER, VERDICT_SAME, VERDICT_CANNOT_TELL,
	};
	size_t nr[ARRAY_SIZE(order)] = { 0 };
	for (size_t i = row; i < row + n; i++)
		for (size_t side = 1; side < c->nr_sides; side++)
			if (compare_cell(c, i, side)->has_word)
				nr[compare_cell(c, i, side)->word]++;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	const char *comma = "";
	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		if (nr[order[i]] == 0)
			continue;
		fprintf(out, "%s%zu %s", comma, nr[order[i]],
			verdict_name(c, order[i]));
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
