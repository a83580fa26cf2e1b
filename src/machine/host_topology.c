/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many packages, nodes, cores and CPUs the machine has online, and its caches;
 * also where a cpuset or an affinity mask keeps us from using them. By hwloc, from
 * /sys/devices/system/{cpu,node} and on x86 also CPUID. For a captured machine the
 * environment is changed for a moment: no other thread may use getenv meanwhile.
 */
#include <hwloc.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "machine/host_build.h"

static const struct level {
	hwloc_obj_type_t type;
	const char *name, *title;
	bool is_cache;		/* its size is the fact, not how many there are */
} levels[] = {
	{ HWLOC_OBJ_PACKAGE, "nr_packages", "packages", false },
	{ HWLOC_OBJ_NUMANODE, "nr_nodes", "NUMA nodes", false },
	{ HWLOC_OBJ_CORE, "nr_cores", "cores", false },
	{ HWLOC_OBJ_PU, "nr_cpus", "CPUs (threads)", false },
	{ HWLOC_OBJ_L1CACHE, "cache_l1d_bytes", "L1d cache, each", true },
	{ HWLOC_OBJ_L2CACHE, "cache_l2_bytes", "L2 cache, each", true },
	{ HWLOC_OBJ_L3CACHE, "cache_l3_bytes", "L3 cache, each", true },
};

/* hwloc answers 0 or -1 (several levels) where there is nothing to count. */
static struct count count_type(hwloc_topology_t machine, hwloc_obj_type_t type)
{
	const int n = hwloc_get_nbobjs_by_type(machine, type);
	return n > 0 ? count_of((uint64_t)n) : (struct count){ 0 };
}

static struct count cache_bytes(hwloc_topology_t machine, hwloc_obj_type_t type)
{
	const hwloc_obj_t cache = hwloc_get_obj_by_type(machine, type, 0);
	if (!cache || cache->attr->cache.size == 0)
		return (struct count){ 0 };
	return count_of(cache->attr->cache.size);
}

/*
 * A captured machine is described by its files alone: hwloc would otherwise
 * fill gaps with the CPUID of the machine that looks at it.
 */
static int load_captured(hwloc_topology_t machine, const char *root)
{
	char folder[PATH_MAX];
	if (!realpath(root, folder) || setenv("HWLOC_FSROOT", folder, 1) != 0)
		return -1;
	int rc = hwloc_topology_set_components(
		machine, HWLOC_TOPOLOGY_COMPONENTS_FLAG_BLACKLIST, "x86");
	if (rc == 0)
		rc = hwloc_topology_load(machine);
	unsetenv("HWLOC_FSROOT");
	return rc;
}

/*
 * Whether hwloc can be let at the files: without those of CPUs it would make up
 * a machine of one CPU, and where node/online is no list it aborts.
 */
static bool can_load(const char *root)
{
	enum { NODE_MAX = 8191 };
	char path[PATH_MAX];
	const int n = snprintf(path, sizeof(path),
			       "%s/sys/devices/system/cpu/cpu0/topology", root);
	if (*root &&
	    (n < 0 || (size_t)n >= sizeof(path) || access(path, R_OK) != 0))
		return false;
	AUTO_FREE char *online = file_text(root, "/sys/devices/system/node/online");
	struct list nodes = { 0 };
	const bool bad = online && list_parse(NUMBERS("nodes", 0, NODE_MAX),
					      online, &nodes, NULL) != 0;
	list_close(&nodes);
	return !bad;
}

/* Returns NULL where it cannot be known. */
static hwloc_topology_t load(const char *root)
{
	hwloc_topology_t machine;
	if (!can_load(root) || hwloc_topology_init(&machine) != 0)
		return NULL;
	int rc = hwloc_topology_set_flags(
		machine, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED);
	if (rc == 0)
		rc = *root ? load_captured(machine, root) :
			     hwloc_topology_load(machine);
	if (rc == 0)
		return machine;
	hwloc_topology_destroy(machine);
	return NULL;
}

void build_topology(struct builder *builder)
{
	hwloc_topology_t machine = load(builder->root);
	for (size_t i = 0; i < ARRAY_SIZE(levels); i++) {
		const struct level *l = &levels[i];
		struct host_fact *fact = build_fact(
			builder, IDENTIFIES(GROUP_TOPOLOGY, l->name, l->title),
			"hwloc");
		if (machine)
			fact_count(fact, l->is_cache ? cache_bytes(machine, l->type) :
						       count_type(machine, l->type));
	}
	if (machine)
		hwloc_topology_destroy(machine);
}
