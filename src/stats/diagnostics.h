/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Other tests of the same two sides. They stand beside the verdict and do not
 * replace it: where they disagree with it, look at the data. Arithmetic on arrays;
 * no input, no output, no state: the same seed gives the same answer.
 *
 * A side is boots (or blocks) of repetitions. Costs are compared as logarithms,
 * and a boot counts once, however many repetitions it has.
 */
#ifndef STATS_DIAGNOSTICS_H
#define STATS_DIAGNOSTICS_H

#include <stddef.h>
#include <stdint.h>

#include "base/known.h"
#include "stats/ratio.h"

#define DIAGNOSTICS_DRAWS 2000
#define DIAGNOSTICS_FEW 64
#define DIAGNOSTICS_MOST_DEALS 200000	/* that are all looked at */
#define DIAGNOSTICS_DEALS 9999		/* of more than these */
#define DIAGNOSTICS_MOST_RANKS 49	/* values of a side, for the exact distribution */

struct diagnostics_side {
	const double *cost;	/* all repetitions, boot after boot; above 0, finite */
	const size_t *nr_reps;	/* [nr_boots] of each boot; at least 1 */
	size_t nr_boots;
};

struct diagnostics_p {
	struct real p;	/* two-sided */
	bool exact;	/* all deals were counted; else drawn, or approximate */
	double u;	/* of ranks, with a known p: pairs with a above b; of equals one half */
};

struct diagnostics {
	/*
	 * Cost of a over cost of b, with the 95% percentile interval of the
	 * hierarchical bootstrap: boots are drawn, then repetitions within each
	 * drawn boot. Of few boots it is too narrow: of five it holds the truth
	 * 87 times in 100. The interval is unknown of fewer than 2 boots.
	 */
	struct ratio bootstrap;
	/* Boots change sides at random: a larger difference of mean logarithms. */
	struct diagnostics_p permutation;
	/* Ranks of the boots' means, Mann and Whitney's U. */
	struct diagnostics_p mann_whitney;
};

/*
 * seed     any; the same one gives the same figures
 * Returns  all unknown where a side has no boot, a boot no repetition, or a cost
 *          is not finite and above 0.
 * Source   Davison and Hinkley 1997, 3.8; and those below.
 */
struct diagnostics diagnostics_of(const struct diagnostics_side *a,
				  const struct diagnostics_side *b, uint64_t seed);

/*
 * The interval alone. The mean of so many repetitions of one boot that more than
 * DIAGNOSTICS_FEW are drawn is drawn itself, from the normal distribution that it
 * then has.
 * nr_draws at least 40, so that there are quantiles of 2.5%
 */
struct ratio diagnostics_bootstrap(const struct diagnostics_side *a,
				   const struct diagnostics_side *b,
				   size_t nr_draws, uint64_t seed);

/*
 * Permutation tests of a difference of means: how often one as large comes about when
 * the labels are dealt at random. Of two independent sides, of any values, these change
 * sides. Of a few values the least p that can come out is far from 0: of 3 against 3 it
 * is 2 in 20, and nothing is ever found at 5%.
 * Returns  unknown where one is empty or a value is not finite. Drawn: the
 *          observed deal counts as one, so p is never 0.
 * Source   Fisher 1935; of those drawn: Phipson and Smyth 2010.
 */
struct diagnostics_p diagnostics_permutation(const struct ratio_sides *sides,
					     uint64_t seed);
/*
 * Of differences of pairs: each changes its sign.
 * Source   Fisher 1935, section 21.
 */
struct diagnostics_p diagnostics_permutation_of_pairs(const double difference[], size_t n,
						      uint64_t seed);

/*
 * Mann and Whitney's U: whether the values of one side tend to be above those of the
 * other, by their ranks alone.
 * Returns  exact where no two values are equal and neither side has more than
 *          DIAGNOSTICS_MOST_RANKS; else the normal approximation, corrected for ties
 *          and for continuity. Where all values are equal p is 1. Unknown where
 *          one is empty or a value is not finite.
 * Source   Mann and Whitney 1947; ties: Lehmann 1975, section 1.4. When which is
 *          used is as in R's wilcox.test.
 */
struct diagnostics_p diagnostics_mann_whitney(const struct ratio_sides *sides);

#endif
