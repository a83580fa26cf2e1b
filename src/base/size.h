/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sizes, whole numbers, lists and lengths of time as people write them.
 */
#ifndef BASE_SIZE_H
#define BASE_SIZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/*
 * Parse a number of bytes: "4096", "64K", "64k", "256M", "1.5G", "2T", "1GiB",
 * "64kB" (K is 1024, as in the kernel's hugepages-64kB).
 * what     names it in messages
 * Errors   -EINVAL for anything else or 0, -ERANGE on overflow; *bytes is then
 *          not changed.
 */
int size_parse(const char *what, const char *text, uint64_t *bytes,
	       struct error *err);

/*
 * Write bytes as people do: "256M", "1.5G", "4096" where no unit divides well.
 * text     [n] receives the text; 24 bytes are always enough
 * Returns  text.
 */
const char *size_format(uint64_t bytes, char *text, size_t n);

/* The numbers that are allowed, ends included; what names them in messages. */
struct number_range {
	const char *what;
	uint64_t min, max;
};
#define NUMBERS(what, min, max) (&(const struct number_range){ what, min, max })

/* Parse a whole number. Errors: -EINVAL; *number is then not changed. */
int number_parse(const struct number_range *range, const char *text,
		 uint64_t *number, struct error *err);

/* The same of percentages. */
struct percent_range {
	const char *what;
	double min, max;
};
#define PERCENTS(what, min, max) (&(const struct percent_range){ what, min, max })

/*
 * Parse a percentage, "1", "0.5" or "2%", into a share of 1.
 * Errors   -EINVAL; *share is then not changed.
 */
int percent_parse(const struct percent_range *range, const char *text,
		  double *share, struct error *err);

/* For qsort: of uint64_t, the smallest first. */
int number_ascending(const void *a, const void *b);

/* A list of numbers; the caller owns values: list_close frees it. */
struct list {
	uint64_t *values;
	size_t n;
};

/*
 * Parse "1,2,4", "1-8", "0-3,8" into list, in the order written, each number
 * once. Ranges run upwards.
 * Errors   -EINVAL; *list is empty then.
 */
int list_parse(const struct number_range *range, const char *text,
	       struct list *list, struct error *err);
/*
 * The other way: prefix, then the numbers with commas between ("list:0,2,5").
 * Returns  a string the caller frees.
 */
char *list_text(const char *prefix, const struct list *list);
bool list_has(const struct list *list, uint64_t value);
/* Append a value, unless it is there. */
void list_add(struct list *list, uint64_t value);
void list_close(struct list *list);

/* One of some words; numbers stand behind one that ends with a colon: "list:0,2-5". */
struct list_word {
	int mode;		/* which of the words */
	struct list list;	/* owned */
};

/* What may be chosen. */
struct list_words {
	const char *const *words;	/* NULL-terminated */
	const char *what;	/* names it in messages */
	const char *expected;	/* there, such as "none or list:CPUS" */
	const char *one;	/* the same where the last word takes one number; or NULL */
	struct number_range range;
	bool twice;		/* a number that is written twice is kept twice */
};

/* Errors: -EINVAL; *word is then not changed. */
int list_word_parse(const struct list_words *words, const char *text,
		    struct list_word *word, struct error *err);
/* The other way. Returns a string the caller frees. */
char *list_word_text(const struct list_words *words, const struct list_word *word);
bool list_word_same(const struct list_word *a, const struct list_word *b);
void list_word_close(struct list_word *word);

/*
 * Parse "90s", "10m", "1.5h", "1h30m": numbers with their units, the larger
 * before the smaller. A number without a unit is refused: it could be seconds or
 * minutes.
 * what     names it in the message
 * Errors   -EINVAL for anything else, for nothing at all and for more than a
 *          year; *seconds is then not changed.
 */
int duration_parse(const char *what, const char *text, double *seconds,
		   struct error *err);

/*
 * "0:05", "12:30", "2:03:00": minutes and seconds, or hours before them, to the
 * nearest second.
 * seconds  0 or more
 * text     [n]; 24 bytes are enough
 * Returns  text.
 */
const char *duration_format(double seconds, char *text, size_t n);

#endif
