/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/worst.h"

#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/error.h"
#include "view/table/grid.h"

size_t worst_rows_alike(const struct compare *c, size_t row)
{
	size_t n = 1;
	if (compare_rows_alike(c, row) < COMPARE_MANY_ROWS)
		return 1;
	while (row + n < c->nr_rows &&
	       strcmp(c->row[row + n].name, c->row[row].name) == 0)
		n++;
	return n;
}

size_t worst_rows(const struct doc *doc, const struct compare *c, size_t row)
{
	return doc->style->verbose ? 1 : worst_rows_alike(c, row);
}

/* ---- what is looked for ---- */

/* Of one side, over the rows: a line. */
struct worst {
	const struct compare *compare;
	size_t side, nr_rows;
	size_t slowest, fullest;	/* rows */
	struct real more, more_high;	/* percent, of the slowest */
	double sum_more;
	struct real mean;		/* of more */
	struct real present;		/* most */
	size_t n, nr_invalid;
};

/* Percent more that the unmapping is part of; the upper end of its interval. */
static bool more_of(const struct compare_cell *first,
		    const struct compare_cell *cell, double *more, double *high)
{
	const struct metric_value *both = &cell->value[METRIC_BOTH];
	const double base = first->value[METRIC_BOTH].mean.value;
	const double each = 100 / (base > 0 ? base : 1);
	const bool paired = both->more.value.known;
	if (!both->ratio.value.known)
		return false;
	*more = paired ? both->more.value.value * each :
			 100 / both->ratio.value.value - 100;
	*high = *more;
	if (paired && both->more.high.known)
		*high = both->more.high.value * each;
	else if (!paired && both->ratio.low.known)
		*high = 100 / both->ratio.low.value - 100;
	return true;
}

static void look_at(struct worst *worst, size_t row)
{
	const struct compare *c = worst->compare;
	const struct compare_cell *cell = compare_cell(c, row, worst->side);
	const struct real present = cell->value[METRIC_PRESENT].value;
	double more, high;
	worst->nr_invalid += compare_cell_is_invalid(cell);
	if (!more_of(compare_cell(c, row, 0), cell, &more, &high) ||
	    !present.known)
		return;
	if (worst->n == 0 || more > worst->more.value) {
		worst->slowest = row;
		worst->more = real_of(more);
		worst->more_high = real_of(high);
	}
	if (worst->n == 0 || present.value > worst->present.value) {
		worst->fullest = row;
		worst->present = present;
	}
	worst->sum_more += more;
	worst->mean = real_of(worst->sum_more / (double)++worst->n);
}

/* ---- lines ---- */

static const char *label_of(const void *of)
{
	const struct worst *worst = of;
	return worst->compare->side[worst->side].name;
}

static struct value pattern_of(const struct worst *worst, size_t row)
{
	const struct sample *like = compare_cell(worst->compare, row, 0)->like;
	const char *pattern = like && like->pattern ? like->pattern : "-";
	enum { COLUMNS = 14 };
	return value_owned(error_unless_memory(strndup(pattern, COLUMNS)));
}

#define GET(name, expression) COLUMN_GET(name, struct worst, expression)
GET(slowest, pattern_of(l, l->slowest))
GET(fullest, pattern_of(l, l->fullest))

#define NUMBER(member) .get = value_at, COLUMN_AT(struct worst, member)

static const struct column columns[] = {
	{ .title = "worst", .decimals = 2, .width = 6, .importance = 50,
	  .where = IN_TABLE, NUMBER(more) },
	{ .title = "95%", .decimals = 2, .width = 6, .importance = 10,
	  .where = IN_TABLE, NUMBER(more_high) },
	{ .title = "at", .left = true, .width = 14, .importance = 50,
	  .where = IN_TABLE, .get = get_slowest },
	{ .title = "mean", .decimals = 2, .width = 6, .importance = 50,
	  .where = IN_TABLE, NUMBER(mean) },
	{ .title = "present", .decimals = 3, .width = 7, .importance = 50,
	  .where = IN_TABLE, NUMBER(present) },
	{ .title = "at", .left = true, .width = 15, .importance = 10,
	  .where = IN_TABLE, .get = get_fullest },
};
static const struct columns all = { columns, ARRAY_SIZE(columns) };

static void print_invalid(const struct doc *doc, const void *of)
{
	const struct worst *worst = of;
	if (worst->nr_invalid > 0)
		doc_text(doc, 4, DOC_PLAIN,
			  "INVALID %zu of %zu rows: -v shows which",
			  worst->nr_invalid, worst->nr_rows);
}

/* Names stand as in the tables of single rows, which have numbers beside them. */
static size_t label_room(const struct doc *doc)
{
	enum { NUMBERS = 62, UNMAPPING = 15 };
	const size_t numbers = doc_is_wide(doc) ? NUMBERS : NUMBERS - UNMAPPING;
	return doc_room(doc) > numbers ? doc_room(doc) - numbers : 0;
}

void worst_print(const struct doc *doc, const struct compare *c, size_t row,
		 size_t n)
{
	AUTO_FREE struct worst *worst = error_unless_memory(
		calloc(c->nr_sides, sizeof(*worst)));
	size_t nr_lines = 0;
	for (size_t side = 0; side < c->nr_sides; side++) {
		struct worst *to = &worst[nr_lines];
		*to = (struct worst){ .compare = c, .side = side, .nr_rows = n };
		for (size_t i = row; i < row + n; i++)
			if (compare_cell(c, i, side)->measured)
				look_at(to, i);
		nr_lines += compare_cell(c, row, side)->measured;
	}
	doc_gap(doc);
	doc_heading(doc, "%s: %zu rows, from %s to %s: the worst of them, in percent beyond the first with the unmapping, and in pages present; -v or --format csv shows each",
		     c->row[row].name, n, c->row[row].heading,
		     c->row[row + n - 1].heading);
	grid_print(doc, &(struct grid){
		.columns = &all, .where = IN_TABLE, .label = label_of,
		.first = worst, .size = sizeof(*worst), .n = nr_lines,
		.notes = print_invalid, .label_title = "side",
		.label_room = label_room(doc),
	});
}
