/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where units are pairs, such as layouts: by how many percent each side costs more
 * than the first, as the mean of the differences, with its interval. A ratio of three
 * digits is too coarse to be compared with a bound of 0.2%.
 */
#include <math.h>
#include <stdlib.h>

#include "base/stream.h"
#include "view/table/compare_columns.h"
#include "view/table/below.h"
#include "view/table/grid.h"

/* A difference, each number of it times that; half: half its interval alone. */
static struct value difference(const struct difference *more, double times,
			       bool half)
{
	const double value = more->value.value * times;
	const double shown = half ? (more->high.value - more->value.value) * times :
				    value;
	const double size = fabs(shown);
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (more->value.known && (!half || more->high.known))
		fprintf(out, half ? "%.*f" : "%+.*f",
			size < 99.995 ? 2 : size < 999.5 ? 1 : 0, shown);
	return value_owned(text_close(&stream));
}

static struct value percent(const void *of, const struct column *column, bool half)
{
	static const struct difference none;
	const struct compare_line *l = of;
	const struct compare_cell *first = compare_cell(l->compare, l->row_nr, 0);
	const double cost = first->value[column->which].mean.value;
	return difference(cost > 0 ? &l->cell->value[column->which].more : &none,
			  100 / (cost > 0 ? cost : 1), half);
}

static struct value get_percent(const void *of, const struct column *column)
{
	return percent(of, column, false);
}

static struct value get_percent_half(const void *of, const struct column *column)
{
	return percent(of, column, true);
}

static struct value get_cost(const void *of, const struct column *column)
{
	const struct compare_line *l = of;
	return difference(&l->cell->value[column->which].more, 1, false);
}

static struct value get_cost_half(const void *of, const struct column *column)
{
	const struct compare_line *l = of;
	return difference(&l->cell->value[column->which].more, 1, true);
}

enum { EXACT_WIDE = 1, EXACT_NARROW = 2, TIME_WIDE = 4, TIME_NARROW = 8 };
enum {
	WIDE = EXACT_WIDE | TIME_WIDE, EACH = WIDE | EXACT_NARROW | TIME_NARROW,
};

#define HALF(which_, where_, get_)                                            \
	{ .title = "+-95%", .width = 6, .where = where_, .which = which_,     \
	  .get = get_ }
#define MORE(title_, which_, where_, get_)                                    \
	{ .title = title_, .width = 7, .where = where_, .which = which_,      \
	  .get = get_ }

static const struct column columns[] = {
	MORE("fault %", METRIC_FAULT, EACH, get_percent),
	HALF(METRIC_FAULT, EACH, get_percent_half),
	MORE("unmap %", METRIC_UNMAP, WIDE, get_percent),
	HALF(METRIC_UNMAP, WIDE, get_percent_half),
	MORE("both %", METRIC_BOTH, WIDE, get_percent),
	HALF(METRIC_BOTH, WIDE, get_percent_half),
	MORE("instr.", METRIC_BOTH, EXACT_WIDE, get_cost),
	MORE("ns", METRIC_BOTH, TIME_WIDE, get_cost),
	HALF(METRIC_BOTH, WIDE, get_cost_half),
	MORE("instr.", METRIC_FAULT, EXACT_NARROW, get_cost),
	MORE("ns", METRIC_FAULT, TIME_NARROW, get_cost),
	HALF(METRIC_FAULT, EXACT_NARROW | TIME_NARROW, get_cost_half),
};
static const struct columns all = { columns, ARRAY_SIZE(columns) };

static bool has_any(const struct compare *c, size_t row)
{
	for (size_t side = 1; side < c->nr_sides; side++)
		if (compare_cell(c, row, side)->value[METRIC_FAULT].more.low.known)
			return true;
	return false;
}

void differences_print(const struct doc *doc, const struct compare *c, size_t row,
		       size_t label_room)
{
	const bool wide = doc_is_wide(doc) || doc_is_markdown(doc);
	size_t n;
	if (!has_any(c, row))
		return;
	doc_textf(doc, 2, DOC_PLAIN,
		  "more than %s, mean of the differences over %ss and half its interval:",
		  c->side[0].name, c->unit);
	struct compare_line *line = compare_lines(
		&(struct compare_rows){ c, row, 1, NULL }, &n);
	grid_print_lines(doc, &(struct grid){
		.name = "Differences", .columns = &all,
		.label = compare_line_label,
		.where = wide ? (c->exact ? EXACT_WIDE : TIME_WIDE) :
				(c->exact ? EXACT_NARROW : TIME_NARROW),
		.label_title = "side", .label_room = label_room,
	}, &(struct grid_lines){ line, sizeof(*line), n, 1 });
	free(line);
}
