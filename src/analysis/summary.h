/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One row in numbers: what every table and every picture shows of it; and what is said of
 * repetitions that are INVALID, or whose pages had no room.
 */
#ifndef ANALYSIS_SUMMARY_H
#define ANALYSIS_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>

#include "record/record.h"
#include "record/row.h"
#include "stats/estimate.h"

/* A reason and how many repetitions gave it. */
struct summary_reason {
	const char *text;	/* the record's */
	size_t n;
};

enum { SUMMARY_REASONS = 4 };

/*
 * Count one more repetition that has this reason.
 * reason   [*n] those so far; room for SUMMARY_REASONS: further ones are not kept
 * text     lives as long as they do; NULL: none was recorded
 */
void summary_add_reason(struct summary_reason reason[SUMMARY_REASONS], size_t *n,
			const char *text);

/*
 * Repetitions whose pages did not fit the NUMA nodes of their tasks, so that some are on
 * other nodes: fault/locality.h. Starts as { 0 }.
 */
struct summary_spill {
	size_t n;		/* repetitions in which there was one */
	double least, most;	/* share of the pages that was elsewhere */
};

/* Add a repetition, if there was a spill in it. */
void summary_add_spill(struct summary_spill *spill, const struct sample *sample);

/*
 * Times are in seconds, for all tasks together. They are means per repetition;
 * where sums is set they are the sums over nr_reps repetitions, as in 2004.
 * Rates are pages touched over mean (or summed) time, so that they are the same
 * either way; an imported row whose pages are unknown has those it was published
 * with. A value is known only if every valid repetition knows it.
 *
 * INVALID repetitions are counted and never averaged in. Only a published table's
 * row, which is no average of ours, keeps its numbers beside its reason.
 */
struct summary {
	const struct row *row;
	size_t n;		/* valid samples */
	uint64_t nr_reps;	/* repetitions they stand for: n, but for imports */
	size_t nr_invalid;
	struct summary_reason reason[SUMMARY_REASONS];
	size_t nr_reasons;	/* kept: the first different ones */
	bool sums;		/* classic accounting, or an imported table */

	struct real user_s, system_s, wall_s, cpu_s;
	/*
	 * User and system time were sampled on fewer than SUMMARY_TICKS clock
	 * ticks: noise, which no table may show as a figure. cpu_s holds.
	 */
	bool few_ticks;
	struct estimate wall, cpu;	/* per repetition; n = 0 for imports */
	struct real fault_per_wall_s;	/* pages touched per second of wall time */
	struct real fault_per_cpu_s;	/* pages touched per second of CPU time */
	/* 95% intervals of the rates, as a ratio to the rate: those of the means. */
	struct real wall_interval, cpu_interval;
	struct real faults_per_page;	/* minor and major, per page touched */
	struct real ns_per_page;	/* wall time; 1e9 / fault_per_wall_s */
	struct real limit_per_wall_s;	/* pages zeroed per second, nothing faulted */
	struct real limit_ratio;	/* fault_per_wall_s / limit_per_wall_s */
	struct real skew_ns;		/* mean, first to last task's first touch */
	struct real rss_bytes;		/* mean */
	struct real pages_local, pages_remote;	/* means: by node of the task */
	bool not_concurrent;		/* mean skew above half the mean window */
	bool oversubscribed;		/* in at least one repetition */
};

enum { SUMMARY_TICKS = 100 };

/*
 * Sum up every row, in their order.
 * records  have the run records that the samples name: they say how CPU time was
 *          accounted
 * Returns  an array of rows->n the caller frees, which points into rows and records.
 *          Without memory the program stops, as in record.h.
 */
struct summary *summary_all(const struct records *records,
			    const struct rows *rows);

/* Whether a record file has anything INVALID in a row. */
bool summary_any_invalid(const struct rows *rows);

#endif
