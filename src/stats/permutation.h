/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Permutation tests of a difference of means: how often a difference as large
 * comes about when the labels are dealt at random. Arithmetic on arrays; no
 * input, no output, no state: the same seed gives the same answer.
 *
 * Of a few values the least p that can come out is far from 0: of 3 against 3 it
 * is 2 in 20, and nothing is ever found at 5%.
 */
#ifndef STATS_PERMUTATION_H
#define STATS_PERMUTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/known.h"

#define PERMUTATION_MOST_COUNTED 200000	/* deals that are all looked at */
#define PERMUTATION_DRAWS 9999		/* of more than these */

struct permutation_p {
	struct real p;	/* two-sided */
	bool exact;	/* all deals were counted; else so many were drawn */
};

struct permutation_sides {
	const double *a, *b;	/* [nr_a], [nr_b]; the caller's: not modified */
	size_t nr_a, nr_b;
};

/*
 * Of two independent samples: the values change sides.
 * Returns  unknown where one is empty or a value is not finite. Drawn: the
 *          observed deal counts as one, so p is never 0.
 * Source   Fisher 1935; of those drawn: Phipson and Smyth 2010.
 */
struct permutation_p permutation_of(const struct permutation_sides *sides,
				    uint64_t seed);

/*
 * Of differences of pairs: each changes its sign.
 * Source   Fisher 1935, section 21.
 */
struct permutation_p permutation_of_pairs(const double difference[], size_t n,
					  uint64_t seed);

#endif
