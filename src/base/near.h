/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * "Did you mean": the word of a table that is nearest to one that is not in it.
 */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include <stddef.h>

/*
 * The nearest word so far. Near is what is made from the wanted word by one change for
 * each four letters, at most three: a letter more, less or another, or two neighbours
 * exchanged. Upper and lower case are the same.
 */
struct near {
	const char *wanted;
	size_t n;		/* bytes of it; what is behind them does not count */
	const char *word;	/* NULL: none is near */
	size_t distance;
};

/* A search that has seen no word yet; wanted stays the caller's. */
struct near near_start(const char *wanted, size_t n);

/* Look at a word of the table, which stays the caller's. */
void near_try(struct near *near, const char *word);

/*
 * The end of a message.
 * dashes       what stands before the word: "--" or ""
 * otherwise    the end where no word is near
 * Returns      ": did you mean WORD?" or otherwise; a string the caller frees.
 */
char *near_end(const struct near *near, const char *dashes, const char *otherwise);

/* The same for words, NULL-terminated, of which none is wanted. */
char *near_end_of(const char *wanted, const char *const words[], const char *otherwise);

#endif
