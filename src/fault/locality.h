/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether the pages of tasks are on the tasks' own NUMA nodes. This is looked at
 * where they ought to be: on a machine with several nodes that have memory, for
 * anonymous memory without a policy of its own, of tasks that are each bound to
 * the CPUs of one node. In classic accounting it is not: its times would include
 * the look.
 *
 * The share of a node is what the slices of the tasks on it take. If each share fits
 * what its node had free before the window, a page on another node makes the
 * repetition INVALID. If one does not fit, pages on other nodes are a spill, which
 * is only reported: what does not fit one node fills others. Pages that the kernel
 * migrated since (automatic NUMA balancing) count where they are found.
 *
 * A fault may map more than its own page, but never beyond the end of a page
 * table. Where two slices meet within a page table, its pages may be on the node of
 * either task. So where faults may map several pages, remote pages in such a page
 * table are counted but are not an error.
 */
#ifndef FAULT_LOCALITY_H
#define FAULT_LOCALITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault/trial_result.h"
#include "fault/workload.h"
#include "machine/memory.h"
#include "machine/pages.h"

/* A node that tasks are bound to. */
struct locality_node {
	uint32_t node;
	uint64_t share_bytes;	/* slices of the tasks on it */
	struct node_memory memory;	/* before the window */
	bool memory_known;
	struct page_nodes on;	/* pages of those slices, after it */
};

struct locality {
	struct locality_node *node;	/* [n]; owned */
	size_t n;		/* 0: there is nothing to look at */
};

/*
 * Find the nodes to look at, and read what they have free. Call it right before the
 * tasks start.
 * Returns  an object that locality_close frees.
 */
struct locality locality_open(const struct workload *workload);
void locality_close(struct locality *locality);

/* Whether a node with that much free memory certainly has room for a share. */
bool locality_fits(uint64_t share_bytes, const struct node_memory *memory);

/*
 * How many pages at the beginning and at the end of a task's slice are in a page
 * table that another task's slice shares.
 */
struct page_edges locality_edges(const struct workload *workload, uint32_t task);

/* Add the pages of a task bound to node. */
void locality_add(struct locality *locality, uint32_t node,
		  const struct page_nodes *on);

/*
 * Fill in pages_local, pages_remote and spilled of a result that the gate has
 * judged. Make it INVALID if pages are not where they should be.
 */
void locality_judge(const struct locality *locality,
		    struct trial_result *result);

#endif
