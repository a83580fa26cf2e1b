/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of a text with classic tables, without what quotes and wraps them.
 */
#ifndef RECORD_CLASSIC_WORD_H
#define RECORD_CLASSIC_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A number as it was printed: units / 10^decimals, at most 15 digits. */
struct printed {
	uint64_t units;
	unsigned int decimals;
};

double printed_value(const struct printed *number);

struct word {
	const char *text;	/* without blanks, never "" */
	size_t line;		/* from 1 */
	bool starts_line, after_blank_line;
};

/* Words that stand one after the other. */
struct span {
	const struct word *word;
	size_t n;
};

/* All words of a text; words_close frees them. */
struct classic_words {
	struct word *word;	/* [n + 1]; the last one is "" */
	size_t n;
	size_t nr_lines;
	char *bytes;		/* of all words */
};

/* text: [n] any bytes; a NUL is white space. */
struct classic_words words_read(const char *text, size_t n);
void words_close(struct classic_words *words);

/* The last n words of a span, or all. */
struct span span_last(struct span span, size_t n);
/* Append the words to text [size], a blank before each; what has no room is left out. */
void span_append(struct span span, char *text, size_t size);

/* Whether it is text; capitals or not are the same. */
bool word_is(const struct word *word, const char *text);

/* The columns of a table's header. */
enum column {
	COLUMN_UNIT,		/* Gb, Mb, Kb: the size column */
	COLUMN_REPS, COLUMN_THREADS, COLUMN_CACHELINES,
	COLUMN_USER, COLUMN_SYSTEM, COLUMN_WALL, COLUMN_PER_CPU,
	COLUMN_PER_WALL, NR_COLUMNS,
};

/* The column that a word of a header names, or NR_COLUMNS. */
enum column word_column(const struct word *word);

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

#endif
