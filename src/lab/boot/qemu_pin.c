/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "lab/boot/qemu.h"

/* "CPU 3/TCG" or "CPU 3/KVM": with debug-threads=on QEMU names them so. */
static bool thread_cpu(pid_t pid, const char *task, unsigned int *cpu)
{
	char *name = file_text("", "/proc/%d/task/%s/comm", (int)pid, task);
	const bool is_cpu = name && sscanf(name, "CPU %u/", cpu) == 1;
	free(name);
	return is_cpu;
}

/* The nth CPU of those we may use, counted round. */
static bool nth_allowed(unsigned int n, cpu_set_t *one)
{
	cpu_set_t allowed;
	if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0)
		return false;
	n %= (unsigned int)CPU_COUNT(&allowed);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &allowed) || n-- > 0)
			continue;
		CPU_ZERO(one);
		CPU_SET(cpu, one);
		return true;
	}
	return false;
}

unsigned int qemu_pin(pid_t pid)
{
	char folder[64];
	snprintf(folder, sizeof(folder), "/proc/%d/task", (int)pid);
	DIR *tasks = opendir(folder);
	unsigned int nr_pinned = 0;
	for (struct dirent *task; tasks && (task = readdir(tasks));) {
		unsigned int cpu;
		cpu_set_t one;
		if (task->d_name[0] != '.' && thread_cpu(pid, task->d_name, &cpu) &&
		    nth_allowed(cpu, &one) &&
		    sched_setaffinity(atoi(task->d_name), sizeof(one), &one) == 0)
			nr_pinned++;
	}
	if (tasks)
		closedir(tasks);
	return nr_pinned;
}
