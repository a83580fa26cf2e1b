/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the pages of a region are, as the kernel tells without touching them. A
 * source that cannot be read is unknown.
 */
#ifndef MACHINE_PAGES_H
#define MACHINE_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/known.h"

struct page_range {
	unsigned char *base;	/* page-aligned */
	size_t nr_pages, page_bytes;
};

/* Bitmaps of pages have a bit each, in words of 64. */
static inline size_t page_bits_bytes(size_t nr_pages)
{
	return (nr_pages + 63) / 64 * sizeof(uint64_t);
}

static inline bool page_bit(const uint64_t bitmap[], size_t page)
{
	return bitmap[page / 64] >> (page % 64) & 1;
}

static inline void page_bit_set(uint64_t bitmap[], size_t page)
{
	bitmap[page / 64] |= UINT64_C(1) << (page % 64);
}

struct presence {
	struct count present;	/* pages of the range that are mapped */
	uint64_t missing;	/* expected, but not mapped */
	uint64_t extra;		/* mapped, but not expected */
};

/*
 * expected  a bit a page, or NULL: no page is expected
 * Returns   counts; present is unknown where pagemap cannot be read.
 */
struct presence presence_read(const struct page_range *range,
			      const uint64_t *expected);

enum page_state { PAGE_NOWHERE, PAGE_PRESENT, PAGE_SWAPPED };

/*
 * state    [nr_pages] receives an enum page_state each
 * Errors   -errno where /proc/self/pagemap cannot be read.
 * Source   Documentation/admin-guide/mm/pagemap.rst: bits 63 and 62
 */
int page_states_read(const struct page_range *range, unsigned char state[]);

/* Present pages of a range, by NUMA node. */
struct page_nodes {
	struct count local, remote;	/* on the node asked for, on others */
	uint64_t remote_edge;		/* of the remote ones: at the edges */
};

/* So many pages at the beginning and at the end of a range. */
struct page_edges {
	size_t head, tail;
};

/* Returns counts; unknown where the kernel does not tell. */
struct page_nodes page_nodes_count(const struct page_range *range, uint32_t node,
				   const struct page_edges *edges);

/* Of the mappings inside a region, from /proc/self/smaps. */
struct region_memory {
	struct count rss_bytes;
	struct count huge_bytes;	/* mapped by PMD-sized entries */
};

struct region_memory region_memory_read(const void *base, size_t bytes);

#endif
