/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long single touches took in several repetitions together: their histograms
 * as one, and their slices of the region.
 *
 * Values are nanoseconds, or instructions where those were counted.
 */
#ifndef ANALYSIS_TOUCHES_H
#define ANALYSIS_TOUCHES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/known.h"
#include "fault/latency.h"
#include "record/row.h"

/* Whether any repetition has a histogram. */
bool touches_any(const struct sample_list *samples);

struct touches {
	struct latency_bucket *bucket;	/* ascending, each once; owned */
	size_t n;
	uint64_t nr_touches;
	size_t nr_reps;
	double max;
	struct real stamp;		/* the stamp's own cost: mean */
};

/* The histograms of all repetitions that have one; touches_close frees it. */
struct touches touches_of(const struct sample_list *samples);
void touches_close(struct touches *touches);

/* The first value that is above all of a bucket. */
double touches_bucket_end(const struct latency_bucket *bucket);
/* The value that stands for bucket i: its middle, off by 3% at most; above 0. */
double touches_bucket_middle(const struct touches *touches, size_t i);
/* The quantile: the middle of its bucket. q is 0.0 to 1.0. */
double touches_quantile(const struct touches *touches, double q);

/* ---- along the region ---- */

/*
 * The first repetition whose touches were sorted into slices, or NULL. Only
 * those that have as many slices are part of touches_slice.
 */
const struct sample *touches_sliced(const struct sample_list *samples);

struct touches_slice {
	struct real median, median_of_max, max;	/* over repetitions */
	size_t nr_reps;				/* that touched something there */
};

/* Slice i of the region. */
struct touches_slice touches_slice(const struct sample_list *samples, size_t i);

#endif
