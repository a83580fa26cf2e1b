/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory pressure while a program uses its memory: whether the kernel takes back
 * the pages that it mapped ahead and the program never used, or those in use.
 *
 * After the window the control group is asked to reclaim memory, in equal steps.
 * After each step the program touches all of its pages again, in the same order;
 * pages that were taken come back by major faults. A page that was never touched
 * does not come back.
 */
#ifndef FAULT_PRESSURE_H
#define FAULT_PRESSURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/known.h"
#include "fault/touch.h"
#include "machine/pages.h"

enum { PRESSURE_STEPS = 16, PRESSURE_PERCENT_MAX = 100 };

/*
 * Asks the kernel for memory of this process, or of its control group.
 * Errors   -errno; that less was taken than asked for is none.
 */
typedef int pressure_ask(uint64_t bytes);

/* What is put under pressure. */
struct pressure_plan {
	struct page_range range;
	const uint64_t *touched;	/* a bit a page */
	const struct touch_plan *touches;	/* those of the window */
	uint32_t percent;	/* of what is present, asked back in all steps */
	pressure_ask *ask;
};

/* The results; in pages unless it says otherwise. */
struct pressure {
	bool done;
	uint64_t used;		/* touched in the window */
	uint64_t unused;	/* present after it, and never touched */
	uint64_t asked_bytes;	/* of the kernel */
	/* Taken: each time that a step took one, so one may count often. */
	uint64_t used_taken, unused_taken;
	/* The same until half of the unused ones had been taken, or in all; and how
	 * many steps that were. */
	uint64_t half_used_taken, half_unused_taken, half_steps;
	uint64_t unused_gone;	/* not present in the end */
	struct count faults_major;	/* of touching again */
	uint64_t calm_ns;	/* touching again before the first step */
	uint64_t touch_ns;	/* after the steps, all of them together */
	/* What must be none: */
	uint64_t lost;		/* neither in memory nor in swap */
	uint64_t absent;	/* touched just now, and not present */
	uint64_t wrong;		/* do not hold what was written, or zeroes */
};

/*
 * Put a region under pressure. Writes to each touched page beyond its first
 * line, and reads each page in the end.
 * what     receives what could not be done, a string constant
 * Errors   -errno.
 */
int pressure_run(const struct pressure_plan *plan, struct pressure *pressure,
		 const char **what);

/*
 * Whether the results can be right; why [n] receives the reason if not.
 */
bool pressure_judge(const struct pressure *pressure, char *why, size_t n);

#endif
