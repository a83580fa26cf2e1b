/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The comb: memory that is free, but in no block large enough to be reported.
 *
 * A guest with free page reporting tells its host of free blocks from a certain
 * order up, and the host takes their memory away until somebody touches it. The
 * comb keeps one page in each such block and frees all others: what is measured
 * then gets pages that the host has backed and leaves alone.
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
 * Take bytes, page by page, keep one page in each block and free the others,
 * on the node of the calling thread. The allocator gives small blocks away
 * first: what is touched next comes from these.
 * Errors   -EPERM where the kernel does not show the frames of our pages (it
 *          does to root), -ENOTSUP where it would report blocks of a few
 *          pages, or -errno; *comb is closed then.
 * Source   /proc/self/pagemap: Documentation/admin-guide/mm/pagemap.rst; the
 *          order: /sys/module/page_reporting/parameters/page_reporting_order,
 *          where unknown that of a huge page.
 */
int comb_open(struct comb *comb, size_t bytes, struct error *err);
void comb_close(struct comb *comb);

/*
 * Memory that is free in such small blocks now, comb or not: where it is more
 * than is touched, the machine is combed already. Source: /proc/buddyinfo.
 */
struct count comb_already_free(void);

#endif
