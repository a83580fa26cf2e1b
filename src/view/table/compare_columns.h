/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of what was compared: a line is one side on one row. Those of metrics
 * are made from analysis/metric.h, so that a new one is shown everywhere.
 */
#ifndef VIEW_TABLE_COMPARE_COLUMNS_H
#define VIEW_TABLE_COMPARE_COLUMNS_H

#include <stdbool.h>

#include "analysis/compare.h"
#include "view/table/column.h"

/* A line: what the columns are of. */
struct compare_line {
	const struct compare *compare;
	const struct compare_row *row;
	const struct compare_cell *cell;
	size_t row_nr, side_nr;
	const struct compare_common *common;	/* for what is below it; else NULL */
	const struct lock_cost *lock;	/* for IN_LOCKS; else NULL */
};

/*
 * The lines of n rows from row on, one for each side that is measured on a row; the
 * caller frees.
 */
struct compare_line *compare_lines(const struct compare *compare, size_t row, size_t n,
				   size_t *nr_lines);
/* The name of its side, as grid.h wants it. */
const char *compare_line_label(const void *line);

/*
 * compare  what the columns are of; NULL: none in particular, for lists and for data,
 *          which are the same of all
 * Returns  columns that compare_columns_close frees.
 */
struct columns compare_columns_make(const struct compare *compare);
void compare_columns_close(struct columns *columns);

/* ---- numbers of metrics ---- */

/* What is asked of a metric. */
enum compare_part {
	PART_VALUE, PART_INSTRUCTIONS, PART_NS, PART_HALF, PART_SCALED, PART_SCALED_HALF,
	PART_RATIO, PART_RATIO_LOW, PART_RATIO_HIGH,
	PART_MORE, PART_MORE_LOW, PART_MORE_HIGH, PART_MORE_HALF,
	PART_PERCENT, PART_PERCENT_LOW, PART_PERCENT_HIGH, PART_PERCENT_HALF,
	NR_METRIC_PARTS
};
/* column->which of a column whose get is compare_metric. */
#define COMPARE_WHICH(id, part) ((int)(id) * NR_METRIC_PARTS + (part))
struct value compare_metric(const void *line, const struct column *column);

/*
 * "1.047-1.190", for the page "1.047 to 1.190"; "exact"; "" where there is none. The
 * caller frees it.
 */
char *compare_interval(const struct compare_cell *cell, const struct ratio *ratio,
		       bool page);
/* So many decimals that a ratio that is not 1 does not look like it. */
int compare_ratio_decimals(double ratio);

#endif
