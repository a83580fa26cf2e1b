/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of a comparison, of a campaign or of records: for each row a line for
 * each side.
 */
#ifndef VIEW_TABLE_COMPARE_TABLE_H
#define VIEW_TABLE_COMPARE_TABLE_H

#include <stdio.h>

#include "analysis/compare.h"
#include "analysis/campaigns.h"
#include "view/table/doc.h"
#include "view/table/style.h"

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

/* ---- parts of it, for the page, which has headings and folds of its own ---- */

/* doc and compare must outlive it; compare_printing_close frees it. */
struct compare_printing *compare_printing_open(const struct doc *doc,
					       const struct compare *compare);
void compare_printing_close(struct compare_printing *printing);
/* What the numbers are, and the machine they were measured on. */
void compare_printing_words(const struct compare_printing *printing);
/* Rows from this one on that are in one table, as they differ in tasks alone. */
size_t compare_rows_together(const struct compare *compare, size_t row);
/* The table of n such rows, and what stands below it. */
void compare_rows_print(const struct compare_printing *printing, size_t row, size_t n);

#endif
