/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Placement without hwloc, for guests: CPUs as sysfs has them.
 */
#include "machine/placement.h"

#include "machine/cpu_place.h"

int placement_order(enum bind_mode mode, const struct cpu_sets *allowed,
		    struct cpu_sets *order, struct error *err)
{
	const int rc = cpu_places_order("", mode, allowed, order);
	return rc ? error_set(err, rc, "out of memory") : 0;
}
