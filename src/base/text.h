/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Strings: compared, made, and checked where they came from outside (labels, file
 * names, lines of old mails).
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/known.h"

/* Whether both are NULL, or both are strings with the same bytes. */
bool text_same(const char *a, const char *b);

/*
 * A string made as by printf; the program ends without memory.
 * Returns  a string the caller frees; never NULL.
 */
char *text_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *text_format_list(const char *format, va_list args)
	__attribute__((format(printf, 1, 0)));

/* Whether text is well-formed UTF-8 (RFC 3629: no surrogates, shortest form). */
bool text_is_utf8(const char *text);

/*
 * A copy of text in which every byte that is not part of well-formed UTF-8 is
 * written as \xHH.
 * Returns  a string the caller frees; the program ends without memory.
 */
char *text_utf8(const char *text);

/*
 * A copy of text fit for one line of a terminal, a table or a picture: as
 * text_utf8, and every control character becomes '?', also those of Unicode
 * that end a line or turn the direction of what follows.
 */
char *text_printable(const char *text);

/* Columns that well-formed UTF-8 takes in a terminal, one a code point. */
size_t text_columns(const char *text);
/* Bytes of its first columns, or of all of it. */
size_t text_prefix(const char *text, size_t columns);

/*
 * "a, b or c" of words, NULL-terminated, for a message.
 * Returns  a string the caller frees.
 */
char *text_alternatives(const char *const words[]);

/* A word that can be chosen, as --help shows it. */
struct text_choice {
	const char *word;
	const char *argument;	/* that may follow it: "", ":N" */
	const char *help;
};

/* The i-th word of a table; false past the last. */
typedef bool text_choices(size_t i, struct text_choice *choice);

/* Whether word is one of the words of text, which have blanks between. */
bool text_has_word(const char *text, const char *word);

/*
 * What stands behind "key" or "key:" at the start of a line of text (may be NULL),
 * up to the line's end. Returns a string the caller frees, or NULL.
 */
char *text_behind_key(const char *text, const char *key);
/* The whole number that stands there, whatever follows it; or unknown. */
struct count text_count_behind_key(const char *text, const char *key);
/* The line behind a line of a text; NULL behind the last one. */
const char *text_next_line(const char *line);

#endif
