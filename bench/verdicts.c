/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Count how often verdicts of pft are wrong where the truth is known, for make
 * bench-stats:
 *   verdicts [EXPERIMENTS [SEED]]    10000 of each kind, seed 1
 * Nothing is measured: simulate.h draws the costs, with a boot sd of 1% and a
 * repetition sd of 0.3%.
 *
 * Exit status: 0 every goal is met, 1 one is missed, 2 misused.
 */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include <gsl/gsl_rng.h>

#include "base/size.h"

#include "simulate.h"

enum goal { NO_GOAL, AT_MOST_6, AT_LEAST_80 };

static const char *const goal_text[] = {
	[NO_GOAL] = "", [AT_MOST_6] = "  <= 6%", [AT_LEAST_80] = " >= 80%",
};

/* A kind of experiment; the default is 5 boots of 20 repetitions without an effect. */
struct kind {
	const char *heading;	/* printed above it; NULL: none */
	const char *name;
	experiment *run;
	enum goal goal;
	size_t nr_boots, nr_reps;	/* 0: 5 and 20 */
	double rep_sd;			/* 0: 0.3% */
	double margin, effect, precision;
};

static const struct kind kinds[] = {
	{ "A/A, 5 boots x 20 repetitions: a difference was claimed",
	  "verdict on boots, margin 1%", simulate_boots, AT_MOST_6, .margin = 0.01 },
	{ NULL, "verdict on boots, no margin", simulate_boots, AT_MOST_6, .nr_boots = 5 },
	{ NULL, "verdict on 5 pairs (blocks)", simulate_pairs, AT_MOST_6, .nr_boots = 5 },
	{ NULL, "verdict on 2 boots", simulate_boots, AT_MOST_6, .nr_boots = 2 },
	{ NULL, "verdict on 20 boots", simulate_boots, AT_MOST_6, .nr_boots = 20 },
	{ NULL, "any of a table of 8 rows (Holm)", simulate_table, AT_MOST_6, .nr_boots = 5 },
	{ NULL, "permutation of boots, p < 5%", simulate_permutation, AT_MOST_6, .nr_boots = 5 },
	{ NULL, "Mann-Whitney on boots, p < 5%", simulate_mann_whitney, AT_MOST_6, .nr_boots = 5 },
	{ NULL, "Welch on all repetitions, as if no boots", simulate_pooled, NO_GOAL, .nr_boots = 5 },

	{ "A planted 2% was found, with as many boots as asked for after 5",
	  "so many new boots", simulate_planned, AT_LEAST_80, .effect = 0.02 },
	{ NULL, "the 5, and more where it cannot tell", simulate_extended,
	  AT_LEAST_80, .effect = 0.02, .margin = 0.02 },
	{ NULL, "the same after 2 boots", simulate_extended, AT_LEAST_80,
	  .nr_boots = 2, .effect = 0.02, .margin = 0.02 },
	{ NULL, "in a table of 8 rows", simulate_planned_table, AT_LEAST_80,
	  .effect = 0.02 },
	{ NULL, "none planted: claimed after the second look", simulate_extended,
	  NO_GOAL, .margin = 0.02 },

	{ "A/A after a sequential stop (no margin): a difference was claimed",
	  "boots, to 2%", simulate_stopped_boots, AT_MOST_6, .precision = 0.02 },
	{ NULL, "boots, to 1%", simulate_stopped_boots, AT_MOST_6, .precision = 0.01 },
	{ NULL, "boots, to 0.8%", simulate_stopped_boots, AT_MOST_6,
	  .precision = 0.008 },
	{ NULL, "boots, to 0.5%", simulate_stopped_boots, AT_MOST_6,
	  .precision = 0.005 },
	{ NULL, "pairs, sd 1.4%, to 1%", simulate_stopped_pairs, AT_MOST_6,
	  .nr_reps = 1, .rep_sd = 0.01, .precision = 0.01 },
	{ NULL, "pairs, sd 1.4%, to 0.6%", simulate_stopped_pairs, AT_MOST_6,
	  .nr_reps = 1, .rep_sd = 0.01, .precision = 0.006 },
	{ "One mean, sd 1%, after a sequential stop: its 95% interval misses",
	  "to 0.7%", simulate_stopped_mean, AT_MOST_6, .precision = 0.007 },
	{ NULL, "to 0.5%", simulate_stopped_mean, AT_MOST_6, .precision = 0.005 },
	{ NULL, "to 0.3%", simulate_stopped_mean, AT_MOST_6, .precision = 0.003 },

	{ "The 95% interval of the hierarchical bootstrap misses",
	  "5 boots", simulate_bootstrap, NO_GOAL, .nr_boots = 5 },
	{ NULL, "20 boots", simulate_bootstrap, NO_GOAL, .nr_boots = 20 },
};

static double or_default(double value, double otherwise)
{
	return value > 0.0 ? value : otherwise;
}

static struct world world_of(const struct kind *kind, gsl_rng *random)
{
	return (struct world){
		.random = random,
		.boot_sd = 0.01,
		.rep_sd = or_default(kind->rep_sd, 0.003),
		.nr_boots = kind->nr_boots ? kind->nr_boots : 5,
		.nr_reps = kind->nr_reps ? kind->nr_reps : 20,
		.margin = kind->margin,
		.effect = kind->effect,
		.precision = kind->precision,
	};
}

static bool is_met(enum goal goal, const struct rate *rate)
{
	const double share = (double)rate->nr_hits / (double)rate->n;
	return goal == NO_GOAL || (goal == AT_MOST_6 ? share <= 0.06 : share >= 0.80);
}

/* Returns  whether its goal is met. */
static bool show(const struct kind *kind, gsl_rng *random, size_t n)
{
	const struct world world = world_of(kind, random);
	const struct rate rate = kind->run(&world, n);
	const bool met = is_met(kind->goal, &rate);
	double low, high;
	rate_interval(&rate, &low, &high);
	if (kind->heading)
		printf("\n%s\n", kind->heading);
	printf("  %-41s %6.2f%% (%5.2f to %5.2f) %5.1f%s%s\n", kind->name,
	       100.0 * (double)rate.nr_hits / (double)rate.n, 100.0 * low,
	       100.0 * high, rate.nr_boots, goal_text[kind->goal],
	       met ? "" : " missed");
	fflush(stdout);
	return met;
}

static bool show_all(size_t n, uint64_t seed)
{
	bool all_met = true;
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		gsl_rng_set(random, (unsigned long)seed);
		all_met = show(&kinds[i], random, n) && all_met;
	}
	gsl_rng_free(random);
	return all_met;
}

int main(int argc, char **argv)
{
	uint64_t n = 10000, seed = 1;
	struct error err;
	const clock_t begin = clock();
	if ((argc > 1 && number_parse(NUMBERS("EXPERIMENTS", 1, 10000000),
				      argv[1], &n, &err) != 0) ||
	    (argc > 2 && number_parse(NUMBERS("SEED", 0, UINT32_MAX), argv[2],
				      &seed, &err) != 0)) {
		fprintf(stderr, "verdicts: %s\n", err.text);
		return 2;
	}
	printf("%" PRIu64 " experiments of each kind, seed %" PRIu64
	       "; rate, its 95%% interval, boots of a side\n", n, seed);
	const bool all_met = show_all(n, seed);
	printf("\nCPU time: %.1f s\n",
	       (double)(clock() - begin) / CLOCKS_PER_SEC);
	return all_met ? 0 : 1;
}
