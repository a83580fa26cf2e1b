/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of a comparison of records.
 */
#ifndef VIEW_TABLE_COMPARE_TABLE_H
#define VIEW_TABLE_COMPARE_TABLE_H

#include <stdio.h>

#include "analysis/compare.h"
#include "view/table/table.h"

/* What its costs are: "ns of wall time per page touched". */
const char *compare_meaning(const struct compare *compare);

/*
 * Print: at most 80 columns, 72 for mail; as CSV, a line for each row and arm; or
 * as JSON Lines, records of type "compare".
 * command  how it was asked for, for the mail; NULL: not said
 */
void compare_print(FILE *out, const struct compare *compare,
		   const char *command, const struct table_style *style);

#endif
