/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many units (boots, blocks, layouts) a comparison needs, and what effect a
 * number of units can find. Arithmetic; no input, no output, no state.
 *
 * Spreads are standard deviations of logarithms of costs: 0.01 is about 1%. Of
 * independent sides each has its own; of pairs sd_a_log is that of the
 * differences log(a) - log(b), and sd_b_log is not looked at. An effect of 0.02
 * is a ratio of 1.02, or of 1 / 1.02.
 */
#ifndef STATS_POWER_H
#define STATS_POWER_H

#include <stddef.h>

#include "base/known.h"
#include "stats/ratio.h"

#define POWER_WANTED 0.80
#define POWER_LEVEL 0.05	/* two-sided */
#define POWER_MOST_UNITS 1000000	/* so many, or more */

/* What is to be found, and by what test. */
struct power_question {
	double sd_a_log, sd_b_log;
	enum ratio_design design;
	double level;		/* of the two-sided test: POWER_LEVEL */
};

/*
 * The chance that Welch's or Student's t finds an effect.
 * n        units of each side, or pairs
 * effect   above 0; 0 gives the level
 * Returns  unknown for n below 2, spreads or effects that are negative or not
 *          finite, a level that is not above 0 and at most 0.5. Without any
 *          spread 1.
 * Source   the noncentral t distribution; for unequal spreads with Welch's
 *          degrees of freedom, at the spreads given.
 */
struct real power_of(const struct power_question *question, size_t n,
		     double effect);

/*
 * Units of each side in total, those of the pilot among them, that find an
 * effect with 80% power.
 * pilot_units  of each side, that the spreads were seen in. A spread seen in few
 *          is often too small, and what is planned with it finds too little. So
 *          the upper end of the one-sided 80% interval of the variance is used:
 *          at least four pilots of five then ask for enough. 0: the spreads are
 *          known for certain, and taken as they are.
 * Returns  2 to POWER_MOST_UNITS; 0 unknown: a pilot of 1, no effect, no spread
 *          at all, what is not finite.
 * Source   Browne 1995, Statistics in Medicine 14, 1933.
 */
size_t power_units(const struct power_question *question, size_t pilot_units,
		   double effect);

/*
 * The smallest effect that so many units of the two sides, or pairs (nr_a), find
 * with 80% power, at the spreads given.
 * Returns  unknown for fewer than 2 units of a side or spreads that are not
 *          finite; 0 without any spread.
 */
struct real power_detectable(const struct power_question *question, size_t nr_a,
			     size_t nr_b);

/*
 * Units of each side in total after which the 95% interval of the ratio (level
 * 0.05) is expected to be no wider than precision to either side: 0.01 is 1%.
 * The spread of the pilot is taken as in power_units.
 * Returns  as power_units.
 */
size_t power_units_precision(const struct power_question *question,
			     size_t pilot_units, double precision);

/*
 * Noncentral t: the chance of a value of at most t.
 * freedom  above 0
 * Source   the integral over the distribution of the spread: Johnson, Kotz and
 *          Balakrishnan 1995, chapter 31. Exact to 1e-6.
 */
double power_noncentral_t(double t, double freedom, double noncentrality);

#endif
