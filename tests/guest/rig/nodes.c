/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * NUMA: each page of a window is on the node that the policy gives for its own address, and
 * is counted on that node.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "rig.h"

#define PAGES 128
#define TOUCHED 100
#define BOTH 3UL

/* Of linux/mempolicy.h, which is not everywhere. */
enum { POLICY_DEFAULT, POLICY_PREFERRED, POLICY_BIND, POLICY_INTERLEAVE, POLICY_LOCAL,
       POLICY_PREFERRED_MANY, POLICY_WEIGHTED };

static bool bind_range(void *at, size_t pages, int policy, unsigned long nodes)
{
	return syscall(SYS_mbind, at, pages * page_bytes, policy, &nodes, 64UL, 0) == 0;
}

bool interleave_range(void *at, size_t pages)
{
	return exists("/sys/devices/system/node/node1") &&
	       bind_range(at, pages, POLICY_INTERLEAVE, BOTH);
}

static int node_of(const void *at)
{
	int node = -1;
	syscall(SYS_get_mempolicy, &node, NULL, 0UL, at, 3UL);
	return node;
}

/* ---- policies ---- */

static bool interleave(const struct lane *lane)
{
	return bind_range(lane->base, PAGES, POLICY_INTERLEAVE, BOTH);
}

#define WEIGHTS "/sys/kernel/mm/mempolicy/weighted_interleave"

static bool weighted(const struct lane *lane)
{
	put(WEIGHTS "/node0", "3");
	put(WEIGHTS "/node1", "2");
	return bind_range(lane->base, PAGES, POLICY_WEIGHTED, BOTH);
}

static bool bind_second(const struct lane *lane)
{
	return bind_range(lane->base, PAGES, POLICY_BIND, 2);
}

static bool prefer_second(const struct lane *lane)
{
	return bind_range(lane->base, PAGES, POLICY_PREFERRED, 2);
}

static bool prefer_many(const struct lane *lane)
{
	return bind_range(lane->base, PAGES, POLICY_PREFERRED_MANY, 2);
}

/* A policy that changes amid what would be a window. */
static bool mixed(const struct lane *lane)
{
	const size_t first = lead(8) + 3;
	return bind_range(lane->down ? lane->base + (PAGES - first) * page_bytes : lane->base,
			  first, POLICY_BIND, 1) &&
	       bind_range(lane->down ? lane->base : lane->base + first * page_bytes,
			  PAGES - first, POLICY_BIND, 2);
}

static bool task_interleave(const struct lane *lane)
{
	const unsigned long nodes = BOTH;
	(void)lane;
	return syscall(SYS_set_mempolicy, POLICY_INTERLEAVE, &nodes, 64UL) == 0;
}

static const struct policy {
	const char *word;
	bool (*set)(const struct lane *lane);
} policies[] = {
	{ "interleave", interleave },
	{ "weighted interleave", weighted },
	{ "bind", bind_second },
	{ "preferred", prefer_second },
	{ "preferred many", prefer_many },
	{ "two policies", mixed },
	{ "the task's interleave", task_interleave },
};

static struct lane written(struct lane lane, const struct policy *policy, bool *set)
{
	lane.base = map_at(area(), lane.n = PAGES);
	*set = policy->set(&lane);
	lane_run(&lane, 0, TOUCHED);
	syscall(SYS_set_mempolicy, POLICY_DEFAULT, NULL, 0UL);
	return lane;
}

static void nodes_of(struct lane lane, const struct policy *policy, char text[TOUCHED + 1])
{
	bool set;
	lane = written(lane, policy, &set);
	for (size_t i = 0; i < TOUCHED; i++)
		text[i] = set ? (char)('0' + node_of(lane_page(&lane, i))) : '?';
	text[TOUCHED] = '\0';
	unmap(lane.base, PAGES);
}

/*
 * As page by page. A task's own interleaving goes on from allocation to allocation, whoever
 * needs one: there both orders of two nodes are right.
 */
static bool same_nodes(const char *one, const char *other)
{
	if (strcmp(one, other) == 0)
		return true;
	for (size_t i = 0; i < TOUCHED; i++)
		if (one[i] == other[i])
			return false;
	return true;
}

static void placed(struct lane lane, const struct policy *policy, unsigned int knob)
{
	char without[TOUCHED + 1], with[TOUCHED + 1];
	set_knob(0);
	nodes_of(lane, policy, without);
	set_knob(knob);
	nodes_of(lane, policy, with);
	const bool task = policy->set == task_interleave;
	if (!ok(strchr(with, '?') == NULL && (task ? same_nodes(without, with) :
					      strcmp(without, with) == 0),
		"%s: %u-page windows %s lie on the nodes that single pages lie on",
		policy->word, knob, lane_word(&lane)))
		note("%s instead of %s", with, without);
}

/* ---- statistics ---- */

struct node_sums { long anon, lists, cgroup_anon, cgroup_lists; };

static long of_cgroup(const char *name, int node)
{
	char text[4096], line[64], part[16];
	get("/sys/fs/cgroup/rig/memory.numa_stat", text, sizeof(text));
	snprintf(line, sizeof(line), "\n%s ", name);
	snprintf(part, sizeof(part), "N%d=", node);
	const char *at = strncmp(text, name, strlen(name)) == 0 ? text : strstr(text, line);
	at = at ? strstr(at, part) : NULL;
	return at ? strtol(at + strlen(part), NULL, 10) / (long)page_bytes : -1;
}

static struct node_sums sums_of(int node)
{
	char path[64];
	snprintf(path, sizeof(path), "/sys/devices/system/node/node%d/vmstat", node);
	return (struct node_sums){
		number_of(path, "nr_anon_pages"),
		number_of(path, "nr_inactive_anon") + number_of(path, "nr_active_anon"),
		of_cgroup("anon", node),
		of_cgroup("inactive_anon", node) + of_cgroup("active_anon", node)
	};
}

static void settle(void)
{
	drain();
	put("/proc/sys/vm/stat_refresh", "1");
	usleep(2500000);
}

static void counted(struct lane lane, const struct policy *policy)
{
	struct node_sums before[2];
	long here[2] = { 0, 0 };
	bool set;
	set_knob(8);
	settle();
	for (int node = 0; node < 2; node++)
		before[node] = sums_of(node);
	lane = written(lane, policy, &set);
	for (size_t i = 0; i < TOUCHED; i++)
		here[node_of(lane_page(&lane, i)) == 1]++;
	/* Pages ahead of the last one touched. */
	for (size_t i = TOUCHED; i < PAGES; i++)
		if (page_flags(lane_page(&lane, i)))
			here[node_of(lane_page(&lane, i)) == 1]++;
	settle();
	for (int node = 0; node < 2; node++) {
		const struct node_sums now = sums_of(node), was = before[node];
		ok(labs(now.anon - was.anon - here[node]) <= 8 &&
		   labs(now.lists - was.lists - here[node]) <= 8,
		   "%s: node %d counts the pages of windows %s that lie there", policy->word,
		   node, lane_word(&lane));
		ok(labs(now.cgroup_anon - was.cgroup_anon - here[node]) <= 2 &&
		   labs(now.cgroup_lists - was.cgroup_lists - here[node]) <= 2,
		   "%s: the memory cgroup counts the pages of windows %s on node %d",
		   policy->word, lane_word(&lane), node);
		note("node %d: %ld pages, node's %ld and %ld, cgroup's %ld and %ld", node,
		     here[node], now.anon - was.anon, now.lists - was.lists,
		     now.cgroup_anon - was.cgroup_anon, now.cgroup_lists - was.cgroup_lists);
	}
	unmap(lane.base, PAGES);
}

static void one_policy(struct lane lane, const struct policy *policy, bool sums)
{
	if (policy->set == weighted && !exists(WEIGHTS)) {
		skip("this kernel has no weighted interleaving", "windows %s follow it",
		     lane_word(&lane));
		return;
	}
	placed(lane, policy, 8);
	placed(lane, policy, 32);
	if (sums)
		counted(lane, policy);
}

void check_nodes(void)
{
	if (!exists("/sys/devices/system/node/node1")) {
		skip("this kernel has one node", "windows follow the memory policy");
		return;
	}
	for (size_t i = 0; i < nr_directions(); i++) {
		const struct lane lane = { .down = directions[i] };
		for (size_t k = 0; k < sizeof(policies) / sizeof(policies[0]); k++)
			one_policy(lane, &policies[k], k < 3);
	}
}
