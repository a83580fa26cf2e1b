/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The touch loops: the product. Between two clock readings there is nothing but
 * these. Built without sanitizers: an instrumented store would fault in shadow
 * memory.
 */
#ifndef FAULT_TOUCH_H
#define FAULT_TOUCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TOUCH_LINE_BYTES = 64 };

/* What one task touches, worked out beforehand. */
struct touch_plan {
	unsigned char *first;	/* regular: first page; irregular: page 0 */
	ptrdiff_t step_bytes;	/* regular: to the next; 0: irregular */
	size_t count;		/* pages */
	const uint32_t *page;	/* irregular: [count] page numbers, present */
	size_t page_bytes;
	bool writes;
	uint32_t cachelines;	/* touched in each page, at least 1 */
	uint32_t *stamp;	/* [count] receives the time of each touch, in
				   units of the cycle counter, at most 2^32-1;
				   present. NULL: no stamps are taken */
};

/* Touch everything in the plan. */
void touch_all(const struct touch_plan *plan);

/* The limit: zero count pages that are present, from first on. */
void touch_zero(unsigned char *first, size_t count, size_t page_bytes);

/*
 * Have the kernel make bytes from first on present and writable, in one call
 * of madvise (MADV_POPULATE_WRITE, Linux 5.14).
 * Returns  0 or -errno.
 */
int touch_populate(unsigned char *first, size_t bytes);

/*
 * Have the code of the ones above present, so that running it faults nothing.
 */
void touch_code_present(void);

#endif
