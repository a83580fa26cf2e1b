/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A repetition while it runs: what its tasks share, and what was read before they
 * started. For trial.c and its parts.
 */
#ifndef FAULT_REPETITION_H
#define FAULT_REPETITION_H

#include <stddef.h>
#include <stdint.h>

#include "fault/crew.h"
#include "fault/expect.h"
#include "fault/locality.h"
#include "fault/worker.h"
#include "fault/workload.h"
#include "machine/counters.h"

struct repetition {
	const struct workload *workload;
	const struct expect_machine *machine;
	struct team *team;		/* in shared memory, as task is */
	struct task *task;		/* [nr_tasks] */
	size_t shared_bytes;
	struct crew crew;
	struct locality locality;
	uint64_t begin_ns;		/* by clock_wall_ns */
	struct system_counters counters;	/* then */
};

/*
 * Have the shared memory for a team, and read what is to be read before it starts.
 * team         its copy gets meeting points
 * interrupts   of struct crew
 * Errors       -errno; there is nothing to close then.
 */
int repetition_open(struct repetition *repetition, const struct team *team,
		    const _Atomic int *interrupts);
void repetition_close(struct repetition *repetition);

/* Map the region that tasks share, if they share one. Errors: -errno. */
int repetition_map(struct repetition *repetition);

/* An upper bound of the bytes that a repetition takes, with its region. */
uint64_t repetition_bytes(const struct workload *workload);

#endif
