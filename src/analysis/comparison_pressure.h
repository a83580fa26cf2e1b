/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What memory pressure did to a cell of a comparison: which pages were taken
 * back, those in use or those that nobody used, and what that cost.
 */
#ifndef ANALYSIS_COMPARISON_PRESSURE_H
#define ANALYSIS_COMPARISON_PRESSURE_H

#include <stdbool.h>
#include <stddef.h>

#include "record/record.h"
#include "stats/estimate.h"

enum pressure_value {
	PRESSURE_UNUSED,	/* share of what was present that nobody used */
	PRESSURE_TAKEN,		/* pages taken, a page present; asked: percent */
	PRESSURE_GONE,		/* share of the unused that were gone in the end */
	PRESSURE_BACK,		/* pages in use taken and brought back, a page used */
	/* Share of unused pages among what was taken until half of them were, against
	 * their share among what was present: 1 is by chance, above 1 they go first. */
	PRESSURE_ENRICHED,
	PRESSURE_FAULTS,	/* major faults, a page used */
	PRESSURE_COST,		/* beyond touching in calm, a page used; all steps */
	NR_PRESSURE_VALUES
};

/* Of the repetitions of a unit: pages, and instructions or ns. */
struct pressure_sums {
	double used, unused, used_taken, unused_taken, unused_gone;
	double half_used, half_unused;	/* until half of the unused were taken */
	double faults, calm, touch;
	size_t n;
	bool unknown;		/* a repetition lacked one of them */
};

/* Over units. n is 0 where there was no pressure, or nothing to be said of. */
struct comparison_pressure {
	struct real percent;	/* that was asked back; unknown: none */
	struct estimate value[NR_PRESSURE_VALUES];
};

/* A repetition more; one without pressure is none. */
void pressure_add(struct pressure_sums *sums, const struct sample *sample,
		  bool exact);

/*
 * The values of units.
 * unit     [n]; units without pressure count as none
 * Errors   without memory the program stops.
 */
void pressure_estimate(struct comparison_pressure *pressure,
		       const struct pressure_sums unit[], size_t n);

#endif
