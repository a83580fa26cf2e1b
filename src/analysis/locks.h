/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often a page touched takes each lock of the kernel, and for how long: of the
 * records of a campaign on kernels that count it. Units are those of
 * analysis/compare.h.
 */
#ifndef ANALYSIS_LOCKS_H
#define ANALYSIS_LOCKS_H

#include <stdbool.h>
#include <stddef.h>

#include "machine/lock_stat.h"
#include "record/row.h"
#include "stats/estimate.h"

struct lock_cost {
	char *name;		/* as in machine/lock_stat.h; owned */
	double *unit[NR_LOCK_NUMBERS];	/* [nr_units] per page touched; owned */
	/* Over units; times are instructions on the exact engine, else ns. */
	struct estimate of_page[NR_LOCK_NUMBERS];
};

/* Of one cell. */
struct lock_costs {
	struct lock_cost *lock;	/* [n], those most often taken first; owned */
	size_t n;
	size_t nr_units;	/* 0: nothing was counted */
};

/*
 * The locks of a cell. A unit of which any repetition has no counts has none.
 * costs    an empty object
 * unit     [n] the repetitions of each, at least one
 */
void locks_fill(struct lock_costs *costs, const struct sample_list unit[], size_t n);
/* Accepts an empty object. */
void locks_close(struct lock_costs *costs);

/*
 * The locks from first on as one: units are added, so that it has an interval.
 * sum      its numbers are set; it has no units
 */
void locks_sum(const struct lock_costs *costs, size_t first, struct lock_cost *sum);

/* The lock of that name, or NULL. */
const struct lock_cost *locks_find(const struct lock_costs *costs, const char *name);

#endif
