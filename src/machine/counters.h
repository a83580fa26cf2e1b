/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the kernel counted: faults of a task, pages present in a region, and
 * what went on around it. A source that cannot be read is unknown.
 */
#ifndef MACHINE_COUNTERS_H
#define MACHINE_COUNTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/known.h"

/* Of the calling thread since it began. */
struct usage {
	uint64_t faults_minor, faults_major;
	uint64_t user_ns, system_ns;	/* tick-sampled on most kernels */
	uint64_t voluntary, involuntary;	/* context switches */
};

void usage_read(struct usage *usage);

/*
 * Whether the faults that usage_read() counts are the program's own. Valgrind and
 * ThreadSanitizer take faults too, and the kernel counts them together.
 */
bool usage_has_own_faults(void);

struct presence {
	struct count present;	/* pages of the region that are mapped */
	uint64_t missing;	/* expected, but not mapped */
	uint64_t extra;		/* mapped, but not expected */
};

/*
 * Look at each page of a region through /proc/self/pagemap.
 * base      first byte, page-aligned
 * nr_pages  of page_bytes each
 * expected  bitmap, a bit a page, or NULL: no page is expected
 * Returns   counts; present is unknown where pagemap cannot be read.
 */
struct presence presence_read(const void *base, size_t nr_pages,
			      size_t page_bytes, const uint64_t *expected);

/* Of the mappings inside a region, from /proc/self/smaps. */
struct region_memory {
	struct count rss_bytes;
	struct count huge_bytes;	/* mapped by PMD-sized entries */
};

struct region_memory region_memory_read(const void *base, size_t bytes);

/* Counters of the whole system that tell of a disturbed repetition. */
enum { SYSTEM_NUMA_HINT_FAULTS = 5, NR_SYSTEM_COUNTERS = 9 };
extern const char *const system_counter_names[NR_SYSTEM_COUNTERS];

struct system_counters {
	struct count value[NR_SYSTEM_COUNTERS];
};

void system_counters_read(struct system_counters *counters);

#endif
