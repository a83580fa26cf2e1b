/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Experiments whose truth is known. Costs are drawn at random with a planted effect
 * and given to the functions that judge measurements; the results say how often the
 * judgement is right. Nothing is measured. The same seed gives the same figures.
 *
 * A cost is log-normal: each boot has a random level, and each of its repetitions
 * deviates from it.
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
	size_t nr_boots, nr_reps;	/* of each side; of each boot */
	double margin;			/* of the verdict */
	double precision;		/* of a sequential stop */
	double effect;			/* planted: a costs more by this; 0: A/A */
};

/* A share of hits. */
struct rate {
	size_t nr_hits, n;
	double nr_boots;	/* of each side, mean */
};

/* Its 95% interval. Source   Wilson 1927. */
void rate_interval(const struct rate *rate, double *low, double *high);

typedef struct rate experiment(const struct world *world, size_t n);

/* How many of n were judged faster or slower: */
experiment simulate_boots;	/* by the verdict on boots */
experiment simulate_pairs;	/* by the verdict on blocks with a common level */
experiment simulate_pooled;	/* by Welch's t on all repetitions, ignoring boots */
experiment simulate_permutation;	/* by p below 5% */
experiment simulate_mann_whitney;
experiment simulate_table;	/* one or more rows in a table of 8 such rows */
experiment simulate_stopped_boots;	/* by the verdict, after a sequential stop */
experiment simulate_stopped_pairs;

/*
 * How many of n found the effect. After a pilot of nr_boots the tool computes how
 * many boots are needed, and an experiment with that many follows.
 */
experiment simulate_planned;	/* with new boots only */
experiment simulate_extended;	/* with the boots of the pilot added; its verdict counts, too */
experiment simulate_planned_table;	/* in a table of 8 rows, the others without effect */

/* How many of n 95% intervals missed the truth: */
experiment simulate_stopped_mean;	/* of a mean of repetitions, after a stop */
experiment simulate_bootstrap;	/* of the ratio */

#endif
