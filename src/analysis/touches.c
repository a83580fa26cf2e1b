/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/touches.h"

#include <math.h>
#include <stdlib.h>

#include "stats/estimate.h"

/* ---- histograms as one ---- */

static bool has_histogram(const struct sample *sample)
{
	const struct latency *latency = sample->latency;
	for (size_t i = 0; latency && i < latency->nr_buckets; i++)
		if (latency->histogram[i].count > 0)
			return true;
	return false;
}

bool touches_any(const struct sample_list *samples)
{
	for (size_t i = 0; i < samples->n; i++)
		if (has_histogram(samples->sample[i]))
			return true;
	return false;
}

static void add_histogram(struct touches *touches, const struct latency *latency)
{
	for (size_t i = 0; i < latency->nr_buckets; i++) {
		const struct latency_bucket *bucket = &latency->histogram[i];
		if (bucket->count == 0 ||
		    bucket->count > UINT64_MAX - touches->nr_touches)
			continue;
		touches->bucket = records_grow(touches->bucket, touches->n,
					       sizeof(*touches->bucket));
		touches->bucket[touches->n++] = *bucket;
		touches->nr_touches += bucket->count;
	}
	touches->nr_reps++;
	touches->max = fmax(touches->max, latency->max);
	touches->stamp.value += latency->stamp.value;
	touches->stamp.known = touches->stamp.known && latency->stamp.known;
}

static int by_low(const void *left, const void *right)
{
	const struct latency_bucket *a = left, *b = right;
	return (a->low > b->low) - (a->low < b->low);
}

static void join_equal(struct touches *touches)
{
	size_t n = 0;
	for (size_t i = 0; i < touches->n; i++) {
		if (n > 0 && touches->bucket[n - 1].low == touches->bucket[i].low)
			touches->bucket[n - 1].count += touches->bucket[i].count;
		else
			touches->bucket[n++] = touches->bucket[i];
	}
	touches->n = n;
}

/* The longest touch is in the last bucket, whatever a file says. */
static void clamp_max(struct touches *touches)
{
	const struct latency_bucket *last = &touches->bucket[touches->n - 1];
	/* It was rounded to find its bucket. */
	touches->max = fmin(fmax(touches->max, (double)last->low - 0.5),
			    touches_bucket_end(last));
}

struct touches touches_of(const struct sample_list *samples)
{
	struct touches touches = { .stamp.known = true };
	for (size_t i = 0; i < samples->n; i++)
		if (has_histogram(samples->sample[i]))
			add_histogram(&touches, samples->sample[i]->latency);
	if (touches.n == 0)
		return (struct touches){ 0 };
	qsort(touches.bucket, touches.n, sizeof(*touches.bucket), by_low);
	join_equal(&touches);
	clamp_max(&touches);
	touches.stamp.value /= (double)touches.nr_reps;
	return touches;
}

void touches_close(struct touches *touches)
{
	free(touches->bucket);
	*touches = (struct touches){ 0 };
}

double touches_bucket_end(const struct latency_bucket *bucket)
{
	const uint64_t low = bucket->low;
	const uint64_t wide = low < 32 ? 1 :
			      (uint64_t)1 << (63 - __builtin_clzll(low) - 4);
	return (double)low + (double)wide;
}

double touches_bucket_middle(const struct touches *touches, size_t i)
{
	const double end = touches_bucket_end(&touches->bucket[i]);
	const double low = (double)touches->bucket[i].low;
	/* Values are rounded to whole ones before they fall into a bucket. */
	const double middle = end - low <= 1 ? low : (low + end) / 2;
	/* Logarithms are taken of it, and a clock may not have moved. */
	return fmax(fmin(middle, touches->max), 0.5);
}

double touches_quantile(const struct touches *touches, double q)
{
	const double rank = ceil(q * (double)touches->nr_touches);
	uint64_t below = 0;
	for (size_t i = 0; i < touches->n; i++) {
		below += touches->bucket[i].count;
		if ((double)below >= rank)
			return touches_bucket_middle(touches, i);
	}
	return touches->max;
}

/* ---- along the region ---- */

static bool is_sliced(const struct sample *sample)
{
	return sample->latency && sample->latency->nr_slices > 1 &&
	       sample->bytes.known;
}

const struct sample *touches_sliced(const struct sample_list *samples)
{
	for (size_t i = 0; i < samples->n; i++)
		if (is_sliced(samples->sample[i]))
			return samples->sample[i];
	return NULL;
}

/* A file may have any number. */
static bool is_time(double value)
{
	return value >= 0 && value < 1e24;
}

static struct real median_of(const double values[], size_t n)
{
	return n > 0 ? estimate_of(values, n).median : (struct real){ 0 };
}

struct touches_slice touches_slice(const struct sample_list *samples, size_t i)
{
	const size_t nr_slices = touches_sliced(samples)->latency->nr_slices;
	double *median = error_unless_memory(calloc(2 * samples->n, sizeof(*median)));
	double *max = median + samples->n;
	struct touches_slice slice = { 0 };
	for (size_t j = 0; j < samples->n; j++) {
		const struct sample *sample = samples->sample[j];
		if (!is_sliced(sample) || sample->latency->nr_slices != nr_slices)
			continue;
		const struct latency_slice *of = &sample->latency->along[i];
		if (!is_time(of->median) || !is_time(of->max))
			continue;
		median[slice.nr_reps] = of->median;
		max[slice.nr_reps++] = of->max;
		slice.max = real_of(fmax(slice.max.value, of->max));
	}
	slice.median = median_of(median, slice.nr_reps);
	slice.median_of_max = median_of(max, slice.nr_reps);
	free(median);
	return slice;
}
