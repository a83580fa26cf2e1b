/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How tables are to look.
 */
#ifndef VIEW_TABLE_STYLE_H
#define VIEW_TABLE_STYLE_H

#include <stdbool.h>
#include <stddef.h>

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

/* The names of the formats, for the parser and --help; NULL-terminated. */
extern const char *const table_formats[];

#endif
