/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Permutation, ranks and bootstrap, beside published examples and figures of
 * R 4.2.2 (wilcox.test), scipy 1.10.1 (permutation_test) and numpy 1.24.2.
 */
#include <math.h>
#include <stddef.h>

#include "base/known.h"
#include "stats/diagnostics.h"
#include "tap.h"

#define SEED 42

/* ---- permutation ---- */

/*
 * Darwin's maize, in eighths of an inch: Fisher 1935, section 21, counts 863 of
 * 32768 sums as large to one side, so 1726 to both.
 */
#define SIDES(a, nr_a, b, nr_b) (&(struct ratio_sides){ a, b, nr_a, nr_b, RATIO_INDEPENDENT })

static void test_fisher(void)
{
	static const double maize[] = { 49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56,
					24, 75, 60, -48 };
	const struct diagnostics_p found =
		diagnostics_permutation_of_pairs(maize, ARRAY_SIZE(maize), SEED);
	ok(found.exact, "the signs of 15 pairs are all counted");
	is_near(found.p.value, 1726.0 / 32768.0, 1e-15,
		"p of Darwin's maize is the one Fisher counted");
}

/* Efron and Tibshirani 1993, table 2.1: survival of mice, in days. */
static const double treated[] = { 94, 197, 16, 38, 99, 141, 23 };
static const double control[] = { 52, 104, 146, 10, 51, 30, 40, 27, 46 };

static void test_mice(void)
{
	struct diagnostics_p found = diagnostics_permutation(SIDES(treated, 7, control, 9), SEED);
	ok(found.exact, "the deals of 7 and 9 are all counted");
	is_near(found.p.value, 3184.0 / 11440.0, 1e-15,
		"p of the mice is what a count in Python says");
	found = diagnostics_permutation(SIDES(control, 9, treated, 7), SEED);
	is_near(found.p.value, 3184.0 / 11440.0, 1e-15, "the other way round too");
}

static void test_drawn(void)
{
	double a[20], b[20];
	for (size_t i = 0; i < 20; i++) {
		a[i] = (double)(i * 7 % 20);
		b[i] = (double)(i * 3 % 20) + 3.0;
	}
	const struct diagnostics_p one = diagnostics_permutation(SIDES(a, 20, b, 20), SEED);
	const struct diagnostics_p two = diagnostics_permutation(SIDES(a, 20, b, 20), SEED);
	const struct diagnostics_p other = diagnostics_permutation(SIDES(a, 20, b, 20), SEED + 1);
	ok(!one.exact, "of 20 and 20 some deals are drawn");
	ok(one.p.value == two.p.value, "the same seed draws the same");
	ok(one.p.value != other.p.value, "another seed draws others");
	is_near(one.p.value, 0.1242, 0.01, "and p is near that of 200000 of scipy's");
	double far[20];
	for (size_t i = 0; i < 20; i++)
		far[i] = a[i] + 1000.0;
	is_near(diagnostics_permutation(SIDES(a, 20, far, 20), SEED).p.value,
		1.0 / (DIAGNOSTICS_DEALS + 1.0), 1e-15,
		"a p that is drawn is never 0");
	is_near(diagnostics_permutation_of_pairs(far, 20, SEED).p.value,
		1.0 / (DIAGNOSTICS_DEALS + 1.0), 1e-15, "nor is one of pairs");
}

static void test_permutation_ends(void)
{
	static const double equal[] = { 0.1, 0.1, 0.1 };
	const double bad[] = { 1.0, NAN };
	ok(diagnostics_permutation(SIDES(equal, 3, equal, 3), SEED).p.value == 1.0,
	   "equal values: every deal is as extreme");
	is_near(diagnostics_permutation(SIDES(treated, 1, control, 1), SEED).p.value, 1.0, 0.0,
		"of one and one there is nothing to deal");
	static const double low[] = { 1, 2, 3 }, high[] = { 101, 102, 103 };
	is_near(diagnostics_permutation(SIDES(low, 3, high, 3), SEED).p.value, 0.1, 1e-15,
		"of three and three no p is below a tenth");
	ok(!diagnostics_permutation(SIDES(equal, 0, equal, 3), SEED).p.known,
	   "nothing has no p");
	ok(!diagnostics_permutation(SIDES(equal, 3, bad, 2), SEED).p.known,
	   "what is no number has no p");
	ok(!diagnostics_permutation_of_pairs(bad, 2, SEED).p.known &&
	   !diagnostics_permutation_of_pairs(bad, 0, SEED).p.known, "pairs neither");
}

/* ---- ranks ---- */

/*
 * Hollander and Wolfe 1973, p. 69: permeability of membranes. R's documentation
 * prints W = 35, and p = 0.1272 to one side.
 */
static void test_hollander(void)
{
	static const double x[] = { 0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64,
				    0.73, 1.46 };
	static const double y[] = { 1.15, 0.88, 0.90, 0.74, 1.21 };
	const struct diagnostics_p found = diagnostics_mann_whitney(SIDES(x, 10, y, 5));
	ok(found.exact, "without equals U is exact");
	is_near(found.u, 35.0, 0.0, "U of the membranes is the published one");
	is_near(found.p.value, 0.254412254, 1e-9, "and so is p, twice one side");
	is_near(diagnostics_mann_whitney(SIDES(y, 5, x, 10)).p.value, 0.254412254, 1e-9,
		"the other way round it is the same");
}

static void test_ties(void)
{
	static const double a[] = { 100, 102, 99, 101, 100 };
	static const double b[] = { 98, 97, 99, 100, 98 };
	const struct diagnostics_p found = diagnostics_mann_whitney(SIDES(a, 5, b, 5));
	ok(!found.exact, "with equals p is approximate");
	is_near(found.u, 22.5, 0.0, "equals count one half");
	is_near(found.p.value, 0.0432195871738, 1e-12, "p is R's, corrected for ties");
}

static void test_large(void)
{
	double a[60], b[60];
	for (size_t i = 0; i < 60; i++) {
		a[i] = (double)i + 1.0;
		b[i] = (double)i + 1.5;
	}
	struct diagnostics_p found = diagnostics_mann_whitney(SIDES(a, 49, b, 49));
	ok(found.exact, "49 of each are counted");
	is_near(found.p.value, 0.865210357153, 1e-11, "and p is R's");
	for (size_t i = 0; i < 30; i++)
		b[i] = (double)i + 11.5;
	found = diagnostics_mann_whitney(SIDES(a, 60, b, 30));
	ok(!found.exact, "60 are not counted");
	is_near(found.p.value, 0.249644320175, 1e-11, "p is R's approximation");
}

static void test_ranks_ends(void)
{
	static const double equal[] = { 5, 5, 5, 5 };
	const double bad[] = { INFINITY, 1.0 };
	struct diagnostics_p found = diagnostics_mann_whitney(SIDES(equal, 4, equal, 4));
	ok(found.p.value == 1.0 && !found.exact, "all equal: p is 1");
	found = diagnostics_mann_whitney(SIDES(treated, 1, control, 1));
	ok(found.exact && found.p.value == 1.0, "one against one: p is 1");
	ok(!diagnostics_mann_whitney(SIDES(equal, 0, equal, 4)).p.known, "nothing has no p");
	ok(!diagnostics_mann_whitney(SIDES(equal, 4, bad, 2)).p.known,
	   "what is no number has no p");
}

/* ---- the bootstrap ---- */

static const double reps_a[] = { 100, 101, 99, 100.5, 103, 102, 103.5, 102.5,
				 98, 99, 98.5, 97.5 };
static const double reps_b[] = { 95, 96, 95.5, 94.5, 97, 98, 97.5, 96.5,
				 96, 95, 96.5, 95.2, 94, 93.5, 94.2, 95 };
static const size_t fours[] = { 4, 4, 4, 4 };
static const struct diagnostics_side arm_a = { reps_a, fours, 3 };
static const struct diagnostics_side arm_b = { reps_b, fours, 4 };

/* numpy, 2,000,000 draws: 1.0256875 to 1.0756577. */
static void test_bootstrap(void)
{
	const struct ratio r = diagnostics_bootstrap(&arm_a, &arm_b, 100000, SEED);
	is_near(r.value.value, 1.0499758527331777, 1e-12,
		"the ratio is that of the geometric means");
	is_near(r.low.value, 1.0256875, 5e-4, "the interval begins where numpy's does");
	is_near(r.high.value, 1.0756577, 5e-4, "and ends where numpy's does");
	const struct ratio again = diagnostics_bootstrap(&arm_a, &arm_b, 100000, SEED);
	ok(r.low.value == again.low.value && r.high.value == again.high.value,
	   "the same seed draws the same interval");
}

/* Of one value often repeated the mean is drawn from a normal distribution. */
static void test_many_reps(void)
{
	enum { REPS = 200, BOOTS = 4, ALL = BOOTS * REPS };
	static double cost[ALL];
	static const size_t many[BOOTS] = { REPS, REPS, REPS, REPS };
	for (size_t i = 0; i < ALL; i++) {
		const size_t boot = i / REPS;
		cost[i] = exp(0.01 * (double)boot + (i % 2 ? 0.1 : -0.1));
	}
	const struct diagnostics_side a = { cost, many, BOOTS };
	const struct ratio r = diagnostics_bootstrap(&a, &a, 100000, SEED);
	/*
	 * The variance of the difference: twice (that of 0, 1, 2, 3 percent, n as
	 * divisor, and that of a mean of 200) in four. Normal, nearly.
	 */
	const double sd = sqrt(2.0 * (1.25e-4 + 0.01 / REPS) / 4.0);
	is_near(log(r.high.value), 1.96 * sd, 2e-3 * 0.1,
		"boots of many repetitions spread as theory says, above");
	is_near(log(r.low.value), -1.96 * sd, 2e-3 * 0.1, "and below");
}

static void test_all(void)
{
	const struct diagnostics found = diagnostics_of(&arm_a, &arm_b, SEED);
	ok(found.bootstrap.low.known && found.bootstrap.low.value > 1.0,
	   "all three look at the same arms: the bootstrap");
	is_near(found.permutation.p.value, 1.0 / 35.0, 1e-15, "the permutation");
	is_near(found.mann_whitney.p.value, 2.0 / 35.0, 1e-15, "the ranks");
}

static void is_unknown(const struct diagnostics_side *a, const char *what)
{
	const struct diagnostics found = diagnostics_of(a, &arm_b, SEED);
	const struct diagnostics back = diagnostics_of(&arm_b, a, SEED);
	ok(!found.bootstrap.value.known && !found.permutation.p.known &&
	   !found.mann_whitney.p.known && !back.bootstrap.value.known,
	   "%s: all unknown", what);
}

static void test_bad_arms(void)
{
	static const size_t hole[] = { 4, 0, 4 };
	const double zero[] = { 1, 2, 0, 3 }, nan[] = { 1, 2, NAN, 3 };
	const double negative[] = { 1, 2, -3, 3 };
	is_unknown(&(struct diagnostics_side){ NULL, NULL, 0 }, "no boot");
	is_unknown(&(struct diagnostics_side){ reps_a, hole, 3 },
		   "a boot without repetition");
	is_unknown(&(struct diagnostics_side){ zero, fours, 1 }, "a cost of zero");
	is_unknown(&(struct diagnostics_side){ nan, fours, 1 }, "no number");
	is_unknown(&(struct diagnostics_side){ negative, fours, 1 },
		   "a negative cost");
	const struct diagnostics_side one = { reps_a, fours, 1 };
	const struct diagnostics found = diagnostics_of(&one, &arm_b, SEED);
	ok(found.bootstrap.value.known && !found.bootstrap.low.known,
	   "one boot has a ratio and no interval");
	ok(found.permutation.p.known && found.mann_whitney.p.known,
	   "but it can be dealt and ranked");
}

static void test_equal_arms(void)
{
	static const double equal[] = { 7, 7, 7, 7, 7, 7, 7, 7 };
	const struct diagnostics_side arm = { equal, fours, 2 };
	const struct diagnostics found = diagnostics_of(&arm, &arm, SEED);
	ok(found.bootstrap.value.value == 1.0 && found.bootstrap.low.value == 1.0 &&
	   found.bootstrap.high.value == 1.0, "equal arms: the interval is 1 to 1");
	ok(found.permutation.p.value == 1.0 && found.mann_whitney.p.value == 1.0,
	   "equal arms: p is 1");
}

int main(void)
{
	test_fisher();
	test_mice();
	test_drawn();
	test_permutation_ends();
	test_hollander();
	test_ties();
	test_large();
	test_ranks_ends();
	test_bootstrap();
	test_many_reps();
	test_all();
	test_bad_arms();
	test_equal_arms();
	return tap_done();
}
