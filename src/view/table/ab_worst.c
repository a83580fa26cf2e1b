/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A workload of many rows, such as one for each length of runs, would be pages
 * of table: of each treatment the row that is slowest beside the first one is
 * shown, the row with most memory, and the mean. CSV has every row.
 */
#include <stdlib.h>
#include <string.h>

#include "view/table/ab_lines.h"
#include "record/caption.h"

enum { PATTERN_COLUMNS = 17 };

size_t ab_worst_rows(const struct compare *c, size_t row,
		     const struct table_style *style)
{
	size_t n = 1;
	if (style->verbose ||
	    compare_rows_alike(c, row) < COMPARE_MANY_ROWS)
		return 1;
	while (row + n < c->nr_rows &&
	       strcmp(c->row[row + n].name, c->row[row].name) == 0)
		n++;
	return n;
}

/* ---- what is looked for ---- */

struct worst {
	size_t slowest, fullest;	/* rows */
	double more, more_high;		/* percent, of the slowest */
	double present;
	double sum_more;
	size_t n, nr_high;
	size_t nr_invalid;
};

/* Percent more that the unmapping is part of; the upper end of its interval. */
static bool more_of(const struct compare_cell *first,
		    const struct compare_cell *cell, double *more,
		    double *high)
{
	const double each = 100 / (first->value[METRIC_BOTH].mean.value > 0 ?
					   first->value[METRIC_BOTH].mean.value : 1);
	const bool paired = cell->value[METRIC_BOTH].more.value.known;
	if (!cell->value[METRIC_BOTH].ratio.value.known)
		return false;
	*more = paired ? cell->value[METRIC_BOTH].more.value.value * each :
			 100 / cell->value[METRIC_BOTH].ratio.value.value - 100;
	*high = *more;
	if (paired && cell->value[METRIC_BOTH].more.high.known)
		*high = cell->value[METRIC_BOTH].more.high.value * each;
	else if (!paired && cell->value[METRIC_BOTH].ratio.low.known)
		*high = 100 / cell->value[METRIC_BOTH].ratio.low.value - 100;
	return true;
}

static void look_at(struct worst *worst, const struct compare *c, size_t row,
		    size_t treatment)
{
	const struct compare_cell *cell = compare_cell(c, row, treatment);
	double more, high;
	worst->nr_invalid += cell->nr_invalid > 0 || cell->nr_units == 0 ||
			     (c->one_layout && cell->varies);
	if (!more_of(compare_cell(c, row, 0), cell, &more, &high) ||
	    !cell->value[METRIC_PRESENT].value.known)
		return;
	if (worst->n == 0 || more > worst->more) {
		worst->slowest = row;
		worst->more = more;
		worst->more_high = high;
	}
	if (worst->n == 0 || cell->value[METRIC_PRESENT].value.value > worst->present) {
		worst->fullest = row;
		worst->present = cell->value[METRIC_PRESENT].value.value;
	}
	worst->sum_more += more;
	worst->n++;
}

static struct worst worst_of(const struct compare *c, size_t row, size_t n,
			     size_t treatment)
{
	struct worst worst = { 0 };
	for (size_t i = row; i < row + n; i++)
		if (compare_cell(c, i, treatment)->measured)
			look_at(&worst, c, i, treatment);
	return worst;
}

/* ---- lines ---- */

static void print_pattern(FILE *out, const struct compare *c, size_t row,
			  bool last)
{
	const struct sample *like = compare_cell(c, row, 0)->like;
	char *text = text_shown(like && like->pattern ? like->pattern : "-");
	fprintf(out, "  %-*.*s", last ? 0 : PATTERN_COLUMNS - 2,
		PATTERN_COLUMNS - 2, text);
	free(text);
}

static void print_line(FILE *out, const struct compare *c, size_t row,
		       size_t n, size_t treatment,
		       const struct table_style *style)
{
	const struct worst worst = worst_of(c, row, n, treatment);
	const double rows = worst.n ? (double)worst.n : 1;
	ab_print_label(out, c->side[treatment].name, ab_label_room(c, style),
		       style);
	ab_print_number(out, 7, 2, (struct real){ worst.more, worst.n > 0 });
	if (ab_has_unmap(style))
		ab_print_number(out, 7, 2, (struct real){ worst.more_high,
							  worst.n > 0 });
	print_pattern(out, c, worst.slowest, false);
	ab_print_number(out, 6, 2, (struct real){ worst.sum_more / rows,
						  worst.n > 0 });
	ab_print_number(out, 8, 3, (struct real){ worst.present, worst.n > 0 });
	if (ab_has_unmap(style))
		print_pattern(out, c, worst.fullest, true);
	fputc('\n', out);
	if (worst.nr_invalid > 0)
		fprintf(out, "    INVALID %zu of %zu rows: -v shows which\n",
			worst.nr_invalid, n);
}

static void print_heading(FILE *out, const struct compare *c, size_t row,
			  size_t n, const struct table_style *style)
{
	char *name = text_shown(c->row[row].name);
	char *first = text_shown(c->row[row].heading);
	char *last = text_shown(c->row[row + n - 1].heading);
	struct text_stream stream;
	fprintf(text_open(&stream), "%s: %zu rows, from %s to %s: the worst of them, in percent beyond the first with the unmapping, and in pages present; -v or --format csv shows each",
		name, n, first, last);
	char *line = text_close(&stream);
	fputc('\n', out);
	ab_print_wrapped(out, line, 0, AB_BOLD, style);
	free(line);
	free(last);
	free(first);
	free(name);
}

void ab_worst_print(FILE *out, const struct compare *c, size_t row, size_t n,
		    const struct table_style *style)
{
	print_heading(out, c, row, n, style);
	fprintf(out, "%*s%7s", (int)ab_label_room(c, style), "", "slowest");
	if (ab_has_unmap(style))
		fprintf(out, "%7s", "95%");
	fprintf(out, "  %-*s%6s%8s", PATTERN_COLUMNS - 2, "at", "mean", "present");
	fprintf(out, "%s\n", ab_has_unmap(style) ? "  at" : "");
	for (size_t t = 0; t < c->nr_sides; t++)
		if (compare_cell(c, row, t)->measured)
			print_line(out, c, row, n, t, style);
}
