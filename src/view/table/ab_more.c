/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where units are pairs, such as layouts: by how many percent each costs more
 * than the first, as the mean of the differences, with its interval. A ratio of
 * three digits does not show what a bound of 0.2% is held against.
 */
#include <math.h>
#include <stdlib.h>

#include "view/table/ab_lines.h"
#include "record/caption.h"

enum { VALUE = 8, HALF = 7 };

static int decimals(double number)
{
	return fabs(number) < 99.995 ? 2 : fabs(number) < 999.5 ? 1 : 0;
}

/* The difference and half its interval, each times that. */
static void print_difference(FILE *out, const struct difference *more,
			     double times)
{
	char text[64] = "-";
	const double value = more->value.value * times;
	const double half = (more->high.value - more->value.value) * times;
	if (more->value.known)
		snprintf(text, sizeof(text), "%+.*f", decimals(value), value);
	fprintf(out, "%*s", VALUE, text);
	snprintf(text, sizeof(text), "-");
	if (more->value.known && more->high.known)
		snprintf(text, sizeof(text), "%.*f", decimals(half), half);
	fprintf(out, "%*s", HALF, text);
}

static void print_percent(FILE *out, const struct difference *more, double first)
{
	const struct difference none = { 0 };
	print_difference(out, first > 0 ? more : &none,
			 100 / (first > 0 ? first : 1));
}

static void print_line(FILE *out, const struct compare *c,
		       const struct compare_cell *first,
		       const struct compare_cell *cell,
		       const struct table_style *style)
{
	const double both = first->value[METRIC_BOTH].mean.value, fault = first->value[METRIC_FAULT].mean.value;
	ab_print_label(out, cell->side->name, ab_label_room(c, style), style);
	print_percent(out, &cell->value[METRIC_FAULT].more, fault);
	if (ab_has_unmap(style)) {
		print_percent(out, &cell->value[METRIC_UNMAP].more, both - fault);
		print_percent(out, &cell->value[METRIC_BOTH].more, both);
	}
	print_difference(out, ab_has_unmap(style) ? &cell->value[METRIC_BOTH].more :
						    &cell->value[METRIC_FAULT].more, 1);
	fputc('\n', out);
}

static void print_titles(FILE *out, const struct compare *c,
			 const struct table_style *style)
{
	fprintf(out, "%*s%*s%*s", (int)ab_label_room(c, style), "", VALUE,
		"fault %", HALF, "+-95%");
	if (ab_has_unmap(style))
		fprintf(out, "%*s%*s%*s%*s", VALUE, "unmap %", HALF, "+-95%", VALUE,
			"both %", HALF, "+-95%");
	fprintf(out, "%*s%*s\n", VALUE, c->exact ? "instr." : "ns", HALF, "+-95%");
}

static void print_meaning(FILE *out, const struct compare *c,
			  const struct table_style *style)
{
	struct text_stream stream;
	char *label = text_shown(c->side[0].name);
	fprintf(text_open(&stream), "more than %s, mean of the differences over %ss and half its interval:",
		label, c->unit);
	char *line = text_close(&stream);
	ab_print_wrapped(out, line, 2, "", style);
	free(line);
	free(label);
}

void ab_more_print(FILE *out, const struct compare *c, size_t row,
		   const struct table_style *style)
{
	const struct compare_cell *first = compare_cell(c, row, 0);
	bool any = false;
	for (size_t t = 1; t < c->nr_sides; t++)
		any |= compare_cell(c, row, t)->value[METRIC_FAULT].more.low.known;
	if (!any)
		return;
	print_meaning(out, c, style);
	print_titles(out, c, style);
	for (size_t t = 1; t < c->nr_sides; t++)
		if (compare_cell(c, row, t)->measured)
			print_line(out, c, first, compare_cell(c, row, t),
				   style);
}
