/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/cpu_sets.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

cpu_set_t *cpu_sets_add(struct cpu_sets *sets)
{
	sets->set = error_unless_memory(
		realloc(sets->set, (sets->n + 1) * sizeof(*sets->set)));
	cpu_set_t *set = error_unless_memory(calloc(1, sets->set_bytes));
	sets->set[sets->n++] = set;
	return set;
}

void cpu_sets_close(struct cpu_sets *sets)
{
	for (size_t i = 0; i < sets->n; i++)
		free(sets->set[i]);
	free(sets->set);
	*sets = (struct cpu_sets){ 0 };
}

void cpu_sets_put(struct cpu_sets *sets, size_t cpu)
{
	CPU_SET_S(cpu, sets->set_bytes, sets->set[sets->n - 1]);
}

bool cpu_sets_has(const struct cpu_sets *sets, size_t i, size_t cpu)
{
	return cpu < 8 * sets->set_bytes &&
	       CPU_ISSET_S(cpu, sets->set_bytes, sets->set[i]);
}

size_t cpu_sets_count(const struct cpu_sets *sets, size_t i)
{
	return (size_t)CPU_COUNT_S(sets->set_bytes, sets->set[i]);
}

size_t cpu_sets_next(const struct cpu_sets *sets, size_t i, size_t from)
{
	while (from < 8 * sets->set_bytes && !cpu_sets_has(sets, i, from))
		from++;
	return from;
}

/* The kernel's mask may be longer than cpu_set_t: ask with more until it fits. */
int cpu_sets_allowed(struct cpu_sets *allowed, struct error *err)
{
	for (size_t bytes = CPU_ALLOC_SIZE(1024); bytes <= CPU_SETS_MAX / 8;
	     bytes *= 2) {
		*allowed = (struct cpu_sets){ .set_bytes = bytes };
		if (sched_getaffinity(0, bytes, cpu_sets_add(allowed)) == 0)
			return 0;
		const int code = errno;
		cpu_sets_close(allowed);
		if (code != EINVAL)
			return error_set(err, -code, "sched_getaffinity: %s",
					 strerror(code));
	}
	return error_set(err, -EOVERFLOW, "more CPUs than pft can tell apart");
}
