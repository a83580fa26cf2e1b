/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is compared: the cost of a fault, memory, what pressure did. One table: a new
 * metric is a row of it, and appears in every output.
 */
#ifndef ANALYSIS_METRIC_H
#define ANALYSIS_METRIC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/known.h"
#include "record/record.h"

/* In the order of columns. */
enum metric_id {
	METRIC_FAULT,
	METRIC_UNMAP,
	METRIC_BOTH,
	METRIC_CPU,
	METRIC_FAULTS,
	METRIC_PRESENT,
	METRIC_REMOTE,
	METRIC_TOUCH_P50,
	METRIC_TOUCH_P99,
	METRIC_TOUCH_MAX,
	METRIC_PRESSURE_UNUSED,
	METRIC_PRESSURE_TAKEN,
	METRIC_PRESSURE_GONE,
	METRIC_PRESSURE_BACK,
	METRIC_PRESSURE_ENRICHED,
	METRIC_PRESSURE_FAULTS,
	METRIC_PRESSURE_COST,
	NR_METRICS
};

/* How the values of units become one, and whether sides have a ratio of it. */
enum metric_how {
	/*
	 * Instructions or nanoseconds per page touched. Such a metric has a ratio
	 * to the first side, and a difference where units are pairs. METRIC_UNMAP is
	 * the cost of METRIC_BOTH beyond that of METRIC_FAULT, and has a difference
	 * alone.
	 */
	METRIC_COST,
	METRIC_SHARE,		/* total per page touched, over all repetitions */
	METRIC_MEAN,		/* over repetitions */
	METRIC_LONGEST,		/* of all repetitions */
	METRIC_OVER_UNITS,	/* mean over units, with half its 95% interval */
};

enum { METRIC_COUNTERS = 4 };

struct metric {
	/*
	 * For programs. Of costs the stem of several names: "fault" of
	 * fault_ns_per_page, fault_instructions_per_page, fault_ratio, fault_more;
	 * of others the name itself.
	 */
	const char *name;
	const char *word;	/* of --metric; NULL: not to be chosen */
	const char *title;	/* of its column in tables */
	const char *group;	/* of a table of its own; NULL: the main one */
	enum metric_how how;
	int decimals;		/* in tables */
	double scale;		/* tables show the value times this: 100 of percent */
	int importance;		/* 1: in every table; 2: where there is room; 0: in none */
	const char *help;	/* a sentence: what it is, in which unit */
	/* METRIC_OVER_UNITS: counters, summed over the repetitions of a unit. */
	const char *counter[METRIC_COUNTERS];
	const char *exact_counter[METRIC_COUNTERS];	/* in their place; NULL: no other */
	struct real (*of_sums)(const double sum[]);
};

extern const struct metric metrics[NR_METRICS];

/* Words of --metric, for the parser and --help; NULL-terminated. */
extern const char *const metric_words[];
/* The metric of such a word; NR_METRICS: none. */
enum metric_id metric_find(const char *word);

/* Whether it is a cost that is measured itself: it has a ratio. */
bool metric_is_measured_cost(enum metric_id metric);
/* Pages that a record stands for: imported ones are sums over repetitions. */
struct real metric_pages(const struct sample *sample);
/* The amount of a repetition, or the part-th counter that the metric is made of. */
struct real metric_amount_of(enum metric_id metric, size_t part,
			     const struct sample *sample, bool exact);
/*
 * A cost of one repetition, per page touched. Of imported tables whose pages are
 * unknown it is the inverse of the rate that was published.
 * Returns  unknown where it is not finite and above 0
 */
struct real metric_cost(enum metric_id metric, const struct sample *sample,
			bool exact);

#endif
