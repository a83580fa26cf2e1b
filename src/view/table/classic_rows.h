/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tables of 2004, of a campaign whose repetitions are accounted as then.
 */
#ifndef VIEW_CLASSIC_ROWS_H
#define VIEW_CLASSIC_ROWS_H

#include <stdbool.h>
#include <stdio.h>

#include "analysis/compare.h"
#include "view/table/table.h"

/* Whether any of its repetitions are. */
bool classic_rows_any(const struct compare *comparison);

/*
 * Print for each treatment the rows that are accounted so, in exactly the columns
 * of 2004, a table for each size. A row is of one boot: User, System and Wall are
 * sums over its repetitions, in the mean over boots; below a table stands the 95%
 * interval of fault/wsec over them. What is INVALID is left out, and told of.
 * records  those that the comparison was made of
 */
void classic_rows_print(FILE *out, const struct records *records,
			const struct compare *comparison,
			const struct table_style *style);

#endif
