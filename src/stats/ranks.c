/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/ranks.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include "base/error.h"
#include "stats/sample.h"

struct item {
	double value;
	bool of_a;
};

/* Both samples in order. */
struct order {
	struct item *item;	/* [n] */
	size_t n, nr_a, nr_b;
	double u;
	double ties;		/* sum over groups of t equals: t^3 - t */
};

static int compare_items(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	return (x->value > y->value) - (x->value < y->value);
}

/* The group of equals that begins at from. Returns  where the next begins. */
static size_t order_group(struct order *order, size_t from, double *nr_b_below)
{
	double of_a = 0.0, of_b = 0.0;
	size_t i = from;
	for (; i < order->n &&
	     order->item[i].value <= order->item[from].value; i++) {
		of_a += order->item[i].of_a;
		of_b += !order->item[i].of_a;
	}
	const double t = of_a + of_b;
	order->u += of_a * (*nr_b_below + 0.5 * of_b);
	order->ties += t * t * t - t;
	*nr_b_below += of_b;
	return i;
}

static void order_items(struct order *order, const double a[], const double b[])
{
	double nr_b_below = 0.0;
	order->item = error_unless_memory(calloc(order->n, sizeof(*order->item)));
	for (size_t i = 0; i < order->nr_a; i++)
		order->item[i] = (struct item){ a[i], true };
	for (size_t i = 0; i < order->nr_b; i++)
		order->item[order->nr_a + i] = (struct item){ b[i], false };
	qsort(order->item, order->n, sizeof(*order->item), compare_items);
	for (size_t i = 0; i < order->n;)
		i = order_group(order, i, &nr_b_below);
	free(order->item);
}

/* ---- exact ---- */

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
	for (size_t j = 1; j <= order->n; j++)
		count_rank(ways, order, j);
	const double p = tail_of(ways + order->nr_a * row, row, order->u);
	free(ways);
	return real_of(p);
}

/* ---- approximate ---- */

static struct real normal_p(const struct order *order)
{
	const double n = (double)order->n;
	const double pairs = (double)order->nr_a * (double)order->nr_b;
	const double off = fabs(order->u - 0.5 * pairs);
	const double variance = pairs / 12.0 *
		(n + 1.0 - order->ties / (n * (n - 1.0)));
	if (variance <= 0.0 || off <= 0.5)
		return real_of(1.0);
	return real_of(2.0 * gsl_cdf_ugaussian_Q((off - 0.5) / sqrt(variance)));
}

struct ranks_p ranks_mann_whitney(const double a[], size_t nr_a,
				  const double b[], size_t nr_b)
{
	struct order order = { .n = nr_a + nr_b, .nr_a = nr_a, .nr_b = nr_b };
	if (nr_a == 0 || nr_b == 0 || !sample_is_finite(a, nr_a) ||
	    !sample_is_finite(b, nr_b))
		return (struct ranks_p){ 0 };
	order_items(&order, a, b);
	const bool exact = order.ties <= 0.0 && nr_a <= RANKS_MOST_COUNTED &&
			   nr_b <= RANKS_MOST_COUNTED;
	return (struct ranks_p){
		.u = order.u,
		.p = exact ? exact_p(&order) : normal_p(&order),
		.exact = exact,
	};
}
