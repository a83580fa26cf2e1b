/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many units: beside published tables, and figures of R 4.2.2 and scipy
 * 1.10.1, which have a noncentral t of their own.
 */
#include <math.h>
#include <stddef.h>

#include "base/known.h"
#include "stats/power.h"
#include "tap.h"

/* 0.00150248 and 0.92264404757: scipy.stats.nct.cdf; others: pt, and that too. */
static void test_noncentral(void)
{
	static const struct {
		double t, freedom, off, chance;
	} cases[] = {
		{ 3, 10, 1, 0.947050861692699 },
		{ 12.7, 1, 5, 0.694699180876181 },
		{ 2.2, 5, 3, 0.225027644221739 },
		{ -1.5, 7, 1, 0.0110734550231997 },
		{ 0, 4, 1, 0.158655253931457 },
		{ 2, 1000, 2.5, 0.308537341177893 },
		{ 0.5, 2.5, -1, 0.9226440475764485 },
		{ 63, 1, 200, 0.0015024840002862 },
		{ 2, 1e5, 2.8, 0.21185626761693 },
		{ 1.97, 3e6, 2.8, 0.203269421302411 },
		{ 2.5705818, 5, 0, 0.975 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		is_near(power_noncentral_t(cases[i].t, cases[i].freedom,
					   cases[i].off), cases[i].chance, 1e-8,
			"noncentral t of %g with %g degrees of freedom, %g off",
			cases[i].t, cases[i].freedom, cases[i].off);
}

/* Two equal spreads of 1; effects are differences of logarithms. */
static const struct power_question unit = {
	.sd_a_log = 1.0, .sd_b_log = 1.0, .level = POWER_LEVEL,
};

/* Of independent units, at 5%. */
static size_t units(double sd_a, double sd_b, size_t pilot, double effect)
{
	const struct power_question question = {
		.sd_a_log = sd_a, .sd_b_log = sd_b, .level = POWER_LEVEL,
	};
	return power_units(&question, pilot, effect);
}

/*
 * R's documentation of power.t.test: n = 20, delta = 1, sd = 1: power = 0.8689528;
 * power = .90, delta = 1: n = 22.02110, so 23.
 */
static void test_published_power(void)
{
	is_near(power_of(&unit, 20, expm1(1.0)).value, 0.8689528, 1e-6,
		"twenty of each find one sd as often as published");
	ok(power_of(&unit, 22, expm1(1.0)).value < 0.90 &&
	   power_of(&unit, 23, expm1(1.0)).value > 0.90,
	   "23 of each are the first to find it in 9 of 10, as published");
	/* power.t.test(n = 20, power = .8, strict = TRUE, tol = 1e-12) */
	is_near(log1p(power_detectable(&unit, 20, 20).value), 0.909129032568, 1e-6,
		"what twenty find in 8 of 10 is R's delta");
}

/*
 * Cohen 1988, table 2.4.1, two-sided 5%, power .80: d and n. He rounds 393.4 to
 * 393; to find as much as that, it takes 394.
 */
static void test_cohen(void)
{
	static const struct {
		double d;
		size_t n;
	} cases[] = {
		{ 0.20, 394 }, { 0.50, 64 }, { 0.80, 26 }, { 1.00, 17 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		is_int(units(1.0, 1.0, 0, expm1(cases[i].d)), cases[i].n,
		       "an effect of %g sd needs %zu of each, as Cohen says",
		       cases[i].d, cases[i].n);
}

/* The same by pt and qchisq of R, one n after the other. */
static void test_pilots(void)
{
	static const struct {
		double sd_a, sd_b, effect, level;
		size_t pilot, n;
		enum ratio_design design;
	} cases[] = {
		{ 0.01, 0.01, 0.02, 0.05, 0, 6, RATIO_INDEPENDENT },
		{ 0.01, 0.01, 0.02, 0.05, 5, 9, RATIO_INDEPENDENT },
		{ 0.01, 0.01, 0.02, 0.05, 2, 19, RATIO_INDEPENDENT },
		{ 0.01, 0.02, 0.02, 0.05, 5, 22, RATIO_INDEPENDENT },
		{ 0.01, 0.00, 0.02, 0.05, 5, 8, RATIO_INDEPENDENT },
		{ 0.01, 0.01, 0.01, 0.05, 5, 29, RATIO_INDEPENDENT },
		{ 0.01, NAN, 0.01, 0.05, 5, 22, RATIO_PAIRED },
		{ 0.01, 0.01, 0.02, 0.05 / 8, 5, 14, RATIO_INDEPENDENT },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct power_question question = {
			cases[i].sd_a, cases[i].sd_b, cases[i].design,
			cases[i].level,
		};
		is_int(power_units(&question, cases[i].pilot, cases[i].effect),
		       cases[i].n, "case %zu: a pilot of %zu asks for %zu", i,
		       cases[i].pilot, cases[i].n);
	}
}

static void test_precision(void)
{
	const struct power_question equal = {
		.sd_a_log = 0.01, .sd_b_log = 0.01, .level = 0.05,
	}, unlike = {
		.sd_a_log = 0.01, .sd_b_log = 0.02, .level = 0.05,
	}, pairs = {
		.sd_a_log = 0.01, .design = RATIO_PAIRED, .level = 0.05,
	};
	is_int(power_units_precision(&equal, 0, 0.01), 10,
	       "an interval of 1%% needs 10 of each at an sd of 1%%");
	is_int(power_units_precision(&equal, 5, 0.01), 15,
	       "and 15 where that sd is of a pilot of 5");
	is_int(power_units_precision(&pairs, 0, 0.005), 18,
	       "an interval of 0.5%% needs 18 pairs");
	is_int(power_units_precision(&unlike, 5, 0.01), 40,
	       "unlike spreads need 40");
}

static void test_bad(void)
{
	static const double bad[] = { -0.01, NAN, INFINITY };
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		is_int(units(bad[i], 0.01, 5, 0.02), 0,
		       "a spread of %g asks for an unknown number", bad[i]);
		is_int(units(0.01, bad[i], 5, 0.02), 0,
		       "and so on the other side");
		is_int(units(0.01, 0.01, 5, bad[i]), 0,
		       "and so does an effect of %g", bad[i]);
		const struct power_question question = {
			.sd_a_log = 0.01, .sd_b_log = 0.01, .level = bad[i],
		};
		ok(!power_of(&question, 5, 0.02).known &&
		   !power_detectable(&question, 5, 5).known,
		   "at a level of %g nothing is known", bad[i]);
	}
	is_int(units(0.01, 0.01, 1, 0.02), 0,
	       "a pilot of one says nothing");
	is_int(units(0.01, 0.01, 5, 0.0), 0,
	       "no number finds no effect");
	ok(!power_of(&unit, 1, 0.02).known && !power_detectable(&unit, 1, 1).known,
	   "with one of each nothing is known");
}

static void test_ends(void)
{
	const struct power_question none = { .level = POWER_LEVEL };
	is_int(units(0.0, 0.0, 5, 0.02), 2,
	       "without spread two of each do");
	ok(power_of(&none, 2, 0.02).value == 1.0, "and find all there is");
	ok(power_detectable(&none, 2, 2).value == 0.0, "however small");
	is_near(power_of(&unit, 7, 0.0).value, 0.05, 0.0,
		"what is not there is found at the level");
	is_int(units(1.0, 1.0, 5, 1e-6),
	       POWER_MOST_UNITS, "there is a most number of units");
	is_int(units(1.0, 1.0, 100000, 0.01), 158973,
	       "a pilot of very many is nearly certain");
}

int main(void)
{
	test_noncentral();
	test_published_power();
	test_cohen();
	test_pilots();
	test_precision();
	test_bad();
	test_ends();
	return tap_done();
}
