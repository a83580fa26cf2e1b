/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A workload of many rows, such as one for each length of runs, would be pages of
 * table: of each side the row that is slowest beside the first side is shown, the row
 * with most memory, and the mean. CSV has every row.
 */
#ifndef VIEW_TABLE_WORST_H
#define VIEW_TABLE_WORST_H

#include "analysis/compare.h"
#include "view/table/doc.h"

/* Rows from this one on that have one name, where those are many; else 1. */
size_t worst_rows_alike(const struct compare *compare, size_t row);
/* Rows from this one on that are shown as one; 1: it is shown by itself. */
size_t worst_rows(const struct doc *doc, const struct compare *compare, size_t row);
void worst_print(const struct doc *doc, const struct compare *compare, size_t row,
		 size_t n);

#endif
