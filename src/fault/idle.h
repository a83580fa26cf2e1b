/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long all CPUs together may have been idle in a window. Where time is
 * counted in instructions and jumps while no CPU runs any (QEMU's -icount with
 * sleep=off), the time of such a window is wrong.
 */
#ifndef FAULT_IDLE_H
#define FAULT_IDLE_H

#include <stdint.h>

#include "fault/trial_result.h"

/*
 * An upper bound, from when each task began and ended and whether it ever waited. A
 * task that never waited was on a CPU all the time, or another task was. One that
 * waited was on a CPU at least for its CPU time.
 * Returns  nanoseconds.
 */
uint64_t idle_bound_ns(const struct trial_result *result);

/*
 * How large the bound may be in a window that never idled: between the end of one
 * task and the beginning of another, which is yet to be woken, it is not exact.
 */
uint64_t idle_allowed_ns(const struct trial_result *result);

#endif
