/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One task of a repetition: pinned, ready, go, stop, looked at. The same code
 * runs in a thread and in a process; all that others see of it is in shared
 * memory.
 */
#ifndef FAULT_WORKER_H
#define FAULT_WORKER_H

#include <stdbool.h>
#include <stdint.h>

#include "fault/barrier.h"
#include "fault/pressure.h"
#include "fault/region.h"
#include "fault/workload.h"
#include "machine/counters.h"
#include "machine/pages.h"

/* A task's own: written by it, read by the others once it has ended. */
struct task {
	_Alignas(128) const struct team *team;
	uint32_t index;
	struct task_slice slice;
	int rc;			/* 0 or -errno of step */
	const char *step;	/* what failed: a string constant */
	uint64_t nr_touched;	/* pages */
	uint64_t start_ns, end_ns, cpu_ns;
	struct usage usage;	/* of the window, and of the wait for it */
	uint32_t nr_sleeps;	/* in that wait */
	struct presence before, after;
	struct region_memory memory;	/* of its own region */
	struct page_nodes on;	/* of its slice; where nodes are looked at */
	uint64_t unmapped_ns;	/* when its own region was gone */
	uint32_t *stamp;	/* [pages of slice] shared; NULL: none */
	struct pressure pressure;	/* not done: none was asked for */
	bool done;		/* the window was gone through */
};

/* Where all tasks of a repetition meet, in the order of time. */
enum meeting {
	MEET_READY,	/* where the kernel counts its locks: before it is asked */
	MEET_COUNTED,	/* until it has answered; the starter opens it */
	MEET_START,	/* the window begins */
	MEET_FINISH,	/* all have touched */
	MEET_COUNTED_AGAIN,
	MEET_LEAVE,	/* own regions: all have looked */
	MEET_GONE,	/* own regions: all have unmapped */
	NR_MEETINGS,
};

/* What all tasks of a repetition share. */
struct team {
	const struct workload *workload;
	enum role role;
	const struct backing *backing;
	struct region region;	/* the shared one, unless regions are own */
	struct barrier *meet;	/* [NR_MEETINGS] */
	bool counts_locks;
	bool looks;		/* presence is looked at: not in classic */
	bool looks_at_nodes;	/* and on which nodes pages are: fault/locality.h */
	pressure_ask *ask;	/* NULL: no pressure */
};

/* Whether each task maps its own slice. */
bool team_has_own_regions(const struct team *team);
/* Whether they unmap them together, timed: not in classic. */
bool team_unmaps(const struct team *team);

/* The kind that a role maps: the limit's is always memory to write to. */
const struct kind *team_kind(const struct team *team);

/* Run a task from pinning to its end. */
void worker_run(const struct team *team, struct task *task);

#endif
