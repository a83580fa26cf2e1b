/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which CPUs each task may run on. The order of CPUs comes from hwloc, or in
 * the plain twin from sysfs (machine/cpu_place.h).
 */
#ifndef MACHINE_PLACEMENT_H
#define MACHINE_PLACEMENT_H

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/known.h"
#include "base/size.h"

enum bind_mode {
	BIND_NONE,	/* wherever the scheduler puts them */
	BIND_COMPACT,	/* CPUs in topological order: neighbours first */
	BIND_SCATTER,	/* as far from each other as possible */
	BIND_CORE,	/* one task a core, on its first CPU */
	BIND_NODE,	/* tasks round the NUMA nodes, free within a node */
	BIND_LIST,	/* the CPUs listed, in that order */
};

struct bind_choice {
	enum bind_mode mode;
	struct list cpus;	/* BIND_LIST; owned */
};

extern const char *const bind_words[];	/* NULL-terminated, for --help */

/* "none", "compact", "scatter", "core", "node" or "list:0,2-5". */
int bind_parse(const char *text, struct bind_choice *choice, struct error *err);
/* The same word, which the caller frees. */
char *bind_text(const struct bind_choice *choice);
void bind_close(struct bind_choice *choice);

/* Sets of CPUs to give to tasks in turn. */
struct cpu_sets {
	cpu_set_t **set;	/* [n], each set_bytes long; owned */
	size_t n;
	size_t set_bytes;
};

int cpu_sets_add(struct cpu_sets *sets, const cpu_set_t *set);
void cpu_sets_close(struct cpu_sets *sets);

/* The CPUs this process may use: one set, and how many are in it. */
int placement_allowed(struct cpu_sets *allowed, struct error *err);
size_t placement_nr_cpus(void);

struct placement {
	enum bind_mode mode;
	struct cpu_sets sets;	/* task i gets set i % n; n is 0 for BIND_NONE */
	size_t nr_cpus;		/* in all sets together */
	/* [sets.n] the NUMA node of all CPUs of a set, where it is one; NULL where
	 * not several nodes have memory. Owned. */
	struct count *node;
};

/*
 * Work out where tasks go.
 * Errors   -EINVAL for a CPU that does not exist or that we may not use (the
 *          message names it and says which we may), -ENODEV or -EIO where the
 *          topology cannot be read.
 */
int placement_plan(const struct bind_choice *choice, struct placement *placement,
		   struct error *err);
void placement_close(struct placement *placement);

/* Bind the calling task. Errors: -errno of sched_setaffinity. */
int placement_pin(const struct placement *placement, size_t task);
/* The one CPU a task is bound to, where it is one. */
struct count placement_cpu(const struct placement *placement, size_t task);
/* The one NUMA node whose CPUs it is bound to, where several have memory. */
struct count placement_node(const struct placement *placement, size_t task);

/*
 * The twins' part: the sets of a mode, in the order tasks get them, of CPUs in
 * allowed only.
 */
int placement_order(enum bind_mode mode, const struct cpu_sets *allowed,
		    struct cpu_sets *order, struct error *err);

#endif
