/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/latency.h"

#include <math.h>
#include <stdlib.h>

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

static double quantile(const struct latency_touch sorted[], size_t n, double q,
		       double unit_ns)
{
	const double rank = ceil(q * (double)n);
	const size_t i = rank < 1 ? 0 : (size_t)rank - 1;
	return sorted[i].stamp * unit_ns;
}

static int fill_histogram(struct latency *latency,
			  const struct latency_touch sorted[], size_t n,
			  double unit_ns)
{
	/* 32-bit stamps cannot fill more buckets than this. */
	const size_t max = (size_t)(64 - SUB_BITS + 1) * SUB_BUCKETS;
	latency->histogram = calloc(max, sizeof(*latency->histogram));
	if (!latency->histogram)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const uint64_t low = latency_bucket_low(
			(uint64_t)llround(sorted[i].stamp * unit_ns));
		const size_t last = latency->nr_buckets;
		if (last == 0 || latency->histogram[last - 1].low != low)
			latency->histogram[latency->nr_buckets++].low = low;
		latency->histogram[latency->nr_buckets - 1].count++;
	}
	return 0;
}

static uint64_t slice_of(const struct latency *latency,
			 const struct latency_touch *touch, uint64_t nr_pages)
{
	return (uint64_t)touch->page * latency->nr_slices / nr_pages;
}

/* Medians and maxima along the region; not a number where none was touched. */
static int fill_along(struct latency *latency, struct latency_touch touch[],
		      size_t n, uint64_t nr_pages, double unit_ns)
{
	latency->nr_slices = nr_pages < LATENCY_SLICES ? nr_pages : LATENCY_SLICES;
	latency->along = calloc(latency->nr_slices, sizeof(*latency->along));
	if (!latency->along)
		return -1;
	for (size_t i = 0; i < latency->nr_slices; i++)
		latency->along[i] = (struct latency_slice){ NAN, NAN };
	qsort(touch, n, sizeof(touch[0]), by_page);
	for (size_t from = 0, to; from < n; from = to) {
		const uint64_t slice = slice_of(latency, &touch[from], nr_pages);
		for (to = from; to < n && slice_of(latency, &touch[to],
						   nr_pages) == slice; to++)
			;
		qsort(touch + from, to - from, sizeof(touch[0]), by_stamp);
		latency->along[slice] = (struct latency_slice){
			.median = quantile(touch + from, to - from, 0.5,
					      unit_ns),
			.max = touch[to - 1].stamp * unit_ns,
		};
	}
	return 0;
}

struct latency *latency_sum_up(struct latency_touch touch[], size_t n,
			       uint64_t nr_pages, double unit_ns,
			       double stamp_ns)
{
	struct latency *latency = calloc(1, sizeof(*latency));
	if (!latency)
		return NULL;
	qsort(touch, n, sizeof(touch[0]), by_stamp);
	latency->stamp = real_of(stamp_ns);
	latency->min = touch[0].stamp * unit_ns;
	latency->p50 = quantile(touch, n, 0.5, unit_ns);
	latency->p90 = quantile(touch, n, 0.9, unit_ns);
	latency->p99 = quantile(touch, n, 0.99, unit_ns);
	latency->p999 = quantile(touch, n, 0.999, unit_ns);
	latency->max = touch[n - 1].stamp * unit_ns;
	if (fill_histogram(latency, touch, n, unit_ns) != 0 ||
	    fill_along(latency, touch, n, nr_pages, unit_ns) != 0) {
		latency_close(latency);
		return NULL;
	}
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
