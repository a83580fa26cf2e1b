/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In what order tasks get CPUs. Two twins: by hwloc, and by sysfs in a guest.
 */
#ifndef MACHINE_CPU_ORDER_H
#define MACHINE_CPU_ORDER_H

#include "base/error.h"
#include "machine/bind.h"
#include "machine/cpu_sets.h"

/*
 * The sets of a mode, in the order tasks get them.
 * mode     compact, scatter, core or node
 * allowed  one set: no other CPU is used
 * order    an empty object with set_bytes as allowed; the caller closes it
 * Errors   -ENODEV or -EIO where the topology cannot be read.
 */
int cpu_order(enum bind_mode mode, const struct cpu_sets *allowed,
	      struct cpu_sets *order, struct error *err);

#endif
