/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Untouched memory.
 */
#ifndef BENCH_FRESH_H
#define BENCH_FRESH_H

#include <stddef.h>

/*
 * Map private anonymous memory without huge pages, of which no page is present.
 * The caller unmaps it with munmap.
 * Returns  NULL with errno set on failure.
 */
unsigned char *fresh_map(size_t bytes);

#endif
