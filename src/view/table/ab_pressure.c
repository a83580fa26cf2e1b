/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Of a row under memory pressure: for each treatment how much of what nobody
 * used was taken back, how much of what was in use, and what that cost.
 */
#include <stdio.h>
#include <stdlib.h>

#include "fault/pressure.h"
#include "view/table/ab_lines.h"
#include "record/caption.h"

/* Two decimals for a ratio, one for percentages and costs. */
struct column {
	const char *title;
	enum metric_id value;
	double times;
	int width, decimals;
	int half;		/* width of its interval; 0: without */
	bool narrow;		/* also on a narrow terminal */
};

static const struct column columns[] = {
	{ "unused", METRIC_PRESSURE_UNUSED, 100, 7, 1, 0, true },
	{ "taken", METRIC_PRESSURE_TAKEN, 100, 7, 1, 0, false },
	{ "gone", METRIC_PRESSURE_GONE, 100, 6, 1, 6, true },
	{ "back", METRIC_PRESSURE_BACK, 100, 7, 1, 6, true },
	{ "enriched", METRIC_PRESSURE_ENRICHED, 1, 9, 2, 6, false },
	{ "cost", METRIC_PRESSURE_COST, 1, 6, 0, 0, false },
};
enum { NR_COLUMNS = sizeof(columns) / sizeof(columns[0]), N_WIDTH = 3 };

static bool has_pressure(const struct compare *c, size_t row)
{
	for (size_t t = 0; t < c->nr_sides; t++)
		if (compare_cell(c, row, t)->pressure_percent.known)
			return true;
	return false;
}

static bool is_first(const struct compare *c, size_t row)
{
	while (row-- > 0)
		if (has_pressure(c, row))
			return false;
	return true;
}

static bool is_shown(const struct column *column, const struct table_style *style)
{
	return column->narrow || ab_has_unmap(style);
}

static size_t label_room(const struct table_style *style)
{
	size_t room = ab_room(style) - N_WIDTH;
	for (size_t i = 0; i < NR_COLUMNS; i++)
		if (is_shown(&columns[i], style))
			room -= (size_t)(columns[i].width + columns[i].half);
	return room;
}

/* ---- what the columns are ---- */

static void print_text(FILE *out, struct text_stream *stream,
		       const struct table_style *style)
{
	char *line = text_close(stream);
	ab_print_wrapped(out, line, 2, "", style);
	free(line);
}

static void put_columns(FILE *text, const struct compare *c,
			const struct table_style *style)
{
	const bool all = ab_has_unmap(style);
	fprintf(text, ". In percent: unused, of what is present what was mapped and never touched; %sgone, of the unused those not present in the end; back, for 100 used those taken and brought back. ",
		all ? "taken, what was taken in all, of what is present; " : "");
	if (all)
		fprintf(text, "enriched: share of unused among what was taken until half of them were, against their share of what is present: 1 is by chance, above it they go first. cost: %s that it added for a page used. ",
			c->exact ? "instructions" : "ns");
	fprintf(text, "+-95%%: over %ss%s", c->unit,
		all ? "" : ". Left out here: taken, enriched and cost");
}

static void print_meaning(FILE *out, const struct compare *c, size_t row,
			  const struct table_style *style)
{
	struct text_stream stream;
	FILE *text = text_open(&stream);
	for (size_t t = 0; t < c->nr_sides; t++) {
		const struct real percent =
			compare_cell(c, row, t)->pressure_percent;
		if (percent.known) {
			fprintf(text, "under pressure: %.0f%% of what is present asked back in %d steps, and what is in use touched again after each",
				percent.value, PRESSURE_STEPS);
			break;
		}
	}
	if (is_first(c, row))
		put_columns(text, c, style);
	print_text(out, &stream, style);
}

/* ---- lines ---- */

static struct real times(struct real value, double factor)
{
	value.value *= factor;
	return value;
}

static void print_value(FILE *out, const struct column *column,
			const struct metric_value *value)
{
	ab_print_number(out, column->width, column->decimals,
			times(value->value, column->times));
	if (column->half)
		ab_print_number(out, column->half, column->decimals,
				times(value->half_width, column->times));
}

static void print_line(FILE *out, const struct compare_cell *cell,
		       const struct table_style *style)
{
	ab_print_label(out, cell->side->name, label_room(style), style);
	for (size_t i = 0; i < NR_COLUMNS; i++)
		if (is_shown(&columns[i], style))
			print_value(out, &columns[i],
				    &cell->value[columns[i].value]);
	fprintf(out, "%*zu\n", N_WIDTH, cell->value[METRIC_PRESSURE_UNUSED].nr_known);
}

static void print_titles(FILE *out, const struct table_style *style)
{
	fprintf(out, "%*s", (int)label_room(style), "");
	for (size_t i = 0; i < NR_COLUMNS; i++) {
		if (!is_shown(&columns[i], style))
			continue;
		fprintf(out, "%*s", columns[i].width, columns[i].title);
		if (columns[i].half)
			fprintf(out, "%*s", columns[i].half, "+-95%");
	}
	fprintf(out, "%*s\n", N_WIDTH, "n");
}

void ab_pressure_print(FILE *out, const struct compare *c, size_t row,
		       const struct table_style *style)
{
	if (!has_pressure(c, row))
		return;
	print_meaning(out, c, row, style);
	print_titles(out, style);
	for (size_t t = 0; t < c->nr_sides; t++)
		if (compare_cell(c, row, t)->measured)
			print_line(out, compare_cell(c, row, t), style);
}
