/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HTML written by hand, well-formed as XML too, so that any parser can check it.
 * Markup is in formats, which are ours; text of records is in their arguments, and is
 * escaped.
 */
#ifndef VIEW_MARKUP_H
#define VIEW_MARKUP_H

#include <stddef.h>
#include <stdio.h>

/*
 * Print markup with text in it, as element content or as a quoted attribute's value.
 * Text is made printable as text_printable does (no control character, nothing that
 * turns a line around, bytes that are not UTF-8 as \xHH); then &, <, > and both quotes
 * are escaped.
 * format   of printf's conversions %s (text; NULL is "-"), %zu and %% alone
 * Errors   without memory the program stops (base/error.h).
 */
void html_print(FILE *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same for each line of a text: format has one %s. */
void html_lines(FILE *out, const char *format, const char *text);

/* RFC 4648, without line breaks. */
void html_base64(FILE *out, const void *bytes, size_t n);

#endif
