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

/* How the units of two sides belong together. */
enum ratio_design {
	RATIO_INDEPENDENT,	/* units of their own, such as boots: Welch's t */
	RATIO_PAIRED,		/* a[i], b[i] of one block or layout: Student's t */
};

/*
 * The cost of each unit, such as the geometric mean over its repetitions. The caller's:
 * not modified, not kept. Where one is not finite and above 0, or pairs are of unlike
 * number, nothing is known of them.
 */
struct ratio_sides {
	const double *a, *b;	/* [nr_a], [nr_b] */
	size_t nr_a, nr_b;
	enum ratio_design design;
};

/* What a double cannot hold is unknown. */
struct ratio {
	struct real value;	/* cost of a over cost of b: above 1, b is cheaper */
	struct real low, high;	/* of the 95% interval; unknown where n is 1 */
};

/*
 * The same in logarithms. Unknown: the difference where one side is empty, all else
 * where one has a single value.
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
 * Welch's interval where units are independent, of pairs Student's t on the differences.
 * Returns  all unknown where a side is empty.
 * Source   Welch 1947; degrees of freedom by Satterthwaite 1946.
 */
struct ratio ratio_of(const struct ratio_sides *sides);
/* What it is made of. */
struct ratio_log ratio_log_of(const struct ratio_sides *sides);

/*
 * Welch's degrees of freedom: Satterthwaite 1946.
 * of_a, of_b   variances of the means of nr_a and nr_b values, at least 2 each
 */
double ratio_freedom(double of_a, size_t nr_a, double of_b, size_t nr_b);

/*
 * Two-sided p of no difference. Without any spread 1 where the difference is
 * exactly 0, else 0.
 */
struct real ratio_p(const struct ratio_log *log);

/* The mean of b[i] - a[i] of pairs. */
struct difference difference_paired(const double a[], const double b[],
				    size_t n);

#endif
