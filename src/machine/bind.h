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

enum { BIND_CPUS_MAX = 1 << 16 };	/* more than any kernel knows */

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

/* The CPUs that the calling task may use. Errors: -errno of sched_getaffinity. */
int bind_allowed(struct list *cpus, struct error *err);
/* Bind the calling task to CPUs. Errors: -errno of sched_setaffinity. */
int bind_to(const struct list *cpus);

/* Sets of CPUs: a task is bound to each. */
struct bind_sets {
	struct list *set;	/* [n]; owned */
	size_t n;
};

/* Add a set that is still empty. Returns  it, until the next one is added. */
struct list *bind_sets_add(struct bind_sets *sets);
void bind_sets_close(struct bind_sets *sets);

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
		   const struct list *allowed, struct bind_sets *order);

/* ---- the twins' part ---- */

/*
 * The sets of a mode, in the order tasks get them.
 * mode     compact, scatter, core or node
 * allowed  no other CPU is used
 * order    an empty object; the caller closes it
 * Errors   -ENODEV or -EIO where the topology cannot be read.
 */
int bind_order(enum bind_mode mode, const struct list *allowed,
	       struct bind_sets *order, struct error *err);

#endif
