/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is said of a row's treatments, by word: a line for those that are faster,
 * one for those that are slower, and so on. A row may have a dozen of them, and
 * a word beside each would be read by nobody.
 */
#include <stdlib.h>
#include <string.h>

#include "view/table/ab_lines.h"
#include "fault/engine.h"
#include "record/caption.h"
#include "view/table/verdict_text.h"

static void print_label(FILE *out, const struct compare *c,
			const struct compare_cell *cell, bool first)
{
	char more[VERDICT_TEXT_SIZE];
	char *label = text_shown(cell->side->name);
	fprintf(out, "%s%s", first ? "" : "; ", label);
	free(label);
	if (cell->word == VERDICT_CANNOT_TELL &&
	    *verdict_text_more(cell->more_units, c->unit, c->margin, more))
		fprintf(out, " (%s)", more);
}

static void print_word(FILE *out, const struct compare *c, size_t row,
		       enum verdict_word word, const struct table_style *style)
{
	struct text_stream stream;
	char name[VERDICT_TEXT_SIZE];
	FILE *text = text_open(&stream);
	size_t n = 0;
	const char *scope = engine_find(c->engine)->scope;
	fprintf(text, "%s%s%s: ", verdict_text(word, c->margin, name),
		scope ? ", " : "", scope ? scope : "");
	for (size_t t = 1; t < c->nr_sides; t++) {
		const struct compare_cell *cell = compare_cell(c, row, t);
		if (!cell->has_word || cell->exact_one_layout || cell->word != word)
			continue;
		print_label(text, c, cell, n++ == 0);
	}
	char *line = text_close(&stream);
	if (n > 0)
		ab_print_wrapped(out, line, 2, "", style);
	free(line);
}

void ab_verdict_print(FILE *out, const struct compare *c, size_t row,
		      const struct table_style *style)
{
	static const enum verdict_word words[] = {
		VERDICT_FASTER, VERDICT_SLOWER, VERDICT_SAME,
		VERDICT_CANNOT_TELL,
	};
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		print_word(out, c, row, words[i], style);
}
