/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order of CPUs by hwloc: the only file with hwloc.h that binds.
 */
#include "machine/bind.h"

#include <errno.h>
#include <hwloc.h>
#include <stdlib.h>
#include <string.h>

struct ordering {
	hwloc_topology_t machine;
	const struct list *allowed;
	struct bind_sets *order;
};

/* Add the allowed CPUs of a bitmap, at most that many of them, as one set. */
static void add_bitmap(struct ordering *o, hwloc_const_bitmap_t cpus, size_t most)
{
	unsigned cpu;
	struct list *set = NULL;
	hwloc_bitmap_foreach_begin(cpu, cpus)
		if ((set && set->n == most) || !list_has(o->allowed, cpu))
			continue;
		if (!set)
			set = bind_sets_add(o->order);
		list_add(set, cpu);
	hwloc_bitmap_foreach_end();
}

static void by_type(struct ordering *o, hwloc_obj_type_t type, size_t most)
{
	hwloc_obj_t object = NULL;
	while ((object = hwloc_get_next_obj_by_type(o->machine, type, object)))
		add_bitmap(o, object->cpuset, most);
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

static void scattered(struct ordering *o)
{
	const int n = hwloc_get_nbobjs_by_type(o->machine, HWLOC_OBJ_PU);
	unsigned *used = error_unless_memory(calloc((size_t)n + 1, sizeof(*used)));
	hwloc_obj_t pu;
	while ((pu = next_cpu(o->machine, hwloc_get_root_obj(o->machine), used)))
		add_bitmap(o, pu->cpuset, 1);
	free(used);
}

static void order_by(struct ordering *o, enum bind_mode mode)
{
	const bool cores = hwloc_get_nbobjs_by_type(o->machine,
						    HWLOC_OBJ_CORE) > 0;
	if (mode == BIND_SCATTER)
		scattered(o);
	else if (mode == BIND_NODE)
		by_type(o, HWLOC_OBJ_NUMANODE, SIZE_MAX);
	else
		by_type(o, mode == BIND_CORE && cores ? HWLOC_OBJ_CORE :
							HWLOC_OBJ_PU, 1);
}

int bind_order(enum bind_mode mode, const struct list *allowed,
	       struct bind_sets *order, struct error *err)
{
	struct ordering o = { .allowed = allowed, .order = order };
	int rc = -EIO;
	if (hwloc_topology_init(&o.machine) == 0) {
		if (hwloc_topology_load(o.machine) == 0) {
			order_by(&o, mode);
			rc = order->n > 0 ? 0 : -ENODEV;
		}
		hwloc_topology_destroy(o.machine);
	}
	return rc ? error_set(err, rc, "--bind %s: the topology could not be read: %s: use --bind list:CPUS",
			      bind_words.words[mode], strerror(-rc)) :
		    0;
}
