/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a handful of repetitions say: mean, spread, interval, quantiles.
 * Arithmetic on arrays; no input, no output, no state.
 */
#ifndef STATS_ESTIMATE_H
#define STATS_ESTIMATE_H

#include <stddef.h>

#include "base/known.h"

/*
 * All values have the unit of the sample, but cv, which is a ratio. What a
 * sample of this size cannot tell is unknown: everything for n = 0; sd, cv and
 * half_width for n = 1. cv is also unknown where the mean is 0.
 */
struct estimate {
	size_t n;
	struct real mean;
	struct real sd;		/* divisor n - 1 */
	struct real cv;		/* sd / |mean| */
	struct real half_width;	/* of the 95% interval of the mean, Student's t */
	struct real median;
	struct real min, max;
};

/*
 * Estimate from a sample in any order.
 * values   [n] finite; the caller's: not modified, not kept. NULL for n = 0
 */
struct estimate estimate_of(const double values[], size_t n);

/* Sort ascending; values [n] finite. */
void estimate_sort(double values[], size_t n);

/* values [n] above 0; n at least 1. */
double estimate_geometric_mean(const double values[], size_t n);

/*
 * Quantile of a sample.
 * sorted   [n] ascending; n at least 1
 * q        0.0 to 1.0
 * Returns  a value interpolated between neighbours.
 * Errors   none; a broken precondition is our bug and asserts.
 * Source   Hyndman and Fan 1996, definition 7.
 */
double estimate_quantile(const double sorted[], size_t n, double q);

/*
 * Half width of the two-sided 95% interval of a mean, in standard errors: the
 * 0.975 quantile of Student's t with n - 1 degrees of freedom.
 * n        at least 2
 */
double estimate_t95(size_t n);

#endif
