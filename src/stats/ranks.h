/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mann and Whitney's U: whether the values of one sample tend to be above those
 * of another, by their ranks alone. Arithmetic on arrays; no input, no output, no
 * state.
 */
#ifndef STATS_RANKS_H
#define STATS_RANKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/known.h"

#define RANKS_MOST_COUNTED 49	/* values of a sample, for the exact distribution */

struct ranks_p {
	double u;	/* pairs with a above b; of equals one half; with a known p */
	struct real p;	/* two-sided */
	bool exact;	/* else: normal approximation */
};

/*
 * a, b     [nr_a], [nr_b] finite; the caller's: not modified
 * Returns  exact where no two values are equal and neither sample has more than
 *          RANKS_MOST_COUNTED; else the normal approximation, corrected for ties
 *          and for continuity. Where all values are equal p is 1. Unknown where
 *          one is empty or a value is not finite.
 * Source   Mann and Whitney 1947; ties: Lehmann 1975, section 1.4. When which is
 *          used is as in R's wilcox.test.
 */
struct ranks_p ranks_mann_whitney(const double a[], size_t nr_a,
				  const double b[], size_t nr_b);

#endif
