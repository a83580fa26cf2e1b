/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of a comparison: a group of lines for each row of the campaign, a
 * line for each treatment.
 */
#ifndef VIEW_AB_TABLE_H
#define VIEW_AB_TABLE_H

#include <stdio.h>

#include "record/record.h"
#include "analysis/comparison.h"
#include "analysis/comparison_locks.h"
#include "analysis/parts.h"
#include "view/table/table.h"

/*
 * Print a comparison: at most 80 columns, 72 for mail; as CSV, a line for each
 * row and treatment; or as JSON Lines, records of type "comparison".
 * Errors   none of its own: the caller checks the stream.
 */
void ab_table_print(FILE *out, const struct records *records,
		    const struct comparison *comparison,
		    const struct table_style *style);

/* ---- ab_data.c: for programs ---- */

void ab_data_print(FILE *out, const struct comparison *comparison, bool json);
/*
 * One of several campaigns' lines of the same CSV.
 * names    first a line of names
 * pressure with the members of memory pressure, which are there in all if in one
 */
void ab_data_print_part(FILE *out, const struct comparison *comparison,
			bool names, bool pressure);
/* Whether a row of it was put under pressure. */
bool ab_data_has_pressure(const struct comparison *comparison);

/* All campaigns in one CSV, with the columns of pft ab. */
void parts_print_csv(FILE *out, const struct parts *parts);

/* ---- comparison_locks_data.c ---- */

/*
 * Print a line of CSV, or a record of type "lock", for each lock of each cell that
 * a page in a thousand takes, the others as one.
 * names    first a line of the names
 */
void comparison_locks_print(FILE *out, const struct comparison_locks *locks,
			    const struct comparison *comparison, bool json,
			    bool names);

/* Those of all campaigns in one CSV. */
void parts_print_locks(FILE *out, const struct parts *parts);

#endif
