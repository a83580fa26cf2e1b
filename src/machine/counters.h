/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the kernel counted: faults of a task, and what went on in the whole system.
 * A source that cannot be read is unknown.
 */
#ifndef MACHINE_COUNTERS_H
#define MACHINE_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/known.h"

/* Of the calling thread since it began. */
struct usage {
	uint64_t faults_minor, faults_major;
	uint64_t user_ns, system_ns;	/* tick-sampled on most kernels */
	uint64_t voluntary, involuntary;	/* context switches */
};

void usage_read(struct usage *usage);

/*
 * Whether the faults that usage_read() counts are the program's own. Valgrind and
 * ThreadSanitizer take faults too, and the kernel counts them together.
 */
bool usage_has_own_faults(void);

/* Counters of the whole system that show whether a repetition was disturbed. */
enum { SYSTEM_NUMA_HINT_FAULTS = 5, NR_SYSTEM_COUNTERS = 9 };
extern const char *const system_counter_names[NR_SYSTEM_COUNTERS];

struct system_counters {
	struct count value[NR_SYSTEM_COUNTERS];
};

void system_counters_read(struct system_counters *counters);

/* Ticks that the hypervisor gave to others, since this machine booted. */
struct count system_steal_ticks(void);

#endif
