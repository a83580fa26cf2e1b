/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One repetition of spread: some threads touch fresh memory, with a stamp for each
 * touch. Before and after, they run a loop of arithmetic on the same CPUs.
 */
#ifndef BENCH_REP_H
#define BENCH_REP_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "machine/placement.h"

enum { REP_MAX_THREADS = 2 };

struct rep_plan {
	size_t nr_pages;	/* a multiple of REP_MAX_THREADS */
	size_t page_bytes;
	const struct placement *placement;
};

struct rep {
	uint32_t nr_threads;
	/* For each thread: from the barrier's release to its last touch. */
	double wall_ns[REP_MAX_THREADS];
	/* Time of the arithmetic on the slower CPU, without interruptions. */
	double alu_ns;
	/* [nr_pages] receives the time of each touch, in units of the stamp, one
	   thread's share behind the other; the caller's, and present */
	uint32_t *stamp;
};

/*
 * Measure one repetition.
 * nr_threads  1 to REP_MAX_THREADS
 * Errors      -errno, with a message; *rep is then of no use.
 */
int rep_measure(const struct rep_plan *plan, uint32_t nr_threads,
		struct rep *rep, struct error *err);

#endif
