/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A campaign: which sides (a kernel, its knobs, perhaps another kind of fault) are
 * compared on which rows, by which engine and how often. Nothing here runs it.
 */
#ifndef LAB_CAMPAIGN_H
#define LAB_CAMPAIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "fault/engine.h"
#include "fault/workload.h"
#include "lab/campaign/side.h"
#include "lab/kernel/kernel.h"

struct campaign {
	const char *part;	/* of a file that has several; NULL: it has none */
	const struct engine *engine;
	enum kernel_arch arch;
	const struct campaign_side *side;	/* all against the first */
	size_t nr_sides;		/* at least 1 */
	/* As in struct job: bytes and placement are worked out where it runs. */
	const struct workload *row;
	/* [nr_rows] names of workloads, which rows may share. NULL, or NULL for a
	 * row: no name. */
	const char *const *row_name;
	size_t nr_rows;			/* at least 1 */
	/* [nr_rows * nr_sides] by row: whether it is measured on that side; on the
	 * first it always is. NULL: all are on all. */
	const bool *measured;
	uint64_t reps, warmup, seed;
	uint64_t limit_reps;	/* of the limit and of the empty loop, each */
	uint32_t rounds;	/* boots, layouts or blocks of each side */
	/* Not 0: rounds are the least; more follow, up to this number, until the
	 * caller of runner_run has enough. */
	uint32_t rounds_most;
	bool layouts;		/* exact: each round is another layout */
	uint64_t memory_bytes;	/* of the guest */
	uint64_t swap_bytes;	/* 0: it has none */
	uint32_t cpus, nodes;	/* cpus: the most that a set has */
	bool cpus_given;	/* all sets have that many */
	double boot_limit_s;
};

bool campaign_measures(const struct campaign *campaign, size_t row,
		       size_t side);
/* A row as a side measures it. */
struct workload campaign_workload(const struct campaign *campaign, size_t row,
				  size_t side);

/*
 * Rows of the same name, or of none, that are measured on the same sides are one
 * set, and have boots of their own: each side of a set goes through the same rows
 * in the same order, as a row may change how the next one finds memory. A set is
 * known by its first row.
 */
size_t campaign_set(const struct campaign *campaign, size_t row);
/* Whether there is a boot of that side for the set of that first row. */
bool campaign_has_boot(const struct campaign *campaign, size_t side,
		       size_t set);
/* CPUs of the guest for a set. */
uint32_t campaign_set_cpus(const struct campaign *campaign, size_t set);
/* "2 CPUs", or where sets differ "1 to 8 CPUs"; text [n], 40 bytes are enough. */
const char *campaign_cpus_text(const struct campaign *campaign, char *text,
			       size_t n);

/* "boot", "layout" or "block": what a round is, and the interval is over. */
const char *campaign_unit(const struct campaign *campaign);

/* Whether time is measured, which drifts with the host. */
bool campaign_drifts(const struct campaign *campaign);

/*
 * Whether it makes sense: labels differ, rows differ, engine and sides fit.
 * Errors   -EINVAL with a message.
 */
int campaign_check(const struct campaign *campaign, struct error *err);

/* Memory that a guest needs for the rows. */
uint64_t campaign_memory(const struct campaign *campaign);
/*
 * CPUs that a guest needs: as many as there are tasks, but no more than the
 * kernels of pft kernel know.
 */
uint32_t campaign_cpus(const struct campaign *campaign);
/*
 * Seconds that one boot is expected to take on a quiet machine, as a mean of all
 * boots. It is a guess from what the engine's row expects.
 */
double campaign_expected_s(const struct campaign *campaign);

#endif
