/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory that nobody has touched.
 */
#ifndef BENCH_FRESH_H
#define BENCH_FRESH_H

#include <stddef.h>

/*
 * Map private anonymous memory of which nothing is present and which huge pages
 * stay out of. Ends with munmap.
 * Returns  NULL with errno set on failure.
 */
unsigned char *fresh_map(size_t bytes);

#endif
