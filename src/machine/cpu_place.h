/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where CPUs are, from sysfs alone: nodes, and cores in them. What the plain
 * twin of the placement orders CPUs by.
 */
#ifndef MACHINE_CPU_PLACE_H
#define MACHINE_CPU_PLACE_H

#include <stddef.h>
#include <stdint.h>

#include "machine/placement.h"

struct cpu_place {
	uint32_t cpu;
	uint32_t node;		/* 0 where the kernel knows none */
	uint32_t core;		/* the first of its CPUs; itself where unknown */
	size_t node_first, core_first;	/* where those of its node, core begin */
};

/*
 * The NUMA node that a CPU takes memory from; 0 where the kernel knows none.
 * root     as in host.h
 * Source   drivers/base/node.c, register_cpu_under_node(): the link is the
 *          kernel's cpu_to_node(). The node's cpulist is not: with numa=fake
 *          on x86 each node has all CPUs.
 */
uint32_t cpu_node(const char *root, size_t cpu);

/*
 * The places of the CPUs of allowed, by node, core and CPU.
 * n        receives how many
 * Returns  an array the caller frees; NULL without memory.
 */
struct cpu_place *cpu_places(const char *root, const struct cpu_sets *allowed,
			     size_t *n);

/*
 * The sets of a mode, in the order tasks get them: what hwloc would give.
 * mode     compact, scatter, core or node
 * Errors   -ENOMEM; order is then to be closed.
 */
int cpu_places_order(const char *root, enum bind_mode mode,
		     const struct cpu_sets *allowed, struct cpu_sets *order);

#endif
