/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How much memory a measurement may take, and what happens if it takes too much.
 */
#ifndef MACHINE_MEMORY_H
#define MACHINE_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/known.h"

/* Bytes that are free or can be reclaimed without swapping: MemAvailable, the
 * control group's room or what ulimit -v leaves, whichever is least. root: as in host.h. */
struct count memory_available(const char *root);

/*
 * What fits: what is available less 5%, at least 64 MiB less, so that the
 * machine goes on working.
 */
struct count memory_fits(const char *root);

/* Make this process and its children the OOM killer's first choice. */
void memory_first_victim(void);

/* Of a NUMA node. */
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
bool memory_of_node(const char *zoneinfo, uint32_t node, uint64_t page_bytes,
		    struct node_memory *memory);

#endif
