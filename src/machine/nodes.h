/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * NUMA nodes by sysfs, /proc and system calls: which have memory, and how much of
 * it is free. No library: the same code runs in a guest. root: as in host.h.
 */
#ifndef MACHINE_NODES_H
#define MACHINE_NODES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/size.h"

/*
 * The nodes that have memory; none where the kernel knows of no nodes.
 * nodes    the caller closes it
 */
void nodes_with_memory(const char *root, struct list *nodes);

/*
 * Whether a page without a policy of its own comes from the node of the CPU that
 * touches it first. It does not under numactl --interleave, for example.
 */
bool nodes_are_local(void);
/* Whether the control group allows memory of a node. */
bool nodes_may_use(uint32_t node);

struct node_memory {
	uint64_t managed_bytes;	/* all that the kernel gives out */
	/*
	 * What can be allocated from it before the kernel turns to other nodes: in
	 * each zone, what is free above the low watermark and above what the zone
	 * reserves for allocations that can use no other zone.
	 * Source   mm/page_alloc.c: get_page_from_freelist() tries all zones of
	 *          all nodes at the low watermark before anything is reclaimed.
	 */
	uint64_t room_bytes;
};

/*
 * A node's memory as /proc/zoneinfo has it.
 * zoneinfo     its text
 * memory       receives it
 * Returns      whether the node is in there.
 */
bool node_memory_of(const char *zoneinfo, uint32_t node, uint64_t page_bytes,
		    struct node_memory *memory);

#endif
