/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of a comparison: a group of lines for each row of the campaign, a
 * line for each treatment.
 */
#ifndef VIEW_AB_TABLE_H
#define VIEW_AB_TABLE_H

#include <stdio.h>

#include "record/record.h"
#include "analysis/compare.h"
#include "analysis/locks.h"
#include "analysis/parts.h"
#include "view/table/table.h"

/*
 * Print a comparison: at most 80 columns, 72 for mail; as CSV, a line for each
 * row and treatment; or as JSON Lines, records of type "comparison".
 * Errors   none of its own: the caller checks the stream.
 */
void ab_table_print(FILE *out, const struct records *records,
		    const struct compare *comparison,
		    const struct table_style *style);

/* ---- ab_data.c: for programs ---- */

void ab_data_print(FILE *out, const struct compare *comparison, bool json);
/*
 * One of several campaigns' lines of the same CSV.
 * names    first a line of names
 * pressure with the members of memory pressure, which are there in all if in one
 */
void ab_data_print_part(FILE *out, const struct compare *comparison,
			bool names, bool pressure);
/* Whether a row of it was put under pressure. */
bool ab_data_has_pressure(const struct compare *comparison);

/* All campaigns in one CSV, with the columns of pft ab. */
void parts_print_csv(FILE *out, const struct parts *parts);

/* ---- comparison_locks_data.c ---- */

/*
 * Of all campaigns, in one CSV, a line for each lock of each cell that a page in a
 * thousand takes, the others as one.
 */
void parts_print_locks(FILE *out, const struct parts *parts);

#endif
