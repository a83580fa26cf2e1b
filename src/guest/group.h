/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The control group that is measured in: what runs in the root group is not
 * charged for its memory, which is not what users see.
 */
#ifndef GUEST_GROUP_H
#define GUEST_GROUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/known.h"

/* Mount control groups and make ours. Returns whether it has memory accounts. */
bool group_make(void);
/* Have the calling process, and those it forks, in it. Errors: -errno. */
int group_join(void);
/*
 * Ask memory of those in it back: memory.reclaim, since Linux 5.19.
 * Errors   -errno; that less was taken than asked for is none.
 */
int group_ask(uint64_t bytes);
/* Bytes still charged to it, once nobody is in it. */
struct count group_left(void);
/* Processes in it that the kernel killed for want of memory. */
struct count group_killed(void);

#endif
