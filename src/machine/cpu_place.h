/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where CPUs are, from sysfs alone: nodes, and cores in them. A guest has no hwloc.
 */
#ifndef MACHINE_CPU_PLACE_H
#define MACHINE_CPU_PLACE_H

#include <stddef.h>
#include <stdint.h>

#include "machine/bind.h"
#include "machine/cpu_sets.h"

/*
 * The NUMA node that a CPU takes memory from; 0 where the kernel knows none.
 * root     as in host.h
 * Source   drivers/base/node.c, register_cpu_under_node(): the link is the
 *          kernel's cpu_to_node(). The node's cpulist is not: with numa=fake
 *          on x86 each node has all CPUs.
 */
uint32_t cpu_node(const char *root, size_t cpu);

/*
 * As cpu_order() of machine/cpu_order.h, by the nodes and cores of sysfs. hwloc also
 * knows of packages, and of caches that CPUs share.
 */
void cpu_places_order(const char *root, enum bind_mode mode,
		      const struct cpu_sets *allowed, struct cpu_sets *order);

#endif
