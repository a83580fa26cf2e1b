/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many times dearer one thing is than another, and how sure that is.
 * Arithmetic on arrays; no input, no output, no state.
 *
 * Costs are compared as logarithms: a ratio and its inverse then say the same.
 */
#ifndef STATS_RATIO_H
#define STATS_RATIO_H

#include <stddef.h>

#include "base/known.h"

struct ratio {
	struct real value;	/* cost of a over cost of b: above 1, b is cheaper */
	struct real low, high;	/* of the 95% interval; unknown where n is 1 */
};

/* By how much one thing is dearer than another, in the units of both. */
struct difference {
	struct real value;
	struct real low, high;	/* of the 95% interval; unknown where n is 1 */
};

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

/* The mean of b[i] - a[i] of such pairs. */
struct difference difference_paired(const double a[], const double b[],
				    size_t n);

#endif
