/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/diagnostics.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "base/error.h"
#include "stats/estimate.h"
#include "stats/sample.h"

/* Of one boot, in logarithms. */
struct boot {
	const double *log;	/* [n] of its repetitions */
	size_t n;
	double mean, error;	/* error: of the mean of n drawn with replacement */
};

struct side {
	struct boot *boot;	/* [n] */
	double *log;		/* of all repetitions */
	double *mean;		/* [n] of the boots */
	size_t n;
};

static struct boot boot_of(const double log[], size_t n)
{
	struct boot boot = { .log = log, .n = n, .mean = sample_mean(log, n) };
	double squares = 0.0;
	for (size_t i = 0; i < n; i++)
		squares += (log[i] - boot.mean) * (log[i] - boot.mean);
	boot.error = sqrt(squares) / (double)n;
	return boot;
}

static void side_close(struct side *side)
{
	free(side->boot);
	free(side->log);
	free(side->mean);
}

/* Returns  the repetitions of all boots; 0 where the costs cannot be used. */
static size_t count_reps(const struct diagnostics_side *from)
{
	size_t total = 0;
	for (size_t i = 0; i < from->nr_boots; i++) {
		if (from->nr_reps[i] == 0)
			return 0;
		total += from->nr_reps[i];
	}
	return ratio_are_costs(from->cost, total) ? total : 0;
}

/* Returns  whether the costs can be used; side_close either way. */
static bool side_open(struct side *side, const struct diagnostics_side *from)
{
	const size_t total = count_reps(from);
	*side = (struct side){ .n = from->nr_boots };
	if (total == 0)
		return false;
	side->boot = error_unless_memory(calloc(side->n, sizeof(*side->boot)));
	side->mean = error_unless_memory(calloc(side->n, sizeof(*side->mean)));
	side->log = error_unless_memory(calloc(total, sizeof(*side->log)));
	for (size_t i = 0; i < total; i++)
		side->log[i] = log(from->cost[i]);
	const double *next = side->log;
	for (size_t i = 0; i < side->n; i++) {
		side->boot[i] = boot_of(next, from->nr_reps[i]);
		side->mean[i] = side->boot[i].mean;
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

static double draw_side(const struct side *side, gsl_rng *random)
{
	double sum = 0.0;
	for (size_t i = 0; i < side->n; i++)
		sum += draw_boot(&side->boot[gsl_rng_uniform_int(random, side->n)],
				 random);
	return sum / (double)side->n;
}

static struct real exp_of(double log)
{
	const double value = exp(log);
	return (struct real){ value, isfinite(value) && value > 0.0 };
}

static struct ratio bootstrap(const struct side *a, const struct side *b,
			      size_t nr_draws, uint64_t seed)
{
	struct ratio ratio = {
		.value = exp_of(sample_mean(a->mean, a->n) - sample_mean(b->mean, b->n)),
	};
	if (a->n < 2 || b->n < 2)
		return ratio;
	double *drawn = error_unless_memory(calloc(nr_draws, sizeof(*drawn)));
	gsl_rng *random = error_unless_memory(gsl_rng_alloc(gsl_rng_mt19937));
	gsl_rng_set(random, (unsigned long)seed);
	for (size_t i = 0; i < nr_draws; i++)
		drawn[i] = draw_side(a, random) - draw_side(b, random);
	sample_sort(drawn, nr_draws);
	ratio.low = exp_of(estimate_quantile(drawn, nr_draws, 0.025));
	ratio.high = exp_of(estimate_quantile(drawn, nr_draws, 0.975));
	gsl_rng_free(random);
	free(drawn);
	return ratio;
}

/* ---- all of them ---- */

struct ratio diagnostics_bootstrap(const struct diagnostics_side *a,
				   const struct diagnostics_side *b,
				   size_t nr_draws, uint64_t seed)
{
	struct ratio ratio = { 0 };
	struct side x, y = { 0 };
	if (side_open(&x, a) && side_open(&y, b))
		ratio = bootstrap(&x, &y, nr_draws, seed);
	side_close(&x);
	side_close(&y);
	return ratio;
}

struct diagnostics diagnostics_of(const struct diagnostics_side *a,
				  const struct diagnostics_side *b, uint64_t seed)
{
	struct diagnostics found = { 0 };
	struct side x, y = { 0 };
	if (side_open(&x, a) && side_open(&y, b)) {
		found.bootstrap = bootstrap(&x, &y, DIAGNOSTICS_DRAWS, seed);
		found.permutation = permutation_of(
			&(struct permutation_sides){ x.mean, y.mean, x.n, y.n }, seed);
		found.mann_whitney = ranks_mann_whitney(x.mean, x.n, y.mean, y.n);
	}
	side_close(&x);
	side_close(&y);
	return found;
}
