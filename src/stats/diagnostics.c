/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/diagnostics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_combination.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_statistics_double.h>

#include "base/error.h"
#include "stats/estimate.h"

static gsl_rng *seeded(uint64_t seed)
{
	gsl_rng *random = error_unless_memory(gsl_rng_alloc(gsl_rng_mt19937));
	gsl_rng_set(random, (unsigned long)seed);
	return random;
}

static bool are_finite(const double values[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isfinite(values[i]))
			return false;
	return true;
}

static bool can_be_dealt(const struct ratio_sides *sides)
{
	return sides->nr_a > 0 && sides->nr_b > 0 && are_finite(sides->a, sides->nr_a) &&
	       are_finite(sides->b, sides->nr_b);
}

/*
 * What is dealt. With their mean taken off, the sum of those on side a alone
 * says how far apart the means are.
 */
struct deck {
	double *value;		/* [n] */
	size_t n, nr_a;
	double observed;	/* |sum| below which a deal is less extreme */
};

static double sum_of(const double values[], size_t n)
{
	double sum = 0.0;
	for (size_t i = 0; i < n; i++)
		sum += values[i];
	return sum;
}

/*
 * Sums of the same values in another order differ in their last bits: what is as
 * large but for these is as large.
 */
static double least_sum(const double values[], size_t n, double observed)
{
	double size = 0.0;
	for (size_t i = 0; i < n; i++)
		size += fabs(values[i]);
	return fabs(observed) - 1e-12 * size;
}

static struct diagnostics_p p_of(double part, double whole, bool exact)
{
	return (struct diagnostics_p){ .p = real_of(part / whole), .exact = exact };
}

/* ---- deals of two sides ---- */

static struct deck deck_open(const struct ratio_sides *sides)
{
	struct deck deck = { .n = sides->nr_a + sides->nr_b, .nr_a = sides->nr_a };
	deck.value = error_unless_memory(malloc(deck.n * sizeof(*deck.value)));
	memcpy(deck.value, sides->a, sides->nr_a * sizeof(*sides->a));
	memcpy(deck.value + sides->nr_a, sides->b, sides->nr_b * sizeof(*sides->b));
	const double mean = gsl_stats_mean(deck.value, 1, deck.n);
	for (size_t i = 0; i < deck.n; i++)
		deck.value[i] -= mean;
	deck.observed = least_sum(deck.value, deck.n,
				  sum_of(deck.value, deck.nr_a));
	return deck;
}

static struct diagnostics_p count_deals(const struct deck *deck)
{
	double nr_extreme = 0.0, nr_all = 0.0;
	gsl_combination *deal = error_unless_memory(
		gsl_combination_calloc(deck->n, deck->nr_a));
	do {
		double sum = 0.0;
		for (size_t i = 0; i < deck->nr_a; i++)
			sum += deck->value[gsl_combination_get(deal, i)];
		nr_extreme += fabs(sum) >= deck->observed;
		nr_all += 1.0;
	} while (gsl_combination_next(deal) == GSL_SUCCESS);
	gsl_combination_free(deal);
	return p_of(nr_extreme, nr_all, true);
}

static struct diagnostics_p draw_deals(struct deck *deck, uint64_t seed)
{
	double nr_extreme = 1.0;
	gsl_rng *random = seeded(seed);
	for (int i = 0; i < DIAGNOSTICS_DEALS; i++) {
		gsl_ran_shuffle(random, deck->value, deck->n, sizeof(*deck->value));
		nr_extreme += fabs(sum_of(deck->value, deck->nr_a)) >=
			      deck->observed;
	}
	gsl_rng_free(random);
	return p_of(nr_extreme, DIAGNOSTICS_DEALS + 1.0, false);
}

struct diagnostics_p diagnostics_permutation(const struct ratio_sides *sides,
					     uint64_t seed)
{
	if (!can_be_dealt(sides))
		return (struct diagnostics_p){ 0 };
	struct deck deck = deck_open(sides);
	const bool counted = gsl_sf_lnchoose((unsigned)deck.n, (unsigned)deck.nr_a) <=
			     log(DIAGNOSTICS_MOST_DEALS);
	const struct diagnostics_p p = counted ? count_deals(&deck) :
						 draw_deals(&deck, seed);
	free(deck.value);
	return p;
}

/* ---- signs of pairs ---- */

static double signed_sum(const double difference[], size_t n, uint64_t signs)
{
	double sum = 0.0;
	for (size_t i = 0; i < n; i++)
		sum += signs >> i & 1 ? -difference[i] : difference[i];
	return sum;
}

static struct diagnostics_p count_signs(const double difference[], size_t n,
					double observed)
{
	const uint64_t nr_all = UINT64_C(1) << n;
	double nr_extreme = 0.0;
	for (uint64_t signs = 0; signs < nr_all; signs++)
		nr_extreme += fabs(signed_sum(difference, n, signs)) >= observed;
	return p_of(nr_extreme, (double)nr_all, true);
}

static struct diagnostics_p draw_signs(const double difference[], size_t n,
				       double observed, uint64_t seed)
{
	double nr_extreme = 1.0;
	gsl_rng *random = seeded(seed);
	for (int draw = 0; draw < DIAGNOSTICS_DEALS; draw++) {
		double sum = 0.0;
		for (size_t i = 0; i < n; i++)
			sum += gsl_rng_uniform(random) < 0.5 ? -difference[i] :
							       difference[i];
		nr_extreme += fabs(sum) >= observed;
	}
	gsl_rng_free(random);
	return p_of(nr_extreme, DIAGNOSTICS_DEALS + 1.0, false);
}

struct diagnostics_p diagnostics_permutation_of_pairs(const double difference[], size_t n,
						      uint64_t seed)
{
	if (n == 0 || !are_finite(difference, n))
		return (struct diagnostics_p){ 0 };
	const double observed = least_sum(difference, n, sum_of(difference, n));
	if (n < 63 && UINT64_C(1) << n <= DIAGNOSTICS_MOST_DEALS)
		return count_signs(difference, n, observed);
	return draw_signs(difference, n, observed, seed);
}

/* ---- ranks ---- */

/* What the order of both sides says. */
struct order {
	size_t nr_a, nr_b;
	double u;
	double ties;		/* sum over groups of t equals: t^3 - t */
};

static double *sorted(const double values[], size_t n)
{
	double *copy = error_unless_memory(malloc(n * sizeof(*copy)));
	memcpy(copy, values, n * sizeof(*copy));
	estimate_sort(copy, n);
	return copy;
}

/* How many from i on are at most value. */
static size_t count_group(const double from[], size_t i, size_t n, double value)
{
	size_t group = 0;
	while (i + group < n && from[i + group] <= value)
		group++;
	return group;
}

/* One group of equals after the other. */
static struct order order_of(const struct ratio_sides *sides)
{
	struct order order = { .nr_a = sides->nr_a, .nr_b = sides->nr_b };
	double *a = sorted(sides->a, order.nr_a), *b = sorted(sides->b, order.nr_b);
	for (size_t i = 0, j = 0; i < order.nr_a || j < order.nr_b;) {
		const double least = j == order.nr_b ? a[i] :
				     i == order.nr_a ? b[j] : fmin(a[i], b[j]);
		const size_t of_a = count_group(a, i, order.nr_a, least);
		const size_t of_b = count_group(b, j, order.nr_b, least);
		const double t = (double)(of_a + of_b);
		order.u += (double)of_a * ((double)j + 0.5 * (double)of_b);
		order.ties += t * t * t - t;
		i += of_a;
		j += of_b;
	}
	free(a);
	free(b);
	return order;
}

/*
 * ways[k * row + u]: how many choices of k ranks have that U. The rank j, taken
 * as the k-th, has j - k values of b below it.
 */
static void count_rank(double ways[], const struct order *order, size_t j)
{
	const size_t row = order->nr_a * order->nr_b + 1;
	for (size_t k = j < order->nr_a ? j : order->nr_a; k >= 1; k--) {
		const size_t below = j - k;
		if (below > order->nr_b)
			return;
		for (size_t u = below; u < row; u++)
			ways[k * row + u] += ways[(k - 1) * row + u - below];
	}
}

/* U lies symmetric about the middle: twice the tail that it lies in. */
static double tail_of(const double ways[], size_t row, double u)
{
	double all = 0.0, tail = 0.0;
	const size_t least = (size_t)fmin(u, (double)(row - 1) - u);
	for (size_t i = 0; i < row; i++) {
		all += ways[i];
		tail += i <= least ? ways[i] : 0.0;
	}
	return fmin(2.0 * tail / all, 1.0);
}

static struct real exact_p(const struct order *order)
{
	const size_t row = order->nr_a * order->nr_b + 1;
	double *ways = error_unless_memory(
		calloc((order->nr_a + 1) * row, sizeof(*ways)));
	ways[0] = 1.0;
	for (size_t j = 1; j <= order->nr_a + order->nr_b; j++)
		count_rank(ways, order, j);
	const double p = tail_of(ways + order->nr_a * row, row, order->u);
	free(ways);
	return real_of(p);
}

static struct real normal_p(const struct order *order)
{
	const double n = (double)(order->nr_a + order->nr_b);
	const double pairs = (double)order->nr_a * (double)order->nr_b;
	const double off = fabs(order->u - 0.5 * pairs);
	const double variance = pairs / 12.0 *
		(n + 1.0 - order->ties / (n * (n - 1.0)));
	if (variance <= 0.0 || off <= 0.5)
		return real_of(1.0);
	return real_of(2.0 * gsl_cdf_ugaussian_Q((off - 0.5) / sqrt(variance)));
}

struct diagnostics_p diagnostics_mann_whitney(const struct ratio_sides *sides)
{
	if (!can_be_dealt(sides))
		return (struct diagnostics_p){ 0 };
	const struct order order = order_of(sides);
	const bool exact = order.ties <= 0.0 && order.nr_a <= DIAGNOSTICS_MOST_RANKS &&
			   order.nr_b <= DIAGNOSTICS_MOST_RANKS;
	return (struct diagnostics_p){
		.p = exact ? exact_p(&order) : normal_p(&order),
		.exact = exact, .u = order.u,
	};
}

/* ---- the bootstrap ---- */

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
	struct boot boot = { .log = log, .n = n, .mean = gsl_stats_mean(log, 1, n) };
	boot.error = sqrt(gsl_stats_tss_m(log, 1, n, boot.mean)) / (double)n;
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
		.value = exp_of(gsl_stats_mean(a->mean, 1, a->n) -
				gsl_stats_mean(b->mean, 1, b->n)),
	};
	if (a->n < 2 || b->n < 2)
		return ratio;
	double *drawn = error_unless_memory(calloc(nr_draws, sizeof(*drawn)));
	gsl_rng *random = seeded(seed);
	for (size_t i = 0; i < nr_draws; i++)
		drawn[i] = draw_side(a, random) - draw_side(b, random);
	estimate_sort(drawn, nr_draws);
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
		const struct ratio_sides means = { x.mean, y.mean, x.n, y.n,
						   RATIO_INDEPENDENT };
		found.permutation = diagnostics_permutation(&means, seed);
		found.mann_whitney = diagnostics_mann_whitney(&means);
	}
	side_close(&x);
	side_close(&y);
	return found;
}
