/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order of CPUs without hwloc, for guests: as sysfs has them.
 */
#include "machine/bind.h"

int bind_order(enum bind_mode mode, const struct cpu_sets *allowed,
	       struct cpu_sets *order, struct error *err)
{
	(void)err;
	bind_order_of("", mode, allowed, order);
	return 0;
}
