/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables for people: on a terminal, in a mail, in the columns of 2004.
 */
#ifndef VIEW_TABLE_H
#define VIEW_TABLE_H

#include <stdbool.h>
#include <stdio.h>

#include "record/record.h"
#include "record/row.h"
#include "analysis/summary.h"

enum table_format {
	TABLE_TABLE,	/* at most 80 columns */
	TABLE_CLASSIC,	/* exactly the columns of 2004 */
	TABLE_MAIL,	/* at most 72 columns, with the command and the machine */
	TABLE_CSV,	/* a line a row, for programs */
	TABLE_JSON,	/* the samples themselves, as JSON Lines */
	TABLE_MARKDOWN,	/* as GitHub and GitLab show it */
	TABLE_PAGE,	/* a part of report.html; it has no name */
};

struct table_style {
	enum table_format format;
	bool color;	/* SGR sequences for INVALID and headings */
	bool verbose;	/* also nop and limit rows, and warnings of each row */
	size_t columns;	/* of the terminal; 0: 80. Fewer show fewer columns of
			   numbers and name those left out; more are not used */
};

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

struct doc;
struct block_rows;
/* One block, without its heading: its rows, and the notes below them. */
void table_print_block(const struct doc *doc, const struct block_rows *part);

/* The names of the formats, for the parser and --help; NULL-terminated. */
extern const char *const table_formats[];

#endif
