/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often verdicts are wrong where the truth is known: 1000 experiments of each
 * kind with a fixed seed, more after a sequential stop, whose goal is nearer.
 * Boot sd 1%, repetition sd 0.3%. With more experiments: make bench-stats.
 */
#include <gsl/gsl_rng.h>

#include "../../bench/simulate.h"
#include "tap.h"

#define SEED 20041210

static double percent_of(const struct rate *rate)
{
	return 100.0 * (double)rate->nr_hits / (double)rate->n;
}

static double run(experiment *simulate, struct world world, size_t n)
{
	world.random = gsl_rng_alloc(gsl_rng_mt19937);
	gsl_rng_set(world.random, SEED);
	const struct rate rate = simulate(&world, n);
	gsl_rng_free(world.random);
	return percent_of(&rate);
}

/* 5 boots x 20 repetitions without an effect, judged at a margin of 1%. */
static const struct world without = {
	.boot_sd = 0.01, .rep_sd = 0.003, .nr_boots = 5, .nr_reps = 20,
	.margin = 0.01,
};

static void test_false(void)
{
	static const struct {
		const char *what;
		experiment *run;
	} cases[] = {
		{ "5 boots", simulate_boots },
		{ "any row of a table of 8", simulate_table },
		{ "permutation of boots", simulate_permutation },
		{ "ranks of boots", simulate_mann_whitney },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const double rate = run(cases[i].run, without, 1000);
		ok(rate <= 6.0, "A/A, %s: at most 6%% claim a difference (%.1f%%)",
		   cases[i].what, rate);
	}
}

/* The blocks share their luck; a margin of 1% would call all of them the same. */
static void test_pairs(void)
{
	struct world world = without;
	world.margin = 0.0;
	const double rate = run(simulate_pairs, world, 1000);
	ok(rate <= 6.0, "A/A, 5 pairs: at most 6%% claim a difference (%.1f%%)", rate);
}

/* What counts repetitions as if each had had a boot of its own. */
static void test_pooled(void)
{
	const double rate = run(simulate_pooled, without, 1000);
	ok(rate > 50.0, "A/A, Welch on all repetitions: most claim a difference (%.1f%%)",
	   rate);
}

static void test_found(void)
{
	struct world world = without;
	world.effect = world.margin = 0.02;
	double rate = run(simulate_planned, world, 1000);
	ok(rate >= 80.0, "with as many boots as asked for 2%% is found in 80%% (%.1f%%)",
	   rate);
	rate = run(simulate_extended, world, 1000);
	ok(rate >= 80.0, "with as many more as the verdict asks for, too (%.1f%%)", rate);
	rate = run(simulate_planned_table, world, 200);
	ok(rate >= 80.0, "in a table of 8 rows, too (%.1f%%)", rate);
}

static void test_stopped(void)
{
	struct world world = without;
	world.margin = 0.0;
	world.nr_reps = 1;
	world.precision = 0.01;
	double rate = run(simulate_stopped_boots, world, 10000);
	ok(rate <= 6.0, "A/A after a stop at 1%%, boots: at most 6%% (%.1f%%)", rate);
	rate = run(simulate_stopped_mean, world, 4000);
	ok(rate <= 6.0, "a mean after a stop at 1%%: at most 6%% miss (%.1f%%)", rate);
	world.rep_sd = 0.01;
	rate = run(simulate_stopped_pairs, world, 4000);
	ok(rate <= 6.0, "A/A after a stop at 1%%, pairs: at most 6%% (%.1f%%)", rate);
}

int main(void)
{
	test_false();
	test_pairs();
	test_pooled();
	test_found();
	test_stopped();
	return tap_done();
}
