/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HTML written by hand, well-formed as XML too, so that any parser can check
 * it. Whatever a record says goes through html_text; markup is ours alone.
 */
#ifndef VIEW_HTML_MARKUP_H
#define VIEW_HTML_MARKUP_H

#include <stddef.h>
#include <stdio.h>

/*
 * Text as element content or as a quoted attribute's value: made printable as
 * text_printable does (no control character, nothing that turns a line around,
 * bytes that are not UTF-8 as \xHH), then with &, <, > and both quotes escaped.
 * text     may be NULL: "-"
 * Errors   without memory the program stops, as in record.h.
 */
void html_text(FILE *out, const char *text);

/* Formatted, then as html_text: for text put together from several parts. */
void html_textf(FILE *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Text of several lines: each as html_text, then the newline. */
void html_lines(FILE *out, const char *text);

/* <NAME>text</NAME>; name is ours, with attributes perhaps. */
void html_element(FILE *out, const char *name, const char *text);

/* RFC 4648, without line breaks. */
void html_base64(FILE *out, const void *bytes, size_t n);

/*
 * A table in a box of its own that scrolls where it is too wide; reached by
 * keyboard, and named for who cannot see it. What is seen above it is the
 * caller's.
 * name     what the caption says; as html_text
 */
void html_table_open(FILE *out, const char *name);
void html_table_close(FILE *out);

/*
 * CSV as csv.h writes it, as the rows of such a table: its first line names
 * columns.
 * most     lines that are shown
 * Returns  lines, without the first, that it has.
 */
size_t html_csv(FILE *out, const char *name, const char *csv, size_t most);

#endif
