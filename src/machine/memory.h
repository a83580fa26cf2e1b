/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How much memory a measurement may take, and what happens if it takes too much.
 */
#ifndef MACHINE_MEMORY_H
#define MACHINE_MEMORY_H

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

#endif
