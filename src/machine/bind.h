/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the user wants tasks bound to CPUs, --bind, and in what order tasks get CPUs
 * then: by hwloc, or in the plain twin by sysfs, as a guest has no hwloc.
 */
#ifndef MACHINE_BIND_H
#define MACHINE_BIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/size.h"
#include "machine/cpu_sets.h"

enum bind_mode {
	BIND_NONE,	/* wherever the scheduler puts them */
	BIND_COMPACT,	/* CPUs in topological order: neighbours first */
	BIND_SCATTER,	/* as far from each other as possible */
	BIND_CORE,	/* one task a core, on its first CPU */
	BIND_NODE,	/* tasks round the NUMA nodes, free within a node */
	BIND_LIST,	/* the CPUs listed, in that order */
};

/* "none", "compact", "scatter", "core", "node" or "list:0,2-5". */
extern const struct list_words bind_words;

/*
 * The NUMA node that a CPU takes memory from; 0 where the kernel knows none.
 * root     as in host.h
 * Source   drivers/base/node.c, register_cpu_under_node(): the link is the
 *          kernel's cpu_to_node(). The node's cpulist is not: with numa=fake
 *          on x86 each node has all CPUs.
 */
uint32_t bind_node(const char *root, size_t cpu);

/*
 * As bind_order(), by the nodes and cores of sysfs below root. hwloc also knows of
 * packages, and of caches that CPUs share.
 */
void bind_order_of(const char *root, enum bind_mode mode,
		   const struct cpu_sets *allowed, struct cpu_sets *order);

/* ---- the twins' part ---- */

/*
 * The sets of a mode, in the order tasks get them.
 * mode     compact, scatter, core or node
 * allowed  one set: no other CPU is used
 * order    an empty object with set_bytes as allowed; the caller closes it
 * Errors   -ENODEV or -EIO where the topology cannot be read.
 */
int bind_order(enum bind_mode mode, const struct cpu_sets *allowed,
	       struct cpu_sets *order, struct error *err);

#endif
