/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the kernel is asked for around a measurement: all its CPUs, swap, and the
 * control group that is measured in. What runs in the root group is not charged for
 * its memory, which is not what users see.
 */
#ifndef GUEST_SYSTEM_H
#define GUEST_SYSTEM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/known.h"

/*
 * Start CPUs that are there and offline. That is after a boot with maxcpus=1, as
 * kernels before Linux 6.5 need it on the exact engine: see lab/boot/emulator.c. What
 * could not be started is missed by the job, which says so.
 */
void system_start_cpus(void);

/*
 * Have the kernel swap to a compressed disk in the guest's own memory, so that there
 * is no device to wait for.
 * bytes    of what it can hold, before compression
 * Errors   -errno with a message; a kernel without one is told what it lacks.
 */
int system_make_swap(uint64_t bytes, struct error *err);

/* Mount control groups and make ours. Returns whether it has memory accounts. */
bool system_group_make(void);
/* Have the calling process, and those it forks, in it. Errors: -errno. */
int system_group_join(void);
/*
 * Ask memory of those in it back: memory.reclaim, since Linux 5.19.
 * Errors   -errno; that less was taken than asked for is none.
 */
int system_group_ask(uint64_t bytes);
/* Bytes still charged to it, once nobody is in it. */
struct count system_group_left(void);
/* Processes in it that the kernel killed for want of memory. */
struct count system_group_killed(void);

#endif
