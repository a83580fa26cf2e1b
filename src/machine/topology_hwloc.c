/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Topology by hwloc. It only counts; placement binds.
 */
#include "base/auto.h"
#include "machine/topology.h"

#include <errno.h>
#include <hwloc.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/size.h"

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
	const int code = errno;
	unsetenv("HWLOC_FSROOT");
	errno = code;
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

int topology_read(const char *root, struct topology *topology,
		  struct error *err)
{
	*topology = (struct topology){ 0 };
	if (!can_load(root))
		return 0;
	hwloc_topology_t machine;
	if (hwloc_topology_init(&machine) != 0)
		return error_set(err, -ENOMEM, "topology: no memory");
	errno = 0;
	int rc = hwloc_topology_set_flags(
		machine, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED);
	if (rc == 0)
		rc = *root ? load_captured(machine, root) :
			     hwloc_topology_load(machine);
	if (rc != 0) {
		const int code = errno ? errno : EIO;
		hwloc_topology_destroy(machine);
		return error_set(err, -code, "topology: hwloc: %s",
				 strerror(code));
	}
	topology->nr_packages = count_type(machine, HWLOC_OBJ_PACKAGE);
	topology->nr_nodes = count_type(machine, HWLOC_OBJ_NUMANODE);
	topology->nr_cores = count_type(machine, HWLOC_OBJ_CORE);
	topology->nr_cpus = count_type(machine, HWLOC_OBJ_PU);
	topology->l1d_bytes = cache_bytes(machine, HWLOC_OBJ_L1CACHE);
	topology->l2_bytes = cache_bytes(machine, HWLOC_OBJ_L2CACHE);
	topology->l3_bytes = cache_bytes(machine, HWLOC_OBJ_L3CACHE);
	hwloc_topology_destroy(machine);
	return 0;
}
