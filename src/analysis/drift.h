/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cost against the time of measuring: repetitions one by one, and the means of
 * units. A unit is what one run measured on one boot.
 */
#ifndef ANALYSIS_DRIFT_H
#define ANALYSIS_DRIFT_H

#include <stdbool.h>
#include <stddef.h>

#include "record/row.h"

/* A repetition, or a unit: the means of its repetitions. */
struct drift_point {
	const struct sample *like;
	double at_s;		/* since 1970 */
	double cost;		/* ns per page touched */
	size_t nr_reps;
};

struct drift {
	struct drift_point *rep;	/* each unit's together, by time; owned */
	struct drift_point *unit;	/* by time; owned */
	size_t nr_reps, nr_units;
	double mean;			/* of the costs of repetitions; 1 of none */
};

/* Whether two repetitions have different times. */
bool drift_any(const struct records *records, const struct sample_list *samples);
/* Of the repetitions of which time and cost are known; drift_close frees it. */
struct drift drift_of(const struct records *records,
		      const struct sample_list *samples);
void drift_close(struct drift *drift);

/* The boot of a repetition, or its run where that is unknown; "": neither. */
const char *drift_boot(const struct sample *sample);
/* In percent off the mean; 0 where a clock stood still. */
double drift_off(const struct drift *drift, double cost);

/*
 * The percentages that are worth a place on the axis of some drifts: not those
 * of a few repetitions that took ten times as long. All means are in it.
 * drift    [n] at least one has repetitions
 * Source   Tukey 1977: outer fences, three quartile distances off the quartiles.
 */
struct drift_range {
	double low, high;
	size_t nr_beyond;	/* repetitions that are not in it */
};
struct drift_range drift_range(const struct drift drift[], size_t n);

#endif
