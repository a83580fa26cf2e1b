/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order of CPUs without hwloc, for guests: as sysfs has them.
 */
#include "machine/bind.h"

int bind_order(enum bind_mode mode, const struct list *allowed,
	       struct bind_sets *order, struct error *err)
{
	(void)err;
	bind_order_of("", mode, allowed, order);
	return 0;
}
