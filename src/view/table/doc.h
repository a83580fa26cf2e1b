/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Headings, paragraphs, commands and tables for people: as lines of text that fit
 * a terminal or a mail, as Markdown, or as a part of the page. What is laid out,
 * wrapped and colored is done here, once for every table.
 *
 * Text may come from a file: it is made printable here; in Markdown and in the page it
 * is escaped.
 */
#ifndef VIEW_TABLE_DOC_H
#define VIEW_TABLE_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

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

struct doc {
	FILE *out;
	const struct table_style *style;
};

enum doc_look { DOC_PLAIN, DOC_BOLD, DOC_RED };

/* Columns of a line. */
size_t doc_room(const struct doc *doc);
/* Whether there is room for what a narrow terminal leaves out. */
bool doc_is_wide(const struct doc *doc);
bool doc_is_markdown(const struct doc *doc);
bool doc_is_page(const struct doc *doc);

/* A heading: in Markdown "### text", in the page <h4>. */
void doc_heading(const struct doc *doc, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/*
 * A paragraph.
 * indent   spaces before its first line; the others have two more
 */
void doc_text(const struct doc *doc, size_t indent, enum doc_look look,
	      const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same; text is freed. For those who print it into a stream. */
void doc_text_owned(const struct doc *doc, size_t indent, enum doc_look look,
		    char *text);
/* "name text", where texts of several begin in the same column. */
void doc_item(const struct doc *doc, const char *name, const char *text);
/* A command, which a shell takes as it is printed. "" prints nothing. */
void doc_command(const struct doc *doc, const char *command);
/* An empty line; nothing in the page. */
void doc_gap(const struct doc *doc);

/* One cell of a Markdown table, or a part of its text, made printable and escaped. */
void doc_put_markdown(FILE *out, const char *text);

#endif
