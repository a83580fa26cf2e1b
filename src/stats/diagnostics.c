/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/diagnostics.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "stats/estimate.h"

/* Of one boot, in logarithms. */
struct boot {
	const double *log;	/* [n] of its repetitions */
	size_t n;
	double mean, error;	/* error: of the mean of n drawn with replacement */
};

struct arm {
	struct boot *boot;	/* [n] */
	double *log;		/* of all repetitions */
	double *mean;		/* [n] of the boots */
	size_t n;
};

static double mean_of(const double values[], size_t n)
{
	double sum = 0.0;
	for (size_t i = 1; i < n; i++)
		sum += values[i] - values[0];
	return values[0] + sum / (double)n;
}

static struct boot boot_of(const double log[], size_t n)
{
	struct boot boot = { .log = log, .n = n, .mean = mean_of(log, n) };
	double squares = 0.0;
	for (size_t i = 0; i < n; i++)
		squares += (log[i] - boot.mean) * (log[i] - boot.mean);
	boot.error = sqrt(squares) / (double)n;
	return boot;
}

static void arm_close(struct arm *arm)
{
	free(arm->boot);
	free(arm->log);
	free(arm->mean);
}

/* Returns  the repetitions of all boots, or 0 where something is amiss. */
static size_t count_reps(const struct diagnostics_arm *from)
{
	size_t total = 0;
	for (size_t i = 0; i < from->nr_boots; i++) {
		if (from->nr_reps[i] == 0)
			return 0;
		total += from->nr_reps[i];
	}
	return ratio_are_costs(from->cost, total) ? total : 0;
}

/* Returns  false where something is amiss or memory is short; arm_close either way. */
static bool arm_open(struct arm *arm, const struct diagnostics_arm *from)
{
	const size_t total = count_reps(from);
	*arm = (struct arm){ .n = from->nr_boots };
	if (total == 0)
		return false;
	arm->boot = calloc(arm->n, sizeof(*arm->boot));
	arm->mean = calloc(arm->n, sizeof(*arm->mean));
	arm->log = calloc(total, sizeof(*arm->log));
	if (!arm->boot || !arm->mean || !arm->log)
		return false;
	for (size_t i = 0; i < total; i++)
		arm->log[i] = log(from->cost[i]);
	const double *next = arm->log;
	for (size_t i = 0; i < arm->n; i++) {
		arm->boot[i] = boot_of(next, from->nr_reps[i]);
		arm->mean[i] = arm->boot[i].mean;
		next += from->nr_reps[i];
	}
	return true;
}

/* ---- the bootstrap ---- */

static double draw_boot(const struct boot *boot, gsl_rng *random)
{
	if (boot->n > DIAGNOSTICS_FEW)
		return boot->mean + gsl_ran_gaussian_ziggurat(random, boot->error);
	double sum = 0.0;
	for (size_t i = 0; i < boot->n; i++)
		sum += boot->log[gsl_rng_uniform_int(random, boot->n)];
	return sum / (double)boot->n;
}

static double draw_arm(const struct arm *arm, gsl_rng *random)
{
	double sum = 0.0;
	for (size_t i = 0; i < arm->n; i++)
		sum += draw_boot(&arm->boot[gsl_rng_uniform_int(random, arm->n)],
				 random);
	return sum / (double)arm->n;
}

static int compare_doubles(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static struct real exp_of(double log)
{
	const double value = exp(log);
	return (struct real){ value, isfinite(value) && value > 0.0 };
}

/* drawn: [nr_draws] differences, ascending. */
static void draw_all(const struct arm *a, const struct arm *b, double drawn[],
		     size_t nr_draws, gsl_rng *random)
{
	for (size_t i = 0; i < nr_draws; i++)
		drawn[i] = draw_arm(a, random) - draw_arm(b, random);
	qsort(drawn, nr_draws, sizeof(*drawn), compare_doubles);
}

static struct ratio bootstrap(const struct arm *a, const struct arm *b,
			      size_t nr_draws, uint64_t seed)
{
	struct ratio ratio = {
		.value = exp_of(mean_of(a->mean, a->n) - mean_of(b->mean, b->n)),
	};
	if (a->n < 2 || b->n < 2)
		return ratio;
	double *drawn = calloc(nr_draws, sizeof(*drawn));
	gsl_rng *random = drawn ? gsl_rng_alloc(gsl_rng_mt19937) : NULL;
	if (random) {
		gsl_rng_set(random, (unsigned long)seed);
		draw_all(a, b, drawn, nr_draws, random);
		ratio.low = exp_of(estimate_quantile(drawn, nr_draws, 0.025));
		ratio.high = exp_of(estimate_quantile(drawn, nr_draws, 0.975));
		gsl_rng_free(random);
	}
	free(drawn);
	return ratio;
}

/* ---- all of them ---- */

struct ratio diagnostics_bootstrap(const struct diagnostics_arm *a,
				   const struct diagnostics_arm *b,
				   size_t nr_draws, uint64_t seed)
{
	struct ratio ratio = { 0 };
	struct arm x, y = { 0 };
	if (arm_open(&x, a) && arm_open(&y, b))
		ratio = bootstrap(&x, &y, nr_draws, seed);
	arm_close(&x);
	arm_close(&y);
	return ratio;
}

struct diagnostics diagnostics_of(const struct diagnostics_arm *a,
				  const struct diagnostics_arm *b, uint64_t seed)
{
	struct diagnostics found = { 0 };
	struct arm x, y = { 0 };
	if (arm_open(&x, a) && arm_open(&y, b)) {
		found.bootstrap = bootstrap(&x, &y, DIAGNOSTICS_DRAWS, seed);
		found.permutation = permutation_of(x.mean, x.n, y.mean, y.n, seed);
		found.mann_whitney = ranks_mann_whitney(x.mean, x.n, y.mean, y.n);
	}
	arm_close(&x);
	arm_close(&y);
	return found;
}
