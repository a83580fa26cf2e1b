/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The results of a repetition, and what follows from them: what a reader should
 * know beside the numbers, and how long all CPUs may have been idle.
 */
#ifndef FAULT_TRIAL_RESULT_H
#define FAULT_TRIAL_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/known.h"
#include "fault/latency.h"
#include "fault/pressure.h"
#include "fault/workload.h"
#include "machine/counters.h"
#include "machine/lock_stat.h"

enum { TRIAL_REASON_SIZE = 256, TRIAL_REMARKS_MAX = 10 };

/* How many faults and pages the kernel must have counted: fault/gate.h. */
struct expectation {
	struct count faults_min, faults_max;	/* unknown: any number passes */
	bool no_more_pages;	/* nothing but what was touched is present */
};

/* Times are from the release of the start barrier, in nanoseconds. */
struct trial_task {
	struct count cpu;	/* bound to this one */
	uint64_t pages;
	uint64_t start_ns, end_ns, cpu_ns;
	uint64_t nr_blocked;	/* times it waited for something in the window */
	struct count faults_minor, faults_major;
};

struct trial_result {
	uint64_t wall_ns, cpu_ns;
	/* How cpu_ns splits, as far as the kernel's ticks tell; unknown when
	 * they saw nothing. */
	struct count user_ns, system_ns;
	struct count setup_ns, teardown_ns;	/* unknown in classic */
	uint64_t pages;			/* touched, all tasks together */
	struct count faults_minor, faults_major;
	struct expectation expected;
	struct count pages_present, rss_bytes;
	/* On the NUMA nodes of their tasks, and on others: fault/locality.h. */
	struct count pages_local, pages_remote;
	bool spilled;			/* the tasks' nodes had no room for them */
	uint64_t skew_ns;		/* first to last start */
	bool concurrent;		/* skew at most half the window */
	bool oversubscribed;
	uint64_t voluntary, involuntary;	/* context switches in the window */
	struct count system[NR_SYSTEM_COUNTERS];	/* differences */
	/* Of the whole system, from when all are ready to when all are done. */
	struct lock_uses locks;
	struct latency *latency;	/* NULL: not measured */
	struct pressure pressure;	/* not done: none was asked for */
	struct trial_task *task;	/* [nr_tasks] */
	uint32_t nr_tasks;
	bool ok;
	char invalid[TRIAL_REASON_SIZE];	/* "" when ok */
};

/* Accepts an empty object. */
void trial_close(struct trial_result *result);

/* Not ok, and why; unless it is so already: the first reason is the one to mend. */
void trial_reject(struct trial_result *result, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The remark about pages that had to go to other nodes: fault/locality.h. */
extern const char trial_remark_spill[];

/*
 * What a reader should know of a repetition beside its numbers.
 * remark   [TRIAL_REMARKS_MAX] receives string constants
 * Returns  how many.
 */
size_t trial_remarks(const struct workload *workload,
		     const struct trial_result *result,
		     const char *remark[TRIAL_REMARKS_MAX]);

/*
 * How long all CPUs together may have been idle in the window, in nanoseconds.
 * Where time is counted in instructions and jumps while no CPU runs any (QEMU's
 * -icount with sleep=off), the time of such a window is wrong. It is an upper
 * bound, from when each task began and ended and whether it ever waited. A task that
 * never waited was on a CPU all the time, or another task was. One that waited was
 * on a CPU at least for its CPU time.
 */
uint64_t trial_idle_bound_ns(const struct trial_result *result);

/*
 * How large the bound may be in a window that never idled: between the end of one
 * task and the beginning of another, which is yet to be woken, it is not exact.
 */
uint64_t trial_idle_allowed_ns(const struct trial_result *result);

#endif
