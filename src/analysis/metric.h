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
	 * to the first side, and a difference where units are pairs.
	 */
	METRIC_COST,
	METRIC_SHARE,		/* total over total, of all repetitions */
	METRIC_MEAN,		/* over repetitions */
	METRIC_LONGEST,		/* of all repetitions */
	METRIC_OVER_UNITS,	/* mean over units, with half its 95% interval */
};

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
};

extern const struct metric metrics[NR_METRICS];

/* Words of --metric, for the parser and --help; NULL-terminated. */
extern const char *const metric_words[];
/* The metric of such a word; NR_METRICS: none. */
enum metric_id metric_find(const char *word);

#endif
