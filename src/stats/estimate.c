/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/estimate.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "base/error.h"
#include "stats/sample.h"

double estimate_t95(size_t n)
{
	assert(n >= 2);
	return gsl_cdf_tdist_Pinv(0.975, (double)(n - 1));
}

double estimate_quantile(const double sorted[], size_t n, double q)
{
	assert(n >= 1 && q >= 0.0 && q <= 1.0);
	const double at = (double)(n - 1) * q;
	const size_t below = (size_t)at;
	if (below + 1 >= n)
		return sorted[n - 1];
	return sorted[below] +
	       (at - (double)below) * (sorted[below + 1] - sorted[below]);
}

static double median_of(const double values[], size_t n)
{
	double *sorted = error_unless_memory(malloc(n * sizeof(*sorted)));
	memcpy(sorted, values, n * sizeof(*sorted));
	sample_sort(sorted, n);
	const double median = estimate_quantile(sorted, n, 0.5);
	free(sorted);
	return median;
}

static double sd_of(const double values[], size_t n, double mean)
{
	double squares = 0.0;
	for (size_t i = 0; i < n; i++)
		squares += (values[i] - mean) * (values[i] - mean);
	return sqrt(squares / (double)(n - 1));
}

struct estimate estimate_of(const double values[], size_t n)
{
	struct estimate e = { .n = n };
	if (n == 0)
		return e;
	const double mean = sample_mean(values, n);
	e.mean = real_of(mean);
	e.min = e.max = real_of(values[0]);
	for (size_t i = 1; i < n; i++) {
		e.min.value = fmin(e.min.value, values[i]);
		e.max.value = fmax(e.max.value, values[i]);
	}
	e.median = real_of(median_of(values, n));
	if (n < 2)
		return e;
	const double sd = sd_of(values, n, mean);
	e.sd = real_of(sd);
	if (mean != 0.0)
		e.cv = real_of(sd / fabs(mean));
	e.half_width = real_of(estimate_t95(n) * sd / sqrt((double)n));
	return e;
}
