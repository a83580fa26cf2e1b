/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One row in numbers: what every table and every picture shows of it.
 */
#ifndef ANALYSIS_SUMMARY_H
#define ANALYSIS_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

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
 * reason   [n] those so far; room for SUMMARY_REASONS: further ones are not kept
 * text     lives as long as they do; NULL: none was recorded
 * Returns  n, or n + 1
 */
size_t summary_add_reason(struct summary_reason reason[SUMMARY_REASONS],
			  size_t n, const char *text);
/* "INVALID 3 of 8 repetitions: 2 x REASON; 1 x other reasons"; printable. */
void summary_print_invalid(FILE *out, size_t nr_invalid, size_t nr_valid,
			   const struct summary_reason reason[], size_t n);

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
 * Sum up a row. records holds the run records that the samples name: they say
 * how CPU time was accounted.
 * Returns  a summary that points into row and records.
 */
struct summary summary_of(const struct records *records, const struct row *row);

/*
 * The same for every row, in their order.
 * Returns  an array of rows->n the caller frees. Without memory the program
 *          stops, as in record.h.
 */
struct summary *summary_all(const struct records *records,
			    const struct rows *rows);

/* "REASON", or "2 x REASON; 1 x REASON" where there are several; printable. */
void summary_print_reasons(FILE *out, const struct summary *summary);

/* Whether a record file has anything INVALID in a row. */
bool summary_any_invalid(const struct rows *rows);

#endif
