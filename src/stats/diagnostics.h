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
#include "stats/permutation.h"
#include "stats/ranks.h"
#include "stats/ratio.h"

#define DIAGNOSTICS_DRAWS 2000
#define DIAGNOSTICS_FEW 64

struct diagnostics_side {
	const double *cost;	/* all repetitions, boot after boot; above 0, finite */
	const size_t *nr_reps;	/* [nr_boots] of each boot; at least 1 */
	size_t nr_boots;
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
	struct permutation_p permutation;
	/* Ranks of the boots' means, Mann and Whitney's U. */
	struct ranks_p mann_whitney;
};

/*
 * seed     any; the same one gives the same figures
 * Returns  all unknown where a side has no boot, a boot no repetition, or a cost
 *          is not finite and above 0.
 * Source   Davison and Hinkley 1997, 3.8; permutation.h; ranks.h.
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

#endif
