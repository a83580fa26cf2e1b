/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Placement by hwloc: the only file with hwloc.h that binds.
 */
#include "machine/placement.h"

#include <errno.h>
#include <hwloc.h>
#include <stdlib.h>
#include <string.h>

struct building {
	hwloc_topology_t machine;
	const struct cpu_sets *allowed;
	struct cpu_sets *order;
	cpu_set_t *scratch;
};

/* Add the allowed CPUs of a bitmap as one set; none left is no error. */
static int add_bitmap(struct building *b, hwloc_const_bitmap_t cpus)
{
	const size_t bytes = b->allowed->set_bytes;
	unsigned cpu;
	CPU_ZERO_S(bytes, b->scratch);
	hwloc_bitmap_foreach_begin(cpu, cpus)
		if (cpu < 8 * bytes &&
		    CPU_ISSET_S(cpu, bytes, b->allowed->set[0]))
			CPU_SET_S(cpu, bytes, b->scratch);
	hwloc_bitmap_foreach_end();
	return CPU_COUNT_S(bytes, b->scratch) == 0 ?
		       0 :
		       cpu_sets_add(b->order, b->scratch);
}

static int by_type(struct building *b, hwloc_obj_type_t type)
{
	const int n = hwloc_get_nbobjs_by_type(b->machine, type);
	int rc = 0;
	for (int i = 0; rc == 0 && i < n; i++)
		rc = add_bitmap(b, hwloc_get_obj_by_type(b->machine, type,
							 (unsigned)i)->cpuset);
	return rc;
}

/* The first allowed CPU of each core. */
static int by_core(struct building *b)
{
	const int n = hwloc_get_nbobjs_by_type(b->machine, HWLOC_OBJ_CORE);
	const size_t bytes = b->allowed->set_bytes;
	int rc = 0;
	if (n <= 0)
		return by_type(b, HWLOC_OBJ_PU);
	for (int i = 0; rc == 0 && i < n; i++) {
		hwloc_bitmap_t core = hwloc_bitmap_dup(
			hwloc_get_obj_by_type(b->machine, HWLOC_OBJ_CORE,
					      (unsigned)i)->cpuset);
		unsigned cpu;
		int first = -1;
		hwloc_bitmap_foreach_begin(cpu, core)
			if (first < 0 && cpu < 8 * bytes &&
			    CPU_ISSET_S(cpu, bytes, b->allowed->set[0]))
				first = (int)cpu;
		hwloc_bitmap_foreach_end();
		if (first >= 0) {
			hwloc_bitmap_only(core, (unsigned)first);
			rc = add_bitmap(b, core);
		}
		hwloc_bitmap_free(core);
	}
	return rc;
}

/*
 * As far apart as possible: of each package in turn (or node, core, CPU below
 * it) its next CPU. hwloc_distrib would only do so for a known number of tasks.
 */
static hwloc_obj_t next_cpu(hwloc_topology_t machine, hwloc_obj_t parent,
			    unsigned *used)
{
	if (parent->type == HWLOC_OBJ_PU)
		return used[parent->logical_index]++ == 0 ? parent : NULL;
	/* The child whose CPUs were given least often so far, first of equals. */
	hwloc_obj_t best = NULL;
	unsigned best_used = 0;
	for (hwloc_obj_t child = parent->first_child; child;
	     child = child->next_sibling) {
		unsigned taken = 0, cpus = 0;
		hwloc_obj_t pu = NULL;
		while ((pu = hwloc_get_next_obj_inside_cpuset_by_type(
				machine, child->cpuset, HWLOC_OBJ_PU, pu))) {
			taken += used[pu->logical_index];
			cpus++;
		}
		if (cpus > taken && (!best || taken < best_used)) {
			best = child;
			best_used = taken;
		}
	}
	return best ? next_cpu(machine, best, used) : NULL;
}

static int scattered(struct building *b)
{
	const int n = hwloc_get_nbobjs_by_type(b->machine, HWLOC_OBJ_PU);
	unsigned *used = calloc((size_t)n + 1, sizeof(*used));
	hwloc_obj_t pu;
	int rc = used ? 0 : -ENOMEM;
	while (rc == 0 && (pu = next_cpu(b->machine,
					 hwloc_get_root_obj(b->machine), used)))
		rc = add_bitmap(b, pu->cpuset);
	free(used);
	return rc;
}

static int order_by(enum bind_mode mode, struct building *b)
{
	switch (mode) {
	case BIND_SCATTER:
		return scattered(b);
	case BIND_CORE:
		return by_core(b);
	case BIND_NODE:
		return by_type(b, HWLOC_OBJ_NUMANODE);
	default:
		return by_type(b, HWLOC_OBJ_PU);
	}
}

int placement_order(enum bind_mode mode, const struct cpu_sets *allowed,
		    struct cpu_sets *order, struct error *err)
{
	struct building b = { .allowed = allowed, .order = order };
	b.scratch = malloc(allowed->set_bytes);
	if (!b.scratch)
		return error_set(err, -ENOMEM, "out of memory");
	int rc = -ENOMEM;
	if (hwloc_topology_init(&b.machine) == 0) {
		rc = hwloc_topology_load(b.machine) == 0 ? order_by(mode, &b) :
							   -EIO;
		hwloc_topology_destroy(b.machine);
	}
	free(b.scratch);
	if (rc == 0 && order->n == 0)
		rc = -ENODEV;
	return rc ? error_set(err, rc, "--bind %s: the topology could not be read: %s: use --bind list:CPUS",
			      bind_words[mode], strerror(-rc)) :
		    0;
}
