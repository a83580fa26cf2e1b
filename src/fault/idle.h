/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long all CPUs together may have been idle in a window. Where time is
 * counted in instructions and jumps when nobody runs any (QEMU's -icount with
 * sleep=off), such a window did not measure what it says.
 */
#ifndef FAULT_IDLE_H
#define FAULT_IDLE_H

#include <stdint.h>

#include "fault/trial_result.h"

/*
 * An upper bound, from when each task began and ended and whether it ever
 * waited: one that did not was on a CPU, or kept from it by another, all the
 * time; one that did was on a CPU for its CPU time at least.
 * Returns  nanoseconds; UINT64_MAX without memory.
 */
uint64_t idle_bound_ns(const struct trial_result *result);

/*
 * What the bound may come to in a window that never idled: between one task's
 * end and the beginning of another, which has yet to be woken, nobody can tell.
 */
uint64_t idle_allowed_ns(const struct trial_result *result);

#endif
