/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The estimators, on numbers that were published or can be checked by hand.
 */
#include <math.h>
#include <stddef.h>

#include "base/known.h"
#include "stats/estimate.h"
#include "stats/ratio.h"
#include "tap.h"

/* Quantiles of Student's t, as printed in every table of it. */
static void test_t(void)
{
	static const struct {
		size_t n;
		double t;
	} cases[] = {
		{ 2, 12.7062047 }, { 3, 4.3026527 }, { 6, 2.5705818 },
		{ 10, 2.2621572 }, { 31, 2.0422725 }, { 1001, 1.9623391 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		is_near(estimate_t95(cases[i].n), cases[i].t, 1e-6,
			"t for n = %zu is the table's", cases[i].n);
}

static void test_quantiles(void)
{
	static const double four[] = { 1, 2, 3, 4 };
	static const double ten[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
	static const double one[] = { 7 };
	/* 1 + (n - 1) q is the place, counted from 1: definition 7. */
	is_near(estimate_quantile(four, 4, 0.25), 1.75, 1e-12,
		"the first quartile of 1 to 4 is 1.75");
	is_near(estimate_quantile(four, 4, 0.5), 2.5, 1e-12,
		"the median of 1 to 4 is 2.5");
	is_near(estimate_quantile(ten, 10, 0.9), 9.1, 1e-12,
		"the ninth decile of 1 to 10 is 9.1");
	is_near(estimate_quantile(ten, 10, 0.0), 1.0, 0.0,
		"quantile 0 is the least");
	is_near(estimate_quantile(ten, 10, 1.0), 10.0, 0.0,
		"quantile 1 is the greatest");
	is_near(estimate_quantile(one, 1, 0.3), 7.0, 0.0,
		"every quantile of one value is that value");
}

/*
 * Student 1908, additional hours of sleep: R's documentation of t.test prints
 * for these a mean of 1.58 and the interval 0.7001142 to 2.4598858.
 */
static void test_student(void)
{
	static const double sleep[] = { 1.2, 2.4, 1.3, 1.3, 0.0,
					1.0, 1.8, 0.8, 4.6, 1.4 };
	const struct estimate e = estimate_of(sleep, ARRAY_SIZE(sleep));
	is_near(e.mean.value, 1.58, 1e-12, "the mean of the sleep data is 1.58");
	is_near(e.mean.value - e.half_width.value, 0.7001142, 1e-7,
		"its interval begins where Student's does");
	is_near(e.mean.value + e.half_width.value, 2.4598858, 1e-7,
		"its interval ends where Student's does");
	is_near(e.sd.value, 1.2299955, 1e-7, "its sd divides by n - 1");
	is_near(e.cv.value, 1.2299955 / 1.58, 1e-7, "its cv is sd / mean");
	is_near(e.median.value, 1.3, 1e-12, "its median is 1.3");
	is_near(e.min.value, 0.0, 0.0, "its least is 0");
	is_near(e.max.value, 4.6, 0.0, "its greatest is 4.6");
}

/* A large mean and a small spread: sums of squares would lose it all. */
static void test_cancellation(void)
{
	static const double far[] = { 1e9 + 0.2, 1e9 + 0.1, 1e9 + 0.3 };
	const struct estimate e = estimate_of(far, 3);
	is_near(e.sd.value, 0.1, 1e-6, "a spread of 0.1 is found at 1e9");
	is_near(e.mean.value, 1e9 + 0.2, 1e-6, "and so is the mean");
}

static void test_small(void)
{
	static const double two[] = { 1.0, 3.0 };
	struct estimate e = estimate_of(NULL, 0);
	ok(!e.mean.known && !e.sd.known && !e.cv.known && !e.half_width.known &&
	   !e.median.known && !e.min.known && !e.max.known,
	   "nothing is known of an empty sample");
	e = estimate_of(two, 1);
	ok(e.mean.known && e.mean.value == 1.0 && e.median.value == 1.0,
	   "one value is its own mean and median");
	ok(!e.sd.known && !e.cv.known && !e.half_width.known,
	   "one value has no spread and no interval");
	e = estimate_of(two, 2);
	is_near(e.sd.value, sqrt(2.0), 1e-12, "two values have an sd");
	is_near(e.half_width.value, 12.7062047, 1e-6,
		"the interval of two values is as wide as t says");
}

static void test_equal(void)
{
	/* 0.1 has no exact binary form: a naive mean of ten is not 0.1. */
	static const double equal[] = { 0.1, 0.1, 0.1, 0.1, 0.1,
					0.1, 0.1, 0.1, 0.1, 0.1 };
	static const double zero[] = { 0.0, 0.0, 0.0 };
	struct estimate e = estimate_of(equal, ARRAY_SIZE(equal));
	ok(e.mean.value == 0.1, "the mean of equal values is exactly that value");
	ok(e.sd.known && e.sd.value == 0.0 && e.half_width.value == 0.0,
	   "equal values have a known spread of 0");
	e = estimate_of(zero, ARRAY_SIZE(zero));
	ok(e.mean.known && e.mean.value == 0.0 && !e.cv.known,
	   "the cv of zeros is unknown, their mean is not");
}

static void test_untouched(void)
{
	double values[] = { 3.0, 1.0, 2.0 };
	const struct estimate e = estimate_of(values, 3);
	ok(e.median.value == 2.0 && values[0] == 3.0 && values[1] == 1.0 &&
	   values[2] == 2.0, "the caller's values stay in their order");
}

#define SIDES(a, nr_a, b, nr_b) (&(struct ratio_sides){ a, b, nr_a, nr_b, RATIO_INDEPENDENT })
#define PAIRS(a, b, n) (&(struct ratio_sides){ a, b, n, n, RATIO_PAIRED })

/* Welch: means 1 and 0, variance of each mean 1, so 2 degrees of freedom. */
static void test_ratio_welch(void)
{
	const double a[] = { exp(0.0), exp(2.0) }, b[] = { exp(-1.0), exp(1.0) };
	const double same[] = { 3.0, 3.0, 3.0 };
	struct ratio r = ratio_of(SIDES(a, 2, b, 2));
	is_near(r.value.value, exp(1.0), 1e-12, "the ratio is that of geometric means");
	is_near(log(r.low.value), 1.0 - 4.302653 * sqrt(2.0), 1e-6,
		"Welch's lower bound has 2 degrees of freedom");
	is_near(log(r.high.value), 1.0 + 4.302653 * sqrt(2.0), 1e-6,
		"and so has the upper one");
	const struct ratio back = ratio_of(SIDES(b, 2, a, 2));
	is_near(back.low.value * r.high.value, 1.0, 1e-12,
		"the other way round it says the same");
	r = ratio_of(SIDES(same, 3, same, 3));
	ok(r.value.value == 1.0 && r.low.value == 1.0 && r.high.value == 1.0,
	   "without any spread ratio and interval are exactly 1");
	const double x[] = { 100, 110, 105 }, y[] = { 50, 52 };
	r = ratio_of(SIDES(x, 3, y, 2));
	is_near(r.value.value, 2.0576618, 1e-6, "samples of unlike size compare");
	is_near(r.low.value, 1.8478, 5e-4, "with their own degrees of freedom, below");
	is_near(r.high.value, 2.2913, 5e-4, "and above");
}

/* Differences 1, 2 and 3: mean 2, its standard error 1 / sqrt(3). */
static void test_ratio_paired(void)
{
	const double a[] = { exp(1.0), exp(2.0), exp(3.0) };
	const double b[] = { 1.0, 1.0, 1.0 };
	const struct ratio r = ratio_of(PAIRS(a, b, 3));
	is_near(log(r.value.value), 2.0, 1e-12, "pairs: the mean difference");
	is_near(log(r.low.value), 2.0 - 4.302653 / sqrt(3.0), 1e-6,
		"Student's lower bound has 2 degrees of freedom");
	is_near(log(r.high.value), 2.0 + 4.302653 / sqrt(3.0), 1e-6,
		"and so has the upper one");
	const struct ratio one = ratio_of(PAIRS(a, b, 1));
	ok(one.value.known && !one.low.known && !one.high.known,
	   "one pair has a ratio and no interval");
	ok(!ratio_of(PAIRS(a, b, 0)).value.known, "no pair has no ratio");
	ok(!ratio_of(SIDES(a, 0, b, 3)).value.known,
	   "nothing against something has no ratio");
	ok(!ratio_of(SIDES(a, 1, b, 3)).low.known, "one boot has no interval");
}

/* Differences are compared as they are, not as ratios. */
static void test_difference(void)
{
	const double a[] = { 5.0, 6.0, 7.0 }, b[] = { 6.0, 8.0, 10.0 };
	const struct difference d = difference_paired(a, b, 3);
	is_near(d.value.value, 2.0, 1e-12, "the difference is b less a");
	is_near(d.low.value, 2.0 - 4.302653 / sqrt(3.0), 1e-6,
		"its interval is Student's");
	ok(!difference_paired(a, b, 1).low.known && !difference_paired(a, b, 0).value.known,
	   "one pair has no interval, none has nothing");
	const double x[] = { 0.1, 0.1, 0.1 }, y[] = { 0.4, 0.4, 0.4 };
	const struct ratio r = ratio_of(PAIRS(x, y, 3));
	ok(r.low.value == r.value.value && r.high.value == r.value.value,
	   "equal ratios have no spread at all");
}

/* What no double can hold is unknown, never infinite. */
static void test_overflow(void)
{
	const double high[] = { 1e308, 1e307 }, low[] = { 1e-308, 1e-307 };
	const struct ratio r = ratio_of(SIDES(high, 2, low, 2));
	ok(!r.value.known && !r.high.known, "a ratio beyond a double is unknown");
	const struct ratio_log log = ratio_log_of(SIDES(high, 2, low, 2));
	ok(log.difference.known && ratio_p(&log).known,
	   "but its logarithm and p are known");
}

static void test_geometric(void)
{
	const double two[] = { 100, 400 }, same[] = { 0.1, 0.1, 0.1 };
	is_near(estimate_geometric_mean(two, 2), 200, 1e-9, "the geometric mean is that of ratios");
	ok(estimate_geometric_mean(same, 3) == 0.1, "equal values have themselves as geometric mean");
}

int main(void)
{
	test_geometric();
	test_difference();
	test_overflow();
	test_ratio_welch();
	test_ratio_paired();
	test_t();
	test_quantiles();
	test_student();
	test_cancellation();
	test_small();
	test_equal();
	test_untouched();
	return tap_done();
}
