/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of a comparison, of a campaign or of records: for each row a line for
 * each side.
 */
#ifndef VIEW_TABLE_COMPARE_TABLE_H
#define VIEW_TABLE_COMPARE_TABLE_H

#include <stdbool.h>
#include <stdio.h>

#include "analysis/compare.h"
#include "analysis/campaigns.h"
#include "view/table/compare_columns.h"
#include "view/table/compare_heading.h"
#include "view/table/doc.h"

/*
 * Print: for people, or as CSV, a line for each row and side, or as JSON Lines,
 * records of type "comparison" of a campaign and of type "compare" else.
 * command  how it was asked for, for a mail; NULL: not said
 * Errors   none of its own: the caller checks the stream.
 */
void compare_print(FILE *out, const struct compare *compare,
		   const char *command, const struct table_style *style);

/*
 * The verdicts on labels of analysis/campaigns.h, for people with a line above them;
 * or the line that says why nothing is compared; nothing where there is nothing to
 * be said. The columns of 2004 have no room for it.
 */
void verdicts_print(FILE *out, const struct verdicts *verdicts,
		    const struct table_style *style);

/* ---- for programs: a line for each row and side, or each lock of them ---- */

/*
 * Comparisons of one kind in one CSV: campaigns, or one of records.
 * n        at least 1
 * names    first a line of the names of columns; false where it follows others
 */
void compare_csv_print(FILE *out, const struct compare compare[], size_t n, bool names);
void compare_json_print(FILE *out, const struct compare *compare);
/*
 * The locks of all campaigns in one CSV, a line for each lock of each side that a
 * page in a thousand takes, the others as one.
 */
void campaigns_print_locks(FILE *out, const struct campaigns *campaigns);

/* ---- parts of it, for the page, which has headings and folds of its own ---- */

/* What is found once for all rows. */
struct compare_printing {
	const struct doc *doc;
	const struct compare *compare;
	struct columns columns;
	struct compare_common common;
};
/* doc and compare must outlive it; compare_printing_close frees what it has. */
struct compare_printing compare_printing_open(const struct doc *doc,
					      const struct compare *compare);
void compare_printing_close(struct compare_printing *printing);
/* Rows from this one on that are in one table, as they differ in tasks alone. */
size_t compare_rows_together(const struct compare *compare, size_t row);
/* The table of n such rows, and what stands below it. */
void compare_rows_print(const struct compare_printing *printing, size_t row, size_t n);

#endif
