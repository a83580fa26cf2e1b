/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/locality.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/auto.h"
#include "base/file.h"

/* ---- before the window ---- */

static bool is_local(const struct workload *w)
{
	const bool policy = w->policy.mode == POLICY_LOCAL ||
			    (w->policy.mode == POLICY_DEFAULT &&
			     policy_is_local());
	return policy && w->kind->takes_memory && !w->kind->is_file;
}

static struct locality_node *find(struct locality *locality, uint32_t node)
{
	for (size_t i = 0; i < locality->n; i++)
		if (locality->node[i].node == node)
			return &locality->node[i];
	return NULL;
}

/* Whether its pages can be on it at all. */
static bool has_memory(const struct list *nodes, uint32_t node)
{
	return list_has(nodes, node) && policy_allows(node);
}

/* The nodes of all tasks; false where one is bound to none that has memory. */
static bool add_tasks(const struct workload *w, const struct list *nodes,
		      struct locality *locality)
{
	for (uint32_t task = 0; task < w->nr_tasks; task++) {
		const struct count of = placement_node(&w->placement, task);
		struct locality_node *node;
		if (!of.known)
			return false;
		node = find(locality, (uint32_t)of.value);
		if (!node) {
			if (!has_memory(nodes, (uint32_t)of.value))
				return false;
			node = &locality->node[locality->n++];
			*node = (struct locality_node){
				.node = (uint32_t)of.value,
				.on = { .local = count_of(0),
					.remote = count_of(0) } };
		}
		node->share_bytes += workload_slice(w, task).nr_pages *
				     w->page_bytes;
	}
	return true;
}

static void read_memory(struct locality *locality, uint64_t page_bytes)
{
	AUTO_FREE char *zoneinfo = file_text("", "/proc/zoneinfo");
	for (size_t i = 0; i < locality->n; i++) {
		struct locality_node *node = &locality->node[i];
		node->memory_known = zoneinfo &&
			memory_of_node(zoneinfo, node->node, page_bytes,
				       &node->memory);
	}
}

struct locality locality_open(const struct workload *w)
{
	struct locality locality = { 0 };
	struct list nodes;
	if (!w->placement.node || !is_local(w))
		return locality;
	policy_nodes("", &nodes);
	/* A set of CPUs is of one node. */
	locality.node = error_unless_memory(
		calloc(w->placement.sets.n + 1, sizeof(*locality.node)));
	if (!add_tasks(w, &nodes, &locality))
		locality.n = 0;
	list_close(&nodes);
	if (locality.n > 0)
		read_memory(&locality, w->page_bytes);
	return locality;
}

void locality_close(struct locality *locality)
{
	free(locality->node);
	*locality = (struct locality){ 0 };
}

/* ---- what is fair ---- */

/*
 * Beside the share: page tables and the orders and stamps of tasks, under a
 * 64th of it; and of the node's memory up to a 100th that is kept for urgent
 * allocations (nr_reserved_highatomic), and what CPUs have taken in batches and
 * not used yet. A 32nd is more than these were ever seen to take.
 */
bool locality_fits(uint64_t share_bytes, const struct node_memory *memory)
{
	return share_bytes + share_bytes / 64 + memory->managed_bytes / 32 <=
	       memory->room_bytes;
}

struct page_edges locality_edges(const struct workload *w, uint32_t task)
{
	const struct task_slice slice = workload_slice(w, task);
	const uint64_t table = w->page_bytes / sizeof(long);	/* its pages */
	const uint64_t before = slice.first_page % table;
	const uint64_t after = (slice.first_page + slice.nr_pages) % table;
	struct page_edges edges = { 0 };
	if (w->own_regions || w->processes)
		return edges;
	if (before > 0)		/* the region begins at a page table's boundary */
		edges.head = (size_t)(table - before);
	if (after > 0 && task + 1 < w->nr_tasks)
		edges.tail = (size_t)after;
	return edges;
}

/* ---- after it ---- */

void locality_add(struct locality *locality, uint32_t node,
		  const struct page_nodes *on)
{
	struct locality_node *to = find(locality, node);
	if (!to)
		return;
	to->on.local = count_add(to->on.local, on->local);
	to->on.remote = count_add(to->on.remote, on->remote);
	to->on.remote_edge += on->remote_edge;
}

static void reject(const struct locality_node *node, uint64_t nr_wrong,
		   struct trial_result *result)
{
	const double mib = (double)node->memory.room_bytes / 0x1p20;
	trial_reject(result,
		     "memory: %" PRIu64 " of %" PRIu64 " pages of tasks on node %" PRIu32 " are on other nodes, though %.*f %s were free there",
		     nr_wrong,
		     node->on.local.value + node->on.remote.value, node->node,
		     mib < 1024 ? 0 : 1, mib < 1024 ? mib : mib / 1024,
		     mib < 1024 ? "MiB" : "GiB");
}

/* What one node could not take fills the others, so that they may lack room. */
static bool all_fit(const struct locality *locality)
{
	for (size_t i = 0; i < locality->n; i++)
		if (!locality_fits(locality->node[i].share_bytes,
				   &locality->node[i].memory))
			return false;
	return true;
}

/* Where a fault maps one page, it maps it for its own task. */
static uint64_t nr_astray(const struct locality_node *node,
			  const struct trial_result *result)
{
	return node->on.remote.value -
	       (result->expected.no_more_pages ? 0 : node->on.remote_edge);
}

static void judge_known(const struct locality *locality,
			struct trial_result *result)
{
	const bool fit = all_fit(locality);
	for (size_t i = 0; i < locality->n; i++) {
		const struct locality_node *node = &locality->node[i];
		const uint64_t astray = nr_astray(node, result);
		if (astray > 0 && fit)
			reject(node, astray, result);
		result->spilled |= astray > 0 && !fit;
	}
}

void locality_judge(const struct locality *locality, struct trial_result *result)
{
	struct count local = { 0, locality->n > 0 }, remote = local;
	bool known = locality->n > 0;
	for (size_t i = 0; i < locality->n; i++) {
		local = count_add(local, locality->node[i].on.local);
		remote = count_add(remote, locality->node[i].on.remote);
		known &= locality->node[i].memory_known;
	}
	result->pages_local = local;
	result->pages_remote = remote;
	if (known && remote.known)
		judge_known(locality, result);
}
