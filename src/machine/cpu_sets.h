/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sets of CPUs, as long as the running kernel's: it may know more CPUs than a
 * cpu_set_t has bits. The program ends without memory.
 */
#ifndef MACHINE_CPU_SETS_H
#define MACHINE_CPU_SETS_H

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum { CPU_SETS_MAX = 1 << 16 };	/* CPUs that there can be */

struct cpu_sets {
	cpu_set_t **set;	/* [n], each set_bytes long; owned */
	size_t n;
	size_t set_bytes;
};

/* Add a set that is still empty. Returns  it; it stays ours. */
cpu_set_t *cpu_sets_add(struct cpu_sets *sets);
void cpu_sets_close(struct cpu_sets *sets);

/* Put a CPU into the set that was added last. */
void cpu_sets_put(struct cpu_sets *sets, size_t cpu);
/* Whether CPU, any number, is in set i. */
bool cpu_sets_has(const struct cpu_sets *sets, size_t i, size_t cpu);
/* The number of CPUs in set i. */
size_t cpu_sets_count(const struct cpu_sets *sets, size_t i);
/* The first CPU of set i from CPU from on; at the end 8 * set_bytes or more. */
size_t cpu_sets_next(const struct cpu_sets *sets, size_t i, size_t from);

/*
 * The CPUs that the calling task may use, as one set.
 * allowed  needs no initialisation; the caller closes it
 * Errors   -errno of sched_getaffinity, -EOVERFLOW: more CPUs than there are
 *          numbers for.
 */
int cpu_sets_allowed(struct cpu_sets *allowed, struct error *err);

#endif
