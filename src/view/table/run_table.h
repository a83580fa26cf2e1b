/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables of rows of runs: on a terminal, in a mail, in the columns of 2004.
 */
#ifndef VIEW_TABLE_RUN_TABLE_H
#define VIEW_TABLE_RUN_TABLE_H

#include <stdio.h>

#include "record/record.h"
#include "record/row.h"
#include "analysis/summary.h"
#include "view/table/doc.h"
#include "view/table/doc.h"

/*
 * Print every row of records, grouped into blocks of like rows. A row with
 * INVALID repetitions has their number and reasons on the line below it.
 * Errors   none of its own: the caller checks the stream.
 */
void table_print(FILE *out, const struct records *records,
		 const struct table_style *style);
/*
 * The same where the rows are known already: those of records, and
 * summary_all of them.
 */
void table_print_rows(FILE *out, const struct records *records,
		      const struct rows *rows, const struct summary summary[],
		      const struct table_style *style);

/* ---- one block of like rows, for the page too; all text is printable ---- */

struct block_rows {
	const struct summary *summary;
	size_t n;	/* at least 1 */
};

/*
 * "anon-write sequential, 0.25 Gb, 10 reps, window accounting, native, ...";
 * the caller frees it.
 */
char *block_heading(const struct block_rows *part);
/* "kernel stock, 2026-01-02T03:04:06Z"; the caller frees it. */
char *block_origin(const struct records *records, const struct block_rows *part);

/* One block, without its heading: its rows, and the notes below them. */
void table_print_block(const struct doc *doc, const struct block_rows *part);

#endif
