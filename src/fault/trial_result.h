/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The results of a repetition.
 */
#ifndef FAULT_TRIAL_RESULT_H
#define FAULT_TRIAL_RESULT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/known.h"
#include "fault/expect.h"
#include "fault/latency.h"
#include "fault/pressure.h"
#include "machine/counters.h"
#include "machine/lock_stat.h"

enum { TRIAL_REASON_SIZE = 256 };

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

#endif
