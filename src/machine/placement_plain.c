/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Placement without hwloc, for guests: CPUs by their number.
 */
#include "machine/placement.h"

#include <errno.h>
#include <stdlib.h>

int placement_order(enum bind_mode mode, const struct cpu_sets *allowed,
		    struct cpu_sets *order, struct error *err)
{
	if (mode != BIND_COMPACT)
		return error_set(err, -ENOTSUP,
				 "--bind %s: needs hwloc: expected none, compact or list:CPUS",
				 bind_words[mode]);
	const size_t bytes = allowed->set_bytes;
	cpu_set_t *one = malloc(bytes);
	int rc = one ? 0 : -ENOMEM;
	for (size_t cpu = 0; rc == 0 && cpu < 8 * bytes; cpu++) {
		if (!CPU_ISSET_S(cpu, bytes, allowed->set[0]))
			continue;
		CPU_ZERO_S(bytes, one);
		CPU_SET_S(cpu, bytes, one);
		rc = cpu_sets_add(order, one);
	}
	free(one);
	return rc ? error_set(err, rc, "out of memory") : 0;
}
