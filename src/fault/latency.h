/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Time of single touches, from the stamps that --latency takes.
 */
#ifndef FAULT_LATENCY_H
#define FAULT_LATENCY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/known.h"

enum { LATENCY_SLICES = 1024 };

struct latency_bucket {
	uint64_t low;		/* touches of at least this, below the next */
	uint64_t count;
};

struct latency_slice {
	double median, max;	/* NaN where nothing was touched */
};

/*
 * Values are nanoseconds, or instructions where those are counted instead. The
 * stamp's own cost is part of every value; stamp tells how much it is.
 */
struct latency {
	bool in_instructions;
	struct real stamp;	/* cost of one stamp, measured on this CPU */
	double min, p50, p90, p99, p999, max;
	struct latency_bucket *histogram;	/* log-linear, empty ones left out */
	size_t nr_buckets;
	struct latency_slice *along;	/* the region in equal slices */
	size_t nr_slices;		/* at most LATENCY_SLICES */
};

/* One touch: where and how long. */
struct latency_touch {
	uint32_t page;		/* of the whole region */
	uint32_t stamp;		/* units of the stamp */
};

/* The touches of a repetition. */
struct latency_touches {
	struct latency_touch *touch;	/* [n], at least 1; sorted anew */
	size_t n;
	uint64_t nr_pages;	/* of the whole region */
	double unit_ns;		/* of a stamp */
	double stamp_ns;	/* what taking one costs */
};

/*
 * Sum up touches.
 * Returns   an object that latency_close frees; the program ends without memory.
 * Source    quantiles: Hyndman and Fan 1996, definition 1 (a value that was
 *           seen, not one between); buckets: 16 to the octave, as HDR histograms.
 */
struct latency *latency_sum_up(const struct latency_touches *touches);
void latency_close(struct latency *latency);

/* The lower bound of the bucket that ns falls into. */
uint64_t latency_bucket_low(uint64_t ns);

#endif
