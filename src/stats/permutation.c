/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/permutation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_combination.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "base/error.h"
#include "stats/sample.h"

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

static struct permutation_p p_of(double part, double whole, bool exact)
{
	return (struct permutation_p){ real_of(part / whole), exact };
}

/* ---- two samples ---- */

static struct deck deck_open(const struct permutation_sides *sides)
{
	struct deck deck = { .n = sides->nr_a + sides->nr_b, .nr_a = sides->nr_a };
	deck.value = error_unless_memory(malloc(deck.n * sizeof(*deck.value)));
	memcpy(deck.value, sides->a, sides->nr_a * sizeof(*sides->a));
	memcpy(deck.value + sides->nr_a, sides->b, sides->nr_b * sizeof(*sides->b));
	const double mean = sample_mean(deck.value, deck.n);
	for (size_t i = 0; i < deck.n; i++)
		deck.value[i] -= mean;
	deck.observed = least_sum(deck.value, deck.n,
				  sum_of(deck.value, deck.nr_a));
	return deck;
}

/* Never above limit + 1: what is more need not be known. */
static double nr_deals(size_t n, size_t k, double limit)
{
	double deals = 1.0;
	if (k > n - k)
		k = n - k;
	for (size_t i = 1; i <= k && deals <= limit; i++)
		deals = deals * (double)(n - k + i) / (double)i;
	return fmin(deals, limit + 1.0);
}

static struct permutation_p count_deals(const struct deck *deck)
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

static gsl_rng *seeded(uint64_t seed)
{
	gsl_rng *random = error_unless_memory(gsl_rng_alloc(gsl_rng_mt19937));
	gsl_rng_set(random, (unsigned long)seed);
	return random;
}

static struct permutation_p draw_deals(struct deck *deck, uint64_t seed)
{
	double nr_extreme = 1.0;
	gsl_rng *random = seeded(seed);
	for (int i = 0; i < PERMUTATION_DRAWS; i++) {
		gsl_ran_shuffle(random, deck->value, deck->n, sizeof(*deck->value));
		nr_extreme += fabs(sum_of(deck->value, deck->nr_a)) >=
			      deck->observed;
	}
	gsl_rng_free(random);
	return p_of(nr_extreme, PERMUTATION_DRAWS + 1.0, false);
}

struct permutation_p permutation_of(const struct permutation_sides *sides,
				    uint64_t seed)
{
	if (sides->nr_a == 0 || sides->nr_b == 0 ||
	    !sample_is_finite(sides->a, sides->nr_a) ||
	    !sample_is_finite(sides->b, sides->nr_b))
		return (struct permutation_p){ 0 };
	struct deck deck = deck_open(sides);
	const bool counted = nr_deals(deck.n, deck.nr_a, PERMUTATION_MOST_COUNTED) <=
			     PERMUTATION_MOST_COUNTED;
	const struct permutation_p p = counted ? count_deals(&deck) :
						 draw_deals(&deck, seed);
	free(deck.value);
	return p;
}

/* ---- pairs ---- */

static double signed_sum(const double difference[], size_t n, uint64_t signs)
{
	double sum = 0.0;
	for (size_t i = 0; i < n; i++)
		sum += signs >> i & 1 ? -difference[i] : difference[i];
	return sum;
}

static struct permutation_p count_signs(const double difference[], size_t n,
					double observed)
{
	const uint64_t nr_all = UINT64_C(1) << n;
	double nr_extreme = 0.0;
	for (uint64_t signs = 0; signs < nr_all; signs++)
		nr_extreme += fabs(signed_sum(difference, n, signs)) >= observed;
	return p_of(nr_extreme, (double)nr_all, true);
}

static struct permutation_p draw_signs(const double difference[], size_t n,
				       double observed, uint64_t seed)
{
	double nr_extreme = 1.0;
	gsl_rng *random = seeded(seed);
	for (int draw = 0; draw < PERMUTATION_DRAWS; draw++) {
		double sum = 0.0;
		for (size_t i = 0; i < n; i++)
			sum += gsl_rng_uniform(random) < 0.5 ? -difference[i] :
							       difference[i];
		nr_extreme += fabs(sum) >= observed;
	}
	gsl_rng_free(random);
	return p_of(nr_extreme, PERMUTATION_DRAWS + 1.0, false);
}

struct permutation_p permutation_of_pairs(const double difference[], size_t n,
					  uint64_t seed)
{
	if (n == 0 || !sample_is_finite(difference, n))
		return (struct permutation_p){ 0 };
	const double observed = least_sum(difference, n, sum_of(difference, n));
	if (n < 63 && UINT64_C(1) << n <= PERMUTATION_MOST_COUNTED)
		return count_signs(difference, n, observed);
	return draw_signs(difference, n, observed, seed);
}
