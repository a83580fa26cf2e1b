/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What our control group allows us: memory and CPU time. Version 1 and 2, and
 * machines that have both.
 */
#ifndef MACHINE_CGROUP_H
#define MACHINE_CGROUP_H

#include <stdbool.h>

#include "base/known.h"

struct cgroup_limit {
	bool known;	/* false: not a word about it could be read */
	bool limited;	/* false: known to be without limit */
	double value;	/* bytes, or CPUs; where limited */
};

struct cgroup_limits {
	struct cgroup_limit memory;	/* the lowest hard limit above us */
	struct cgroup_limit memory_high;	/* where reclaim begins; v2 only */
	struct cgroup_limit cpus;	/* CPU time a second, in CPUs */
	struct count memory_used_bytes;	/* by the group that memory is from */
	/* What may still be taken: the least, over the groups above us, of the
	 * limit less what is used, the file cache not counted as used. Unknown
	 * without a limit. */
	struct count memory_room_bytes;
};

/*
 * Read the limits of the group this process is in and of those above it. A
 * group that lies outside what is mounted counts as the mount's own root.
 * root     "" or the folder of a captured machine
 * Errors   none: what cannot be read is unknown.
 * Source   /proc/self/cgroup, /proc/self/mountinfo; memory.max, memory.high,
 *          cpu.max; memory.limit_in_bytes, cpu.cfs_quota_us.
 */
void cgroup_read(const char *root, struct cgroup_limits *limits);

#endif
