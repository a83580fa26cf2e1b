/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where each page of a region is: in memory, in swap, or nowhere.
 */
#ifndef MACHINE_PAGE_STATE_H
#define MACHINE_PAGE_STATE_H

#include <stddef.h>

enum page_state { PAGE_NOWHERE, PAGE_PRESENT, PAGE_SWAPPED };

/*
 * Look at each page, touching none.
 * base     first byte, page-aligned
 * state    [nr_pages] receives an enum page_state each
 * Errors   -errno where /proc/self/pagemap cannot be read.
 * Source   Documentation/admin-guide/mm/pagemap.rst: bits 63 and 62
 */
int page_states_read(const void *base, size_t nr_pages, size_t page_bytes,
		     unsigned char state[]);

#endif
