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
	const struct compare_common *common;	/* compare_table.c's; or NULL */
};

/* Rows from first on. */
struct compare_rows {
	const struct compare *compare;
	size_t first, n;
	const struct compare_common *common;
};
/* Their lines, one for each side that is measured on a row; the caller frees. */
struct compare_line *compare_lines(const struct compare_rows *rows, size_t *n);
/* The name of its side, as grid.h wants it. */
const char *compare_line_label(const void *line);

/* Columns that are made, with their names; compare_columns_close frees them. */
struct compare_columns {
	struct columns columns;
	struct column *column;
	char **name;
	size_t nr_names;
};

/*
 * compare  what the columns are of; NULL: none in particular, for lists
 * pressure with those of memory pressure
 */
struct compare_columns compare_columns_make(const struct compare *compare,
					    bool pressure);
void compare_columns_close(struct compare_columns *columns);

/*
 * "1.047-1.190", for the page "1.047 to 1.190"; "exact"; "" where there is none. The
 * caller frees it.
 */
char *compare_interval(const struct compare_cell *cell, const struct ratio *ratio,
		       bool page);
/* So many decimals that a ratio that is not 1 does not look like it. */
int compare_ratio_decimals(double ratio);

#endif
