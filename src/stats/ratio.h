/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many times dearer one side is than another, with its interval.
 * Arithmetic on arrays; no input, no output, no state.
 *
 * Costs are compared as logarithms: a ratio and its inverse then say the same.
 */
#ifndef STATS_RATIO_H
#define STATS_RATIO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/known.h"

/* What a double cannot hold is unknown. */
struct ratio {
	struct real value;	/* cost of a over cost of b: above 1, b is cheaper */
	struct real low, high;	/* of the 95% interval; unknown where n is 1 */
};

/*
 * The same in logarithms, before a level is chosen. Unknown: the difference
 * where one sample is empty, all else where one has a single value.
 */
struct ratio_log {
	struct real difference;	/* mean log a - mean log b */
	struct real error;	/* standard error of it; 0: no spread at all */
	double freedom;		/* degrees of freedom of t; with a known error */
	double sd_a, sd_b;	/* of logarithms; of pairs: of the differences, and 0 */
};

/* By how much one thing is dearer than another, in the units of both. */
struct difference {
	struct real value;
	struct real low, high;	/* of the 95% interval; unknown where n is 1 */
};

/* Whether all n are finite and above 0: costs that have a logarithm. */
bool ratio_are_costs(const double values[], size_t n);

/*
 * Of two independent samples, such as boots of two kernels: Welch's interval.
 * a, b     [nr_a], [nr_b] above 0, each one boot's mean; not kept
 * Returns  all unknown where one sample is empty.
 * Source   Welch 1947; degrees of freedom by Satterthwaite 1946.
 */
struct ratio ratio_welch(const double a[], size_t nr_a, const double b[],
			 size_t nr_b);

/*
 * Of pairs: a[i] and b[i] were measured side by side, such as in one block or
 * on one layout. Student's t on the differences.
 */
struct ratio ratio_paired(const double a[], const double b[], size_t n);

/* What the two above are made of. */
struct ratio_log ratio_log_welch(const double a[], size_t nr_a,
				 const double b[], size_t nr_b);
struct ratio_log ratio_log_paired(const double a[], const double b[], size_t n);

/*
 * Welch's degrees of freedom: Satterthwaite 1946.
 * of_a, of_b   variances of the means of nr_a and nr_b values, at least 2 each
 */
double ratio_freedom(double of_a, size_t nr_a, double of_b, size_t nr_b);

/*
 * The ratio with an interval that misses the truth at that level: 0.05 is the 95%
 * interval.
 * level    between 0 and 1
 */
struct ratio ratio_at_level(const struct ratio_log *log, double level);

/*
 * Two-sided p of no difference. Without any spread 1 where the difference is
 * exactly 0, else 0.
 */
struct real ratio_p(const struct ratio_log *log);

/* The mean of b[i] - a[i] of such pairs. */
struct difference difference_paired(const double a[], const double b[],
				    size_t n);

#endif
