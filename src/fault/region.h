/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The memory that is measured: one mapping, inside a reservation without
 * access, so that no neighbour merges with it and it starts at a page table's
 * boundary in every repetition.
 */
#ifndef FAULT_REGION_H
#define FAULT_REGION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault/workload.h"

struct region {
	unsigned char *base;	/* NULL: closed */
	size_t bytes;
	bool mapped;
	void *reserved;
	size_t reserved_bytes;
};

/*
 * Map it, with the advice and the memory policy of workload. No page is present.
 * Errors   -errno; *region is closed then.
 */
int region_open(const struct workload *workload, const struct mapping *mapping,
		struct region *region);

/* Unmap the memory, not the reservation: what is timed as tear-down. */
void region_unmap(struct region *region);
/* Give the rest back; accepts a closed region. */
void region_close(struct region *region);

#endif
