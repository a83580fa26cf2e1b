/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When to stop measuring, such that what is said afterwards keeps its error rate:
 * the ordinary 95% interval and the ordinary verdict. Arithmetic on arrays; no
 * input, no output, no state: the caller gives all units so far at each look.
 *
 * The rule. Looks are after each round, from a first number of units on. Enough
 * is when the 95% interval was no wider than the precision asked for at this look
 * and at the SEQUENTIAL_RUN - 1 looks before it. Effect and p play no part.
 *
 * Why that keeps the error rate. For normally distributed units the mean is
 * independent of the spreads seen so far: stopping on the width alone does not wait
 * for a convenient mean. What remains is that a look where the spread came out too
 * small stops too early: with a first look at 3 units, and the first narrow one taken, the error
 * rate is 10% in place of 5% for a mean and 7% for two sides. So the first look is
 * not earlier than below, and a lucky spread must outlive further units. What then
 * remains depends on the precision: below 6%, as make bench-stats shows.
 * Stopping on a verdict does not keep it: looking at p each round and stopping at
 * the first below 0.05 finds a difference nearly always, in the end.
 *
 * Source   stopping on the width: Chow and Robbins 1965; further units after it:
 *          Simons 1968, Annals of Mathematical Statistics 39, 1946.
 */
#ifndef STATS_SEQUENTIAL_H
#define STATS_SEQUENTIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/known.h"
#include "stats/ratio.h"

#define SEQUENTIAL_RUN 5		/* looks in a row */
#define SEQUENTIAL_FIRST 5		/* units of each side */
#define SEQUENTIAL_FIRST_MEAN 20	/* units of one mean, or pairs */

struct sequential_rule {
	double precision;	/* 0.01: to 1% of the value to either side */
	size_t first;		/* units at the first look; what is below the least is that */
	size_t step;		/* units that a round adds (to each side); at least 1 */
};

struct sequential_look {
	struct real half_width;	/* of the 95% interval now, relative to the value */
	size_t nr_narrow;	/* looks in a row, this the last, at most SEQUENTIAL_RUN */
	bool enough;		/* stop */
	/*
	 * About how many more units (of each side) until there is enough, at the
	 * spread seen; for people, not for the rule. 0: enough, or unknown.
	 */
	size_t more_units;
};

/*
 * Of one mean, as of the repetitions of a row of pft run: Student's interval of
 * the mean, relative to the mean.
 * value    [n] in the order measured
 * Returns  half_width unknown, and not enough, where a value is not finite, the
 *          mean is 0, or n is below 2.
 */
struct sequential_look sequential_mean(const struct sequential_rule *rule,
				       const double value[], size_t n);

/*
 * Of a ratio: the wider side of its interval, relative to it.
 * sides    in the order measured
 * Returns  the same where a cost is not finite and above 0.
 */
struct sequential_look sequential_ratio(const struct sequential_rule *rule,
					const struct ratio_sides *sides);

#endif
