/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where units are pairs, such as layouts: by how many percent each costs more
 * than the first, as the mean of the differences, with its interval. A ratio of
 * three digits does not show what a bound of 0.2% is held against.
 */
#include <math.h>
#include <stdlib.h>

#include "view/ab_lines.h"
#include "view/caption.h"

enum { PERCENT = 8, INTERVAL = 17 };

static int decimals(double percent)
{
	return fabs(percent) < 99.995 ? 2 : 0;
}

static void print_percent(FILE *out, const struct difference *more,
			  struct real first)
{
	char text[64] = "-";
	const double each = 100 / (first.value > 0 ? first.value : 1);
	const double low = more->low.value * each, high = more->high.value * each;
	if (more->value.known && first.known)
		snprintf(text, sizeof(text), "%+.*f",
			 decimals(more->value.value * each),
			 more->value.value * each);
	fprintf(out, "%*s", PERCENT, text);
	snprintf(text, sizeof(text), "-");
	if (more->low.known && first.known)
		snprintf(text, sizeof(text), "%+.*f to %+.*f", decimals(low), low,
			 decimals(high), high);
	fprintf(out, "%*s", INTERVAL, text);
}

static void print_line(FILE *out, const struct comparison *c,
		       const struct comparison_cell *first,
		       const struct comparison_cell *cell,
		       const struct table_style *style)
{
	ab_print_label(out, cell->label, ab_label_room(c, style), style);
	print_percent(out, &cell->fault_more, first->fault_cost);
	if (ab_has_unmap(style))
		print_percent(out, &cell->both_more, first->both_cost);
	ab_print_number(out, 9, 1, ab_has_unmap(style) ? cell->both_more.value :
							 cell->fault_more.value);
	fputc('\n', out);
}

static void print_titles(FILE *out, const struct comparison *c,
			 const struct table_style *style)
{
	const bool unmap = ab_has_unmap(style);
	fprintf(out, "%*s%*s%*s", (int)ab_label_room(c, style), "", PERCENT,
		"fault %", INTERVAL, "95%");
	if (unmap)
		fprintf(out, "%*s%*s", PERCENT, "+unmap %", INTERVAL, "95%");
	fprintf(out, "%9s\n", c->exact ? "instr." : "ns");
}

static void print_meaning(FILE *out, const struct comparison *c,
			  const struct table_style *style)
{
	struct caption_stream stream;
	char *label = caption_text(c->treatment[0]);
	fprintf(caption_open(&stream), "more than %s, mean of the differences over %ss:",
		label, c->unit);
	char *line = caption_close(&stream);
	ab_print_wrapped(out, line, 2, "", style);
	free(line);
	free(label);
}

void ab_more_print(FILE *out, const struct comparison *c, size_t row,
		   const struct table_style *style)
{
	const struct comparison_cell *first = comparison_cell(c, row, 0);
	bool any = false;
	for (size_t t = 1; t < c->nr_treatments; t++)
		any |= comparison_cell(c, row, t)->fault_more.low.known;
	if (!any)
		return;
	print_meaning(out, c, style);
	print_titles(out, c, style);
	for (size_t t = 1; t < c->nr_treatments; t++)
		if (comparison_cell(c, row, t)->measured)
			print_line(out, c, first, comparison_cell(c, row, t),
				   style);
}
