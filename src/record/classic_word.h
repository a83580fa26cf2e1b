/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of a text with classic tables, whatever quotes and wraps them. Only
 * classic*.c include this.
 */
#ifndef RECORD_CLASSIC_WORD_H
#define RECORD_CLASSIC_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "record/classic.h"

struct cursor {
	const char *at, *end;
	size_t line;		/* from 1 */
	bool starts_line;	/* no word of this line was read yet */
	bool blank_line;	/* an empty line stands before the next word */
};

/* Points into the text. */
struct word {
	const char *text;
	size_t n;
	size_t line;
	bool starts_line, after_blank_line;
};

/* Step over the next word. Returns false at the end of the text. */
bool word_next(struct cursor *c, struct word *word);

/* Whether it is text, in capitals or not. */
bool word_is(const struct word *word, const char *text);
/* Whether it is one of n. */
bool word_is_any(const struct word *word, const char *const texts[], size_t n);

/* Digits and points, perhaps an "s": a number, or what was left of one. */
bool word_is_numeric(const struct word *word);
/* Such a number with a point and an "s". */
bool word_is_time(const struct word *word);
/*
 * The number that the word is, or false: "12", "1.058"; nothing around it, no
 * more digits than a double holds exactly.
 * seconds  "1.058s" is wanted instead
 */
bool word_number(const struct word *word, bool seconds, struct printed *number);
/* A whole number above 0. */
bool word_count(const struct word *word, uint64_t *count);

/* Append the word to text [size], after a blank; one that has no room is left out. */
void word_append(char *text, size_t size, const struct word *word);

#endif
