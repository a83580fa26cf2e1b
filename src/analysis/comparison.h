/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the records of a campaign say: for each row of it and each treatment
 * what a page costs, and how that stands to the first treatment.
 *
 * A unit is a boot, a layout or a native block: the spread between units is the
 * one that the interval is made of, never that between the repetitions in one.
 */
#ifndef ANALYSIS_COMPARISON_H
#define ANALYSIS_COMPARISON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "record/record.h"
#include "stats/ratio.h"
#include "stats/verdict.h"
#include "analysis/compare.h"
#include "analysis/comparison_pressure.h"
#include "analysis/spill.h"
#include "analysis/summary.h"

/* Costs are instructions per page touched, or nanoseconds. */
struct comparison_cell {
	const char *label;		/* of the treatment */
	bool measured;			/* it was to be, on this row */
	size_t nr_units;		/* with a valid repetition */
	/*
	 * [nr_units], in the order of rounds; owned. Geometric means over the
	 * unit's repetitions; where one boot stands for all, plain ones.
	 */
	double *fault;			/* the window */
	double *both;			/* with unmapping; NULL: unknown */
	double *round;
	/*
	 * Over units: geometric means of times, so that costs stand to each other
	 * as the ratio says; plain means of instructions, which are counts and
	 * hardly spread.
	 */
	struct real fault_cost, both_cost;
	struct real fault_mean, both_mean;	/* plain ones: of differences */
	struct ratio fault_ratio, both_ratio;	/* to the first treatment */
	/*
	 * What is said of the fault: stats/verdict.h, over all that has a spread.
	 * Where one boot stands for all there is none: the word is that of the
	 * difference, which is exact.
	 */
	enum verdict_word word;
	bool judged;			/* by its spread */
	struct real p, p_holm, detectable;
	size_t more_units;
	/* Cost beyond the first treatment's; unknown where units are no pairs. */
	struct difference fault_more, unmap_more, both_more;
	bool identical;			/* to it, to the last instruction */
	bool varies;			/* units differ */
	struct real faults_per_page, present_per_page;
	struct real remote_per_page;	/* on another node than their task */
	struct spill spill;
	struct real limit_cost, nop_cost;	/* pages zeroed; no touch */
	/* Of one touch, in what costs are in: means over repetitions; and the
	 * longest of all. Unknown where none was timed. */
	struct real touch_p50, touch_p99, touch_max;
	struct comparison_pressure pressure;
	size_t nr_samples;		/* valid repetitions, without warm-up */
	size_t nr_invalid;
	struct summary_reason reason[SUMMARY_REASONS];
	size_t nr_reasons;
	const struct sample *like;	/* a sample of it, or NULL */
};

struct comparison {
	const struct facts *run;
	const char *run_id, *engine, *unit;
	const char *part;		/* of a campaign that has several; or NULL */
	size_t nr_planned;		/* units of each treatment; or begun */
	size_t nr_reps;			/* in each */
	char **treatment, **kernel, **row;	/* texts; owned */
	/* [nr_rows] what people call rows, "": nothing; those of one name belong
	 * together. NULL: none has a name. Owned. */
	char **name;
	size_t nr_treatments, nr_rows;
	struct comparison_cell *cell;	/* [nr_rows * nr_treatments], by row */
	bool exact;			/* costs are instructions */
	/* Nothing but the layout could make a difference. */
	bool one_value;
	size_t nr_judged;		/* comparisons that the verdicts are over */
};

#endif
