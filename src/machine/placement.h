/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which CPUs each task may run on.
 */
#ifndef MACHINE_PLACEMENT_H
#define MACHINE_PLACEMENT_H

#include <stddef.h>

#include "base/error.h"
#include "base/known.h"
#include "machine/bind.h"

/* How many CPUs this process may use. */
size_t placement_nr_cpus(void);

struct placement {
	enum bind_mode mode;
	struct bind_sets sets;	/* task i gets set i % n; n is 0 for BIND_NONE */
	size_t nr_cpus;		/* in all sets together */
	/* [sets.n] the NUMA node that all CPUs of a set are on, where they are on
	 * one. NULL unless several nodes have memory. Owned. */
	struct count *node;
};

/*
 * Work out where tasks go.
 * Errors   -EINVAL for a CPU that does not exist or that we may not use (the
 *          message names it and says which we may), -ENODEV or -EIO where the
 *          topology cannot be read.
 */
int placement_plan(const struct list_word *choice, struct placement *placement,
		   struct error *err);
void placement_close(struct placement *placement);

/* Bind the calling task. Errors: -errno of sched_setaffinity. */
int placement_pin(const struct placement *placement, size_t task);
/* The one CPU a task is bound to, where it is one. */
struct count placement_cpu(const struct placement *placement, size_t task);
/* The one NUMA node whose CPUs it is bound to, where several have memory. */
struct count placement_node(const struct placement *placement, size_t task);

#endif
