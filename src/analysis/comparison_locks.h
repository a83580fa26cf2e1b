/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often a page touched takes each lock of the kernel, and for how long: of the
 * records of a campaign on kernels that count it. Units are those of
 * analysis/comparison.h.
 */
#ifndef ANALYSIS_COMPARISON_LOCKS_H
#define ANALYSIS_COMPARISON_LOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "machine/lock_stat.h"
#include "record/record.h"
#include "stats/estimate.h"
#include "analysis/comparison.h"

struct lock_cost {
	char *name;		/* as in machine/lock_stat.h; owned */
	double *unit[NR_LOCK_NUMBERS];	/* [nr_units] of a page touched; owned */
	/* Over units; times are instructions on the exact engine, else ns. */
	struct estimate of_page[NR_LOCK_NUMBERS];
};

/* Of a row and a treatment. */
struct lock_costs {
	struct lock_cost *lock;	/* [n], those most often taken first; owned */
	size_t n;
	size_t nr_units;	/* 0: nothing was counted */
};

struct comparison_locks {
	struct lock_costs *cell;	/* [n] as comparison->cell; NULL: none counted */
	size_t n;
};

/* Whether any repetition was on a kernel that counts. */
bool comparison_locks_any(const struct records *records);

/*
 * Only what is valid counts, without warm-ups; a unit of which any repetition has
 * no counts has none.
 * Returns  what comparison_locks_close frees. Without memory the program stops, as
 *          in record.h.
 */
struct comparison_locks comparison_locks_make(const struct records *records,
					      const struct comparison *comparison);
/* Accepts an empty object. */
void comparison_locks_close(struct comparison_locks *locks);

/* The lock of that name in a cell, or NULL. */
const struct lock_cost *lock_costs_find(const struct lock_costs *costs,
					const char *name);

/*
 * Whether times say anything: on the exact engine one CPU runs after the other, and
 * who holds a lock meanwhile holds it through the others' turns as well.
 */
bool comparison_locks_timed(const struct comparison *comparison, size_t row);

/* Whether a cell of that row has any. */
bool comparison_locks_of_row(const struct comparison_locks *locks,
			     const struct comparison *comparison, size_t row);

#endif
