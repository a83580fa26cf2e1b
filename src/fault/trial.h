/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One repetition, from mapping to judgement.
 */
#ifndef FAULT_TRIAL_H
#define FAULT_TRIAL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/known.h"
#include "fault/expect.h"
#include "fault/latency.h"
#include "fault/pressure.h"
#include "fault/workload.h"
#include "machine/clock.h"	/* CLOCK_NAME: what times are read from */
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

/* What a trial needs besides its workload. */
struct trial_context {
	struct backing *backing;
	pressure_ask *ask;	/* NULL: rows want no pressure */
	const _Atomic int *interrupts;	/* 2 or more: give the repetition up */
	/* By trial_prepare: */
	struct expect_machine machine;
	bool faults_known;	/* the kernel's counts are of our own faults */
	double stamp_unit_ns;	/* 0: no row has latency */
};

/*
 * Fill in what is to be known of the machine. Call it before the first trial, and
 * again when a knob was changed.
 * latency  whether some row has it: its clock is then measured, for 20 ms
 */
void trial_prepare(struct trial_context *context, bool latency);

/*
 * Run one repetition.
 * result   filled on success; the caller frees it with trial_close
 * Errors   -errno with a message when it could not be run; -EINTR when it was
 *          given up: threads may then still be touching, and the caller must
 *          end the program soon. A repetition that ran and failed its gate is
 *          no error: result->ok is false.
 */
int trial_run(const struct workload *workload, enum role role,
	      const struct trial_context *context, struct trial_result *result,
	      struct error *err);

void trial_close(struct trial_result *result);

/* Bytes that a repetition takes at the most, of the region and beside it. */
uint64_t trial_bytes(const struct workload *workload);

#endif
