/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/latency.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"

enum { SUB_BUCKETS = 16, SUB_BITS = 4 };

uint64_t latency_bucket_low(uint64_t ns)
{
	if (ns < SUB_BUCKETS)
		return ns;
	const int top = 63 - __builtin_clzll(ns);
	return ns >> (top - SUB_BITS) << (top - SUB_BITS);
}

static int by_stamp(const void *a, const void *b)
{
	const struct latency_touch *x = a, *y = b;
	return (x->stamp > y->stamp) - (x->stamp < y->stamp);
}

static int by_page(const void *a, const void *b)
{
	const struct latency_touch *x = a, *y = b;
	return x->page != y->page ? (x->page > y->page) - (x->page < y->page) :
				    by_stamp(a, b);
}

/* In units of the stamp. */
static double quantile(const struct latency_touch sorted[], size_t n, double q)
{
	const double rank = ceil(q * (double)n);
	const size_t i = rank < 1 ? 0 : (size_t)rank - 1;
	return sorted[i].stamp;
}

/* Of touches sorted by their stamps. */
static void fill_histogram(struct latency *latency,
			   const struct latency_touches *t)
{
	/* 32-bit stamps cannot fill more buckets than this. */
	const size_t max = (size_t)(64 - SUB_BITS + 1) * SUB_BUCKETS;
	latency->histogram = error_unless_memory(
		calloc(max, sizeof(*latency->histogram)));
	for (size_t i = 0; i < t->n; i++) {
		const uint64_t low = latency_bucket_low(
			(uint64_t)llround(t->touch[i].stamp * t->unit_ns));
		const size_t last = latency->nr_buckets;
		if (last == 0 || latency->histogram[last - 1].low != low)
			latency->histogram[latency->nr_buckets++].low = low;
		latency->histogram[latency->nr_buckets - 1].count++;
	}
}

/* Medians and maxima along the region; not a number where none was touched. */
static void fill_along(struct latency *latency, const struct latency_touches *t)
{
	struct latency_touch *const touch = t->touch;
	const size_t nr_slices = t->nr_pages < LATENCY_SLICES ? t->nr_pages :
								LATENCY_SLICES;
	latency->nr_slices = nr_slices;
	latency->along = error_unless_memory(
		calloc(nr_slices, sizeof(*latency->along)));
	for (size_t i = 0; i < nr_slices; i++)
		latency->along[i] = (struct latency_slice){ NAN, NAN };
	qsort(touch, t->n, sizeof(touch[0]), by_page);
	for (size_t from = 0, to = 0; from < t->n; from = to) {
		const uint64_t slice = (uint64_t)touch[from].page * nr_slices /
				       t->nr_pages;
		while (to < t->n &&
		       (uint64_t)touch[to].page * nr_slices / t->nr_pages == slice)
			to++;
		qsort(touch + from, to - from, sizeof(touch[0]), by_stamp);
		latency->along[slice] = (struct latency_slice){
			.median = quantile(touch + from, to - from, 0.5) * t->unit_ns,
			.max = touch[to - 1].stamp * t->unit_ns,
		};
	}
}

struct latency *latency_sum_up(const struct latency_touches *t)
{
	struct latency *latency = error_unless_memory(calloc(1, sizeof(*latency)));
	qsort(t->touch, t->n, sizeof(t->touch[0]), by_stamp);
	latency->stamp = real_of(t->stamp_ns);
	latency->min = t->touch[0].stamp * t->unit_ns;
	latency->p50 = quantile(t->touch, t->n, 0.5) * t->unit_ns;
	latency->p90 = quantile(t->touch, t->n, 0.9) * t->unit_ns;
	latency->p99 = quantile(t->touch, t->n, 0.99) * t->unit_ns;
	latency->p999 = quantile(t->touch, t->n, 0.999) * t->unit_ns;
	latency->max = t->touch[t->n - 1].stamp * t->unit_ns;
	fill_histogram(latency, t);
	fill_along(latency, t);
	return latency;
}

void latency_close(struct latency *latency)
{
	if (!latency)
		return;
	free(latency->histogram);
	free(latency->along);
	free(latency);
}
