/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Experiments whose truth is known: costs drawn at random with a planted effect,
 * given to the same functions that judge measurements, and how often these are
 * right. Nothing is measured. The same seed gives the same figures.
 *
 * A cost is log-normal: a boot has its own luck, and each of its repetitions has
 * some more.
 */
#ifndef BENCH_SIMULATE_H
#define BENCH_SIMULATE_H

#include <stdbool.h>
#include <stddef.h>

#include <gsl/gsl_rng.h>

#include "stats/verdict.h"

#define SIMULATE_MOST_BOOTS 400
#define SIMULATE_MOST_REPS 100

struct world {
	gsl_rng *random;
	double boot_sd, rep_sd;		/* of logarithms */
	size_t nr_boots, nr_reps;	/* of each arm; of each boot */
	double margin;			/* of the verdict */
	double precision;		/* at which a sequential stop is */
	double effect;			/* planted: a is dearer by that; 0: A/A */
};

/* So many of so many. */
struct rate {
	size_t nr_hits, n;
	double nr_boots;	/* of each arm, mean */
};

/* Its 95% interval. Source   Wilson 1927. */
void rate_interval(const struct rate *rate, double *low, double *high);

typedef struct rate experiment(const struct world *world, size_t n);

/* How many of n were said to be faster or slower: */
experiment simulate_boots;	/* by the verdict on boots */
experiment simulate_pairs;	/* by the verdict on blocks that share their luck */
experiment simulate_pooled;	/* by Welch's t on all repetitions, as if boots were none */
experiment simulate_permutation;	/* by p below 5% */
experiment simulate_mann_whitney;
experiment simulate_table;	/* in a table of 8 such rows, one or more */
experiment simulate_stopped_boots;	/* by the verdict, after a sequential stop */
experiment simulate_stopped_pairs;

/*
 * How many of n found the effect: a pilot of nr_boots is made, the tool says how
 * many are needed, and an experiment of so many is made.
 */
experiment simulate_planned;	/* with new boots alone */
experiment simulate_extended;	/* with those of the pilot, and its verdict counts */
experiment simulate_planned_table;	/* in a table of 8 rows, the others without effect */

/* How many of n 95% intervals missed the truth: */
experiment simulate_stopped_mean;	/* of a mean of repetitions, after a stop */
experiment simulate_bootstrap;	/* of the ratio */

#endif
