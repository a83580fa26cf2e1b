/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tasks of a repetition as threads or processes: started, waited for,
 * stopped.
 */
#ifndef FAULT_CREW_H
#define FAULT_CREW_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "fault/worker.h"

/* A worker needs 12 KiB of stack, its libraries as much; only what is touched
 * is memory. */
enum { CREW_STACK = 64 << 10 };

struct crew {
	const struct team *team;
	struct task *task;		/* [nr_tasks] in shared memory */
	const _Atomic int *interrupts;	/* 2 or more: give up; may be NULL */
	uint32_t nr_started;
	bool abandoned;			/* given up: threads may still touch */
	/* Of lock_stat_open(), where locks are counted; the owner of the crew
	 * closes them. */
	int locks_before, locks_after;
	pthread_t *thread;		/* while it runs; threads */
	pid_t *child;			/* while it runs; processes; 0: reaped */
};

/*
 * Start all tasks and wait until they have ended.
 * Errors   -errno when one could not be started (nr_started says which). What
 *          a task itself failed at is in task->rc and task->step.
 */
int crew_run(struct crew *crew);

/*
 * What a child does first: end when its parent does, and ignore the signals that
 * ask to stop. The parent decides that.
 */
void crew_be_child(pid_t parent);

#endif
