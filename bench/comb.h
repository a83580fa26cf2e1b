/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The comb: memory that is free, but in no block large enough to be reported.
 *
 * A guest with free page reporting reports free blocks from a certain order up to
 * its host. The host takes their memory away until the guest touches it again. The
 * comb keeps one page in each such block and frees the others. The measurement then
 * gets pages that the host has backed and does not take away.
 */
#ifndef BENCH_COMB_H
#define BENCH_COMB_H

#include <stddef.h>

#include "base/error.h"
#include "base/known.h"

struct comb {
	unsigned char *base;	/* NULL: closed */
	size_t bytes;
};

/*
 * Allocate bytes page by page on the node of the calling thread, keep one page in
 * each block and free the others. The allocator uses small blocks first, so the
 * next touches get pages of these blocks.
 * Errors   -EPERM where the kernel hides the frames of our pages (it shows them to
 *          root), -ENOTSUP where it would report blocks of a few pages, or -errno;
 *          *comb is closed then.
 * Source   /proc/self/pagemap: Documentation/admin-guide/mm/pagemap.rst; the
 *          order: /sys/module/page_reporting/parameters/page_reporting_order,
 *          or the order of a huge page if that is unknown.
 */
int comb_open(struct comb *comb, size_t bytes, struct error *err);
void comb_close(struct comb *comb);

/*
 * Memory that is free in such small blocks now, with or without a comb. If it is
 * more than what is touched, no comb is needed. Source: /proc/buddyinfo.
 */
struct count comb_already_free(void);

#endif
