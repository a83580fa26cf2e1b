/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What came out of a comparison over all its rows: how many rows have each word, and
 * where the ratio is least and most. Nothing is averaged: rows are different workloads.
 */
#include <stdlib.h>

#include "base/auto.h"
#include "base/error.h"
#include "base/text.h"
#include "view/html/section.h"
#include "view/table/compare_columns.h"
#include "view/table/verdict_text.h"

/* In the order that people want to see them. */
static const enum verdict_word words[] = {
	VERDICT_FASTER, VERDICT_SLOWER, VERDICT_SAME, VERDICT_CANNOT_TELL,
};

enum { NR_WORDS = ARRAY_SIZE(words), NR_COLUMNS = NR_WORDS + 3 };
enum { LEAST, MOST };

/* A side over all rows. */
struct overview {
	const struct side *side;
	size_t nr[NR_WORDS];	/* rows with each word */
	size_t nr_invalid;
	/* Where the ratio is least and most; line.cell NULL: nowhere. */
	struct compare_line at[2];
};

static struct real fault_ratio_of(const struct compare_line *line)
{
	const enum metric_id metric = line->compare->metric;
	return line->cell->value[metric].ratio.value;
}

static void add_line(struct overview *overview, const struct compare_line *line)
{
	const double ratio = fault_ratio_of(line).value;
	struct compare_line *at = overview->at;
	overview->nr_invalid += compare_cell_is_invalid(line->cell);
	for (size_t i = 0; i < NR_WORDS; i++)
		overview->nr[i] += line->cell->has_word &&
				   line->cell->word == words[i];
	if (!fault_ratio_of(line).known)
		return;
	if (!at[LEAST].cell || ratio < fault_ratio_of(&at[LEAST]).value)
		at[LEAST] = *line;
	if (!at[MOST].cell || ratio > fault_ratio_of(&at[MOST]).value)
		at[MOST] = *line;
}

static struct overview overview_of(const struct compare *c, size_t side)
{
	struct overview overview = { .side = &c->side[side] };
	for (size_t row = 0; row < c->nr_rows; row++)
		add_line(&overview, &(struct compare_line){
			c, &c->row[row], compare_cell(c, row, side), row,
			side, NULL });
	return overview;
}

/* ---- its columns ---- */

static const char *label_of(const void *of)
{
	return ((const struct overview *)of)->side->name;
}

static struct value get_nr(const void *of, const struct column *column)
{
	return value_size(((const struct overview *)of)->nr[column->which]);
}

static struct value get_invalid(const void *of, const struct column *column)
{
	(void)column;
	return value_size(((const struct overview *)of)->nr_invalid);
}

/* "1.513 (1.49 to 1.53, n 5) at anon-write sequential, 64M, 1 thread" */
static struct value get_ratio(const void *of, const struct column *column)
{
	const struct compare_line *at =
		&((const struct overview *)of)->at[column->which];
	if (!at->cell)
		return value_text(NULL);
	const struct ratio *ratio = &at->cell->value[at->compare->metric].ratio;
	AUTO_FREE char *interval = compare_interval(at->cell, ratio, true);
	char *text = text_format("%.*f (%s, n %zu) at %s%s%s",
		compare_ratio_decimals(ratio->value.value), ratio->value.value,
		*interval ? interval : "-", at->cell->nr_units,
		at->row->heading, *at->row->tasks ? ", " : "", at->row->tasks);
	return value_owned(text);
}

static const char *class_of(const void *of, const struct column *column)
{
	(void)of;
	return column->left ? "text wide" : NULL;
}

void html_overview_print(const struct doc *doc, const struct compare *c)
{
	struct column column[NR_COLUMNS] = {
		[NR_WORDS] = { .title = "INVALID", .get = get_invalid },
		{ .title = "least ratio (95%)", .left = true, .which = LEAST,
		  .get = get_ratio },
		{ .title = "most ratio (95%)", .left = true, .which = MOST,
		  .get = get_ratio },
	};
	/* Of one row its own table says it all. */
	if (c->nr_rows < 2 || c->nr_sides < 2)
		return;
	AUTO_FREE struct overview *of = error_unless_memory(calloc(c->nr_sides, sizeof(*of)));
	for (size_t side = 1; side < c->nr_sides; side++)
		of[side - 1] = overview_of(c, side);
	for (size_t i = 0; i < NR_WORDS; i++)
		column[i] = (struct column){ .title = verdict_name(c, words[i]),
					     .which = (int)i, .get = get_nr };
	for (size_t i = 0; i < NR_COLUMNS; i++)
		column[i].where = IN_PAGE;
	fputs("<h3>What came out: rows by verdict</h3>\n", doc->out);
	grid_print_lines(doc, &(struct grid){
		.name = "What came out: rows by verdict, and the least and the most ratio",
		.columns = &(struct columns){ column, NR_COLUMNS },
		.where = IN_PAGE, .label_title = "side", .label = label_of,
		.class_of = class_of,
	}, &(struct grid_lines){ of, sizeof(*of), c->nr_sides - 1, 0 });
}
