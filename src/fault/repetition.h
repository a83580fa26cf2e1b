/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A repetition while it runs: what its tasks share, what was read before they
 * started, and the tasks as threads or processes: started, waited for, stopped.
 * For trial.c.
 */
#ifndef FAULT_REPETITION_H
#define FAULT_REPETITION_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "fault/gate.h"
#include "fault/locality.h"
#include "fault/worker.h"
#include "fault/workload.h"
#include "machine/counters.h"

struct repetition {
	const struct workload *workload;
	const struct gate_machine *machine;
	struct team *team;		/* in shared memory, as task is */
	struct task *task;		/* [nr_tasks] */
	size_t shared_bytes;
	const _Atomic int *interrupts;	/* 2 or more: give up; may be NULL */
	uint32_t nr_started;
	bool abandoned;			/* given up: threads may still touch */
	/* Of lock_stat_open(), where locks are counted; the owner closes them. */
	int locks_before, locks_after;
	struct running {
		pthread_t thread;
		pid_t child;		/* of processes; 0: reaped */
	} *running;			/* [nr_tasks] while they run */
	struct locality locality;
	uint64_t begin_ns;		/* by clock_wall_ns */
	struct system_counters counters;	/* then */
};

/*
 * Have the shared memory for a team, and read what is to be read before it starts.
 * team         its copy gets meeting points
 * interrupts   of struct repetition
 * Errors       -errno; there is nothing to close then.
 */
int repetition_open(struct repetition *repetition, const struct team *team,
		    const _Atomic int *interrupts);
void repetition_close(struct repetition *repetition);

/* Map the region that tasks share, if they share one. Errors: -errno. */
int repetition_map(struct repetition *repetition);

/*
 * Start all tasks and wait until they have ended.
 * Errors   -errno when one could not be started (nr_started says which). What
 *          a task itself failed at is in task->rc and task->step.
 */
int repetition_run(struct repetition *repetition);

/*
 * What a child does first: end when its parent does, and ignore the signals that
 * ask to stop. The parent decides that.
 */
void repetition_be_child(pid_t parent);

/* An upper bound of the bytes that a repetition takes, with its region. */
uint64_t repetition_bytes(const struct workload *workload);

#endif
