/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/ratio.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "stats/estimate.h"

/* ---- samples ---- */

bool ratio_are_costs(const double values[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(values[i]) || values[i] <= 0.0)
			return false;
	}
	return true;
}

/* What a sample says of its mean. */
struct sample {
	double mean, variance;	/* divisor n - 1 */
};

static double log_at(const double values[], const double minus[], size_t i)
{
	return log(values[i]) - (minus ? log(minus[i]) : 0.0);
}

/*
 * Of log values[i], or of log values[i] - log minus[i]. From the first value on,
 * so that equal values have exactly themselves as mean, and no variance.
 */
static struct sample sample_of(const double values[], const double minus[],
			       size_t n)
{
	const double first = log_at(values, minus, 0);
	double sum = 0.0, squares = 0.0;
	for (size_t i = 1; i < n; i++)
		sum += log_at(values, minus, i) - first;
	const double mean = first + sum / (double)n;
	for (size_t i = 0; i < n; i++) {
		const double off = log_at(values, minus, i) - mean;
		squares += off * off;
	}
	return (struct sample){
		.mean = mean,
		.variance = n > 1 ? squares / (double)(n - 1) : 0.0,
	};
}

/* ---- differences of logarithms ---- */

double ratio_freedom(double x, size_t nr_x, double y, size_t nr_y)
{
	if (x + y <= 0.0)
		return (double)(nr_x + nr_y - 2);
	const double of_x = x / (x + y), of_y = y / (x + y);
	return 1.0 / (of_x * of_x / (double)(nr_x - 1) +
		      of_y * of_y / (double)(nr_y - 1));
}

static struct ratio_log log_independent(const struct ratio_sides *sides)
{
	const struct sample x = sample_of(sides->a, NULL, sides->nr_a);
	const struct sample y = sample_of(sides->b, NULL, sides->nr_b);
	const double of_x = x.variance / (double)sides->nr_a;
	const double of_y = y.variance / (double)sides->nr_b;
	if (sides->nr_a < 2 || sides->nr_b < 2)
		return (struct ratio_log){ .difference = real_of(x.mean - y.mean) };
	return (struct ratio_log){
		.difference = real_of(x.mean - y.mean),
		.error = real_of(sqrt(of_x + of_y)),
		.freedom = ratio_freedom(of_x, sides->nr_a, of_y, sides->nr_b),
		.sd_a = sqrt(x.variance), .sd_b = sqrt(y.variance),
	};
}

static struct ratio_log log_paired(const struct ratio_sides *sides)
{
	const double n = (double)sides->nr_a;
	const struct sample pairs = sample_of(sides->a, sides->b, sides->nr_a);
	if (sides->nr_a < 2)
		return (struct ratio_log){ .difference = real_of(pairs.mean) };
	return (struct ratio_log){
		.difference = real_of(pairs.mean),
		.error = real_of(sqrt(pairs.variance / n)),
		.freedom = n - 1,
		.sd_a = sqrt(pairs.variance),
	};
}

struct ratio_log ratio_log_of(const struct ratio_sides *sides)
{
	const bool paired = sides->design == RATIO_PAIRED;
	if (sides->nr_a == 0 || sides->nr_b == 0 ||
	    !ratio_are_costs(sides->a, sides->nr_a) ||
	    !ratio_are_costs(sides->b, sides->nr_b) ||
	    (paired && sides->nr_a != sides->nr_b))
		return (struct ratio_log){ 0 };
	return paired ? log_paired(sides) : log_independent(sides);
}

/* ---- what they say ---- */

static struct real exp_of(double log, bool known)
{
	const double value = exp(log);
	return (struct real){ value, known && isfinite(value) && value > 0.0 };
}

struct ratio ratio_of(const struct ratio_sides *sides)
{
	const struct ratio_log log = ratio_log_of(sides);
	const double difference = log.difference.value;
	double half_width = 0.0;
	if (log.error.known && log.error.value > 0.0)
		half_width = gsl_cdf_tdist_Qinv(0.025, log.freedom) * log.error.value;
	return (struct ratio){
		.value = exp_of(difference, log.difference.known),
		.low = exp_of(difference - half_width, log.error.known),
		.high = exp_of(difference + half_width, log.error.known),
	};
}

struct real ratio_p(const struct ratio_log *log)
{
	if (!log->error.known)
		return (struct real){ 0 };
	const double difference = fabs(log->difference.value);
	if (log->error.value <= 0.0)
		return real_of(difference > 0.0 ? 0.0 : 1.0);
	return real_of(2.0 * gsl_cdf_tdist_Q(difference / log->error.value,
					     log->freedom));
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
