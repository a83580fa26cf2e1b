/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/ratio.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "stats/estimate.h"

/* Mean of the logarithms, and the variance of that mean. */
struct logs {
	double mean, variance;
};

/* From the first value on, so that equal values have themselves as mean. */
static double mean_log(const double values[], size_t n)
{
	const double first = log(values[0]);
	double sum = 0.0;
	for (size_t i = 1; i < n; i++)
		sum += log(values[i]) - first;
	return first + sum / (double)n;
}

static struct logs logs_of(const double values[], size_t n)
{
	struct logs logs = { .mean = mean_log(values, n) };
	double squares = 0.0;
	for (size_t i = 0; i < n; i++) {
		const double off = log(values[i]) - logs.mean;
		squares += off * off;
	}
	if (n > 1)
		logs.variance = squares / (double)(n - 1) / (double)n;
	return logs;
}

static struct ratio ratio_of(double difference, double half_width, bool known)
{
	return (struct ratio){
		.value = real_of(exp(difference)),
		.low = { exp(difference - half_width), known },
		.high = { exp(difference + half_width), known },
	};
}

struct ratio ratio_welch(const double a[], size_t nr_a, const double b[],
			 size_t nr_b)
{
	if (nr_a == 0 || nr_b == 0)
		return (struct ratio){ 0 };
	const struct logs x = logs_of(a, nr_a), y = logs_of(b, nr_b);
	const double variance = x.variance + y.variance;
	double half_width = 0.0;
	if (nr_a < 2 || nr_b < 2)
		return ratio_of(x.mean - y.mean, 0.0, false);
	if (variance > 0.0) {
		const double freedom = variance * variance /
			(x.variance * x.variance / (double)(nr_a - 1) +
			 y.variance * y.variance / (double)(nr_b - 1));
		half_width = gsl_cdf_tdist_Pinv(0.975, freedom) * sqrt(variance);
	}
	return ratio_of(x.mean - y.mean, half_width, true);
}

struct ratio ratio_paired(const double a[], const double b[], size_t n)
{
	double mean = 0.0, squares = 0.0;
	if (n == 0)
		return (struct ratio){ 0 };
	for (size_t i = 0; i < n; i++)
		mean += (log(a[i]) - log(b[i])) / (double)n;
	if (n < 2)
		return ratio_of(mean, 0.0, false);
	for (size_t i = 0; i < n; i++) {
		const double off = log(a[i]) - log(b[i]) - mean;
		squares += off * off;
	}
	return ratio_of(mean,
			estimate_t95(n) * sqrt(squares / (double)(n - 1) / (double)n),
			true);
}

struct difference difference_paired(const double a[], const double b[],
				    size_t n)
{
	double mean = 0.0, squares = 0.0;
	if (n == 0)
		return (struct difference){ 0 };
	for (size_t i = 0; i < n; i++)
		mean += (b[i] - a[i]) / (double)n;
	for (size_t i = 0; i < n; i++) {
		const double off = b[i] - a[i] - mean;
		squares += off * off;
	}
	const double half_width = n < 2 ? 0.0 :
		estimate_t95(n) * sqrt(squares / (double)(n - 1) / (double)n);
	return (struct difference){
		.value = real_of(mean),
		.low = { mean - half_width, n > 1 },
		.high = { mean + half_width, n > 1 },
	};
}
