/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Other processes, and memory cgroups to put them in.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rig.h"

#define CGROUP "/sys/fs/cgroup"

int wait_for(pid_t child)
{
	int status;
	if (child < 0 || waitpid(child, &status, 0) != child)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}

int in_child(int (*function)(void *), void *argument)
{
	const pid_t child = fork();
	if (child == 0)
		_exit(function(argument));
	return wait_for(child);
}

int in_cgroup(const char *name, int (*function)(void *), void *argument)
{
	char procs[256];
	snprintf(procs, sizeof(procs), CGROUP "/%s/cgroup.procs", name);
	const pid_t child = fork();
	if (child == 0) {
		if (!put(procs, "0"))
			_exit(125);
		_exit(function(argument));
	}
	return wait_for(child);
}

void cgroup_make(const char *name)
{
	char path[256];
	snprintf(path, sizeof(path), CGROUP "/%s", name);
	mkdir(path, 0755);
}

void cgroup_remove(const char *name)
{
	char path[256];
	snprintf(path, sizeof(path), CGROUP "/%s", name);
	/* Its last task may not be reaped yet. */
	for (int i = 0; i < 100 && rmdir(path) != 0; i++)
		usleep(10000);
}

/*
 * Pages may wait in a CPU's batch for their LRU list though nobody has them any more: drain.
 * Lowering memory.high to nothing takes back what CPUs have charged in advance, and what
 * the kernel keeps of dead processes' inodes. Stacks and the like follow in their time, and
 * statistics are brought together every 2 seconds.
 */
long cgroup_left(const char *name)
{
	char high[256], current[256], stat[256];
	long left = -1;
	snprintf(high, sizeof(high), CGROUP "/%s/memory.high", name);
	snprintf(current, sizeof(current), CGROUP "/%s/memory.current", name);
	snprintf(stat, sizeof(stat), CGROUP "/%s/memory.stat", name);
	for (int i = 0; i < 60; i++) {
		char text[64];
		drain();
		put(high, "0");
		usleep(100000);
		get(current, text, sizeof(text));
		left = strtol(text, NULL, 10) - number_of(stat, "kernel");
		if (left == 0)
			break;
	}
	put(high, "max");
	return left;
}
