/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of rows of a run: what is shown of each struct summary.
 */
#ifndef VIEW_TABLE_RUN_COLUMNS_H
#define VIEW_TABLE_RUN_COLUMNS_H

#include "analysis/summary.h"
#include "view/table/column.h"

/* In the order in which they stand; of each a struct summary. */
extern const struct columns run_columns;

/* User or system time; unknown where it is noise. */
struct real unless_few_ticks(const struct summary *summary, struct real real);

#endif
