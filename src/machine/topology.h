/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many packages, nodes, cores and CPUs the machine has, and its caches.
 */
#ifndef MACHINE_TOPOLOGY_H
#define MACHINE_TOPOLOGY_H

#include "base/error.h"
#include "base/known.h"

struct topology {
	struct count nr_packages, nr_nodes, nr_cores, nr_cpus;
	struct count l1d_bytes, l2_bytes, l3_bytes;	/* of one such cache */
};

/*
 * Count what is online on the machine, also where a cpuset or an affinity mask
 * keeps us from using it.
 * root     "" for this machine, or the folder of a captured one. For a captured
 *          one the environment is changed for a moment: no other thread may
 *          use getenv meanwhile.
 * Returns  what is found in *topology; what is not there is unknown.
 * Errors   -ENOMEM, or what hwloc says (-errno); *topology is all unknown then.
 * Source   hwloc: /sys/devices/system/{cpu,node}, on x86 also CPUID.
 */
int topology_read(const char *root, struct topology *topology,
		  struct error *err);

#endif
