/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long all CPUs together may have been idle in a window. Where time is
 * counted in instructions and jumps when nobody runs any (QEMU's -icount with
 * sleep=off), such a window did not measure what it says.
 */
#ifndef FAULT_IDLE_H
#define FAULT_IDLE_H

#include <stddef.h>
#include <stdint.h>

#include "fault/trial.h"

/*
 * An upper bound, from when each task began and ended and how much CPU time it
 * got: while one of them was on a CPU, not all were idle. Tasks that are bound
 * to the same CPU keep it busy in turn.
 * nr_cpus  that the tasks may use together, at least 1
 * Returns  nanoseconds; UINT64_MAX without memory.
 */
uint64_t idle_bound_ns(const struct trial_result *result, size_t nr_cpus);

/* What a bound may be by rounding and by wake-ups, for it to pass. */
uint64_t idle_allowed_ns(const struct trial_result *result);

#endif
