/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether the pages of tasks are on the tasks' own NUMA nodes. Only looked at
 * where they ought to be: on a machine with several nodes that have memory, for
 * anonymous memory without a policy of its own, of tasks that are each bound to
 * the CPUs of one node; and not in classic accounting, whose times would have
 * the look in them.
 *
 * A node's share is what the slices of the tasks on it take. Where that of each
 * fits what the node had free before the window, a page elsewhere makes the
 * repetition INVALID; where one does not, pages elsewhere are a spill, which is
 * reported: what one node cannot take fills others. What the kernel migrated
 * since (automatic NUMA balancing) counts where it is found.
 *
 * A fault may map more than its own page, but never beyond the end of a page
 * table. Where two slices meet within one, its pages may be of either task's
 * node. So where faults may map several pages, remote ones in such a page table
 * are counted, and held against nobody.
 */
#ifndef FAULT_LOCALITY_H
#define FAULT_LOCALITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault/trial_result.h"
#include "fault/workload.h"
#include "machine/nodes.h"
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
 * Work out what is to be looked at, and read what the nodes have free. Call it
 * right before the tasks start.
 * Errors   -ENOMEM. locality needs no initialisation; close it.
 */
int locality_open(const struct workload *workload, struct locality *locality);
void locality_close(struct locality *locality);

/* Whether a node with that much free surely has room for a share. */
bool locality_fits(uint64_t share_bytes, const struct node_memory *memory);

/*
 * So many pages at the beginning and at the end of a task's slice are in a page
 * table that another task's slice is in too.
 */
struct page_edges locality_edges(const struct workload *workload, uint32_t task);

/* Add the pages of a task bound to node. */
void locality_add(struct locality *locality, uint32_t node,
		  const struct page_nodes *on);

/*
 * Fill in pages_local, pages_remote and spilled of a result that the gate has
 * judged, and have it INVALID where pages are not where they should be.
 */
void locality_judge(const struct locality *locality,
		    struct trial_result *result);

#endif
