/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Of a row under memory pressure: for each side how much of what nobody used was
 * reclaimed, how much of what was in use, and what that cost. The columns are the
 * metrics of the group "pressure".
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/stream.h"
#include "base/text.h"
#include "fault/pressure.h"
#include "view/table/compare_columns.h"
#include "view/table/below.h"
#include "view/table/grid.h"

/* The metrics of the group, their intervals, and n. */
enum { COLUMNS_MOST = 2 * NR_METRICS + 1 };

static bool row_has_pressure(const struct compare *c, size_t row)
{
	for (size_t side = 0; side < c->nr_sides; side++)
		if (compare_cell(c, row, side)->pressure_percent.known)
			return true;
	return false;
}

/* ---- columns ---- */

static struct real scaled(const struct column *column, struct real value)
{
	value.value *= metrics[column->which].scale;
	return value;
}

static struct value get_metric(const void *of, const struct column *column)
{
	const struct compare_line *l = of;
	return value_real(scaled(column,
				 l->cell->value[column->which].value));
}

static struct value get_half(const void *of, const struct column *column)
{
	const struct compare_line *l = of;
	return value_real(scaled(column,
				 l->cell->value[column->which].half_width));
}

static struct value get_n(const void *of, const struct column *column)
{
	const struct compare_line *l = of;
	return value_size(l->cell->value[column->which].nr_known);
}

/* What is told of its spread: the shares that a verdict would be on. */
static bool has_interval(enum metric_id id)
{
	return id == METRIC_PRESSURE_GONE || id == METRIC_PRESSURE_BACK ||
	       id == METRIC_PRESSURE_ENRICHED;
}

/* What is 100.0 at most, or has no decimals. */
static bool narrow(enum metric_id id)
{
	return id == METRIC_PRESSURE_GONE || metrics[id].decimals == 0;
}

static size_t fill(struct column column[COLUMNS_MOST])
{
	size_t n = 0;
	for (int id = 0; id < NR_METRICS; id++) {
		const struct metric *m = &metrics[id];
		if (!text_same(m->group, "pressure") || m->importance == 0)
			continue;
		struct column *to = &column[n++];
		*to = (struct column){
			.title = m->title, .decimals = m->decimals,
			.width = narrow((enum metric_id)id) ? 5 : 6,
			.importance = m->importance == 1 ? 50 : 10,
			.where = IN_TABLE, .which = id, .get = get_metric };
		if (!has_interval((enum metric_id)id))
			continue;
		column[n] = *to;
		column[n].title = "+-95%";
		column[n].width = 5;
		column[n++].get = get_half;
	}
	column[n++] = (struct column){
		.title = "n", .width = 2, .importance = 90, .where = IN_TABLE,
		.which = METRIC_PRESSURE_UNUSED, .get = get_n };
	return n;
}

/* ---- what the columns are ---- */

static bool is_first(const struct compare *c, size_t row)
{
	while (row-- > 0)
		if (row_has_pressure(c, row))
			return false;
	return true;
}

static void put_columns(FILE *out, const struct compare *c, bool all)
{
	fprintf(out, ". In percent: unused, of what is present what was mapped and never touched; %sgone, of the unused those not present in the end; back, for 100 used those taken and brought back. ",
		all ? "taken, what was taken in all, of what is present; " : "");
	if (all)
		fprintf(out, "enriched: share of unused among what was taken until half of them were, against their share of what is present: 1 is by chance, above it they go first. cost: %s that it added for a page used. ",
			c->exact ? "instructions" : "ns");
	fprintf(out, "+-95%%: over %ss%s", c->unit,
		all ? "" : ". Left out here: taken, enriched and cost");
}

static void print_meaning(const struct doc *doc, const struct compare *c,
			  size_t row)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (size_t side = 0; side < c->nr_sides; side++) {
		const struct real percent =
			compare_cell(c, row, side)->pressure_percent;
		if (!percent.known)
			continue;
		fprintf(out, "under pressure: %.0f%% of what is present asked back in %d steps, and what is in use touched again after each",
			percent.value, PRESSURE_STEPS);
		break;
	}
	if (is_first(c, row))
		put_columns(out, c, doc_is_wide(doc) || doc_is_markdown(doc));
	doc_text_owned(doc, 2, DOC_PLAIN, text_close(&stream));
}

void pressure_print(const struct doc *doc, const struct compare *c, size_t row)
{
	struct column column[COLUMNS_MOST];
	struct columns all = { column, 0 };
	size_t n;
	if (!row_has_pressure(c, row))
		return;
	all.n = fill(column);
	print_meaning(doc, c, row);
	struct compare_line *line = compare_lines(
		&(struct compare_rows){ c, row, 1, NULL }, &n);
	grid_print_lines(doc, &(struct grid){
		.name = "Memory pressure", .columns = &all, .where = IN_TABLE,
		.label = compare_line_label, .label_title = "side",
	}, &(struct grid_lines){ line, sizeof(*line), n, 0 });
	free(line);
}
