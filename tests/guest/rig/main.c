/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PID 1 of the guest: prepares it, runs the groups of checks that the kernel's command line
 * names (rig=GROUP,GROUP...; all without it), and switches off. rig.out= is the serial line
 * for the results, rig.ramp= says which ramp the kernel has.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rig.h"

const struct group groups[] = {
	{ "knob", check_knob, "the knob's values", false },
	{ "ramp", check_ramp, "every case of the model", false },
	{ "ends", check_ends, "where a window ends", false },
	{ "modes", check_modes, "mappings that want single pages, and those that may have windows", false },
	{ "lives", check_lives, "whose a sequence is, and what ends it", false },
	{ "streams", check_streams, "several sequences at once, and none", false },
	{ "sizes", check_sizes, "large folios, and what forbids them", false },
	{ "pages", check_pages, "each page of a window, and the statistics", false },
	{ "fails", check_fails, "allocations that fail", false },
	{ "limits", check_limits, "limits of memory cgroups", false },
	{ "events", check_events, "memory.events; with --exact --cpus 1, when it is named", true },
	{ "costs", check_costs, "instructions, for the script costs", true },
	{ "nodes", check_nodes, "NUMA policies, and what nodes count", false },
	{ "swap", check_swap, "reclaim: what is written stays, what is ahead goes first", false },
	{ "races", check_races, "three writers, and others that disturb them", false },
};
const size_t nr_groups = sizeof(groups) / sizeof(groups[0]);

static void mount_all(void)
{
	static const char *const folders[][2] = {
		{ "proc", "/proc" }, { "sysfs", "/sys" }, { "devtmpfs", "/dev" },
		{ "cgroup2", "/sys/fs/cgroup" }, { "tracefs", "/sys/kernel/tracing" },
		{ "debugfs", "/sys/kernel/debug" },
	};
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		mkdir(folders[i][1], 0755);
		mount(folders[i][0], folders[i][1], folders[i][0], 0, NULL);
	}
	put("/sys/fs/cgroup/cgroup.subtree_control", "+memory");
}

/* Its own pages are there before it begins; what it maps is its own affair. */
static int run_group(void *argument)
{
	const struct group *group = argument;
	volatile unsigned char stack[1 << 16];
	memset((unsigned char *)stack, 0, sizeof(stack));
	mlockall(MCL_CURRENT);
	munlockall();
	group->run();
	return 0;
}

static void do_group(const struct group *group)
{
	cgroup_make("rig");
	note("group %s: %s", group->name, group->help);
	const int status = in_cgroup("rig", run_group, (void *)group);
	is(status, 0, "the group %s comes to its end", group->name);
	set_knob(0);
	swap_stop();
	is(cgroup_left("rig"), 0, "nothing that the group %s used stays charged", group->name);
	cgroup_remove("rig");
}

static bool wanted(const char *list, const struct group *group)
{
	const char *name = group->name;
	const size_t n = strlen(name);
	for (const char *at = list; at; at = strchr(at, ',')) {
		at += *at == ',';
		if (strncmp(at, name, n) == 0 && (at[n] == '\0' || at[n] == ','))
			return true;
	}
	return !*list && !group->is_apart;
}

static void shut_down(void)
{
#if defined(__aarch64__)
	reboot(RB_POWER_OFF);
#else
	reboot(RB_AUTOBOOT);
#endif
}

int main(int argc, char **argv)
{
	static char list[1024];
	if (argc > 1)
		return exec_main(argc, argv);
	mount_all();
	tap_open(word_of("rig.out"));
	const char *words = word_of("rig");
	snprintf(list, sizeof(list), "%s", words ? words : "");
	for (size_t i = 0; i < nr_groups; i++)
		if (wanted(list, &groups[i]))
			do_group(&groups[i]);
	tap_close();
	shut_down();
	return 1;
}
