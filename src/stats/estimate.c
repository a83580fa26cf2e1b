/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/estimate.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "base/error.h"

double estimate_t95(size_t n)
{
	assert(n >= 2);
	return gsl_cdf_tdist_Pinv(0.975, (double)(n - 1));
}

/* From the first on, so that equal values have themselves as mean. */
double estimate_geometric_mean(const double values[], size_t n)
{
	double off = 0.0;
	for (size_t i = 0; i < n; i++)
		off += log(values[i] / values[0]);
	return values[0] * exp(off / (double)n);
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

/* From the first on, so that equal values have exactly themselves as mean. */
static double mean_of(const double values[], size_t n)
{
	double sum = 0.0;
	for (size_t i = 1; i < n; i++)
		sum += values[i] - values[0];
	return values[0] + sum / (double)n;
}

void estimate_sort(double values[], size_t n)
{
	gsl_sort(values, 1, n);
}

static double median_of(const double values[], size_t n)
{
	double *sorted = error_unless_memory(malloc(n * sizeof(*sorted)));
	memcpy(sorted, values, n * sizeof(*sorted));
	estimate_sort(sorted, n);
	const double median = estimate_quantile(sorted, n, 0.5);
	free(sorted);
	return median;
}

struct estimate estimate_of(const double values[], size_t n)
{
	struct estimate e = { .n = n };
	if (n == 0)
		return e;
	const double mean = mean_of(values, n);
	e.mean = real_of(mean);
	e.min = e.max = real_of(0);
	gsl_stats_minmax(&e.min.value, &e.max.value, values, 1, n);
	e.median = real_of(median_of(values, n));
	if (n < 2)
		return e;
	const double sd = gsl_stats_sd_m(values, 1, n, mean);
	e.sd = real_of(sd);
	if (mean != 0.0)
		e.cv = real_of(sd / fabs(mean));
	e.half_width = real_of(estimate_t95(n) * sd / sqrt((double)n));
	return e;
}
