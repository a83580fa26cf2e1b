/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/cpu_place.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

#define CPUS "/sys/devices/system/cpu"

uint32_t cpu_node(const char *root, size_t cpu)
{
	char path[4096];
	uint32_t node = 0;
	snprintf(path, sizeof(path), "%s" CPUS "/cpu%zu", root, cpu);
	DIR *folder = opendir(path);
	for (struct dirent *entry; folder && (entry = readdir(folder));)
		if (strncmp(entry->d_name, "node", 4) == 0 &&
		    isdigit((unsigned char)entry->d_name[4]))
			node = (uint32_t)strtoul(entry->d_name + 4, NULL, 10);
	if (folder)
		closedir(folder);
	return node;
}

/* The first CPU of its core. */
static uint32_t core_of(const char *root, size_t cpu)
{
	char *text = file_text(root, CPUS "/cpu%zu/topology/thread_siblings_list",
			       cpu);
	struct list siblings = { 0 };
	uint64_t first = cpu;
	if (text && list_parse("siblings", text, 0, UINT32_MAX, &siblings,
			       NULL) == 0)
		for (size_t i = 0; i < siblings.n; i++)
			if (siblings.values[i] < first)
				first = siblings.values[i];
	list_close(&siblings);
	free(text);
	return (uint32_t)first;
}

static int by_place(const void *a, const void *b)
{
	const struct cpu_place *p = a, *q = b;
	if (p->node != q->node)
		return p->node < q->node ? -1 : 1;
	if (p->core != q->core)
		return p->core < q->core ? -1 : 1;
	return p->cpu < q->cpu ? -1 : p->cpu > q->cpu;
}

static void find_firsts(struct cpu_place place[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const bool same_node = i > 0 && place[i].node == place[i - 1].node;
		const bool same_core = same_node &&
				       place[i].core == place[i - 1].core;
		place[i].node_first = same_node ? place[i - 1].node_first : i;
		place[i].core_first = same_core ? place[i - 1].core_first : i;
	}
}

struct cpu_place *cpu_places(const char *root, const struct cpu_sets *allowed,
			     size_t *n)
{
	const size_t bytes = allowed->set_bytes;
	struct cpu_place *place = calloc((size_t)CPU_COUNT_S(bytes, allowed->set[0]) + 1,
					 sizeof(*place));
	*n = 0;
	for (size_t cpu = 0; place && cpu < 8 * bytes; cpu++)
		if (CPU_ISSET_S(cpu, bytes, allowed->set[0]))
			place[(*n)++] = (struct cpu_place){
				.cpu = (uint32_t)cpu,
				.node = cpu_node(root, cpu),
				.core = core_of(root, cpu) };
	if (place) {
		qsort(place, *n, sizeof(*place), by_place);
		find_firsts(place, *n);
	}
	return place;
}

/* ---- orders ---- */

struct ordering {
	const struct cpu_place *place;
	size_t n;
	struct cpu_sets *order;
	cpu_set_t *scratch;
	size_t *taken;		/* [3 * n] of CPUs, of cores, of nodes */
};

/* Places from first to end as one set. */
static int add_set(struct ordering *o, size_t first, size_t end)
{
	const size_t bytes = o->order->set_bytes;
	CPU_ZERO_S(bytes, o->scratch);
	for (size_t i = first; i < end; i++)
		CPU_SET_S(o->place[i].cpu, bytes, o->scratch);
	return cpu_sets_add(o->order, o->scratch);
}

static int all_nodes(struct ordering *o)
{
	int rc = 0;
	for (size_t i = 0, end; rc == 0 && i < o->n; i = end) {
		for (end = i; end < o->n && o->place[end].node_first == i;)
			end++;
		rc = add_set(o, i, end);
	}
	return rc;
}

/* Of the node that gave least so far, and there of such a core; first of equals. */
static size_t farthest(const struct ordering *o)
{
	const size_t *cpu = o->taken, *core = cpu + o->n, *node = core + o->n;
	size_t best = o->n;
	for (size_t i = 0; i < o->n; i++) {
		if (cpu[i])
			continue;
		const struct cpu_place *p = &o->place[i];
		const struct cpu_place *q = &o->place[best < o->n ? best : i];
		if (best == o->n || node[p->node_first] < node[q->node_first] ||
		    (p->node_first == q->node_first &&
		     core[p->core_first] < core[q->core_first]))
			best = i;
	}
	return best;
}

static int scattered(struct ordering *o)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < o->n; i++) {
		const size_t best = farthest(o);
		o->taken[best]++;
		o->taken[o->n + o->place[best].core_first]++;
		o->taken[2 * o->n + o->place[best].node_first]++;
		rc = add_set(o, best, best + 1);
	}
	return rc;
}

/* The CPUs one by one, or the first one of each core. */
static int one_by_one(struct ordering *o, bool cores)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < o->n; i++)
		if (!cores || o->place[i].core_first == i)
			rc = add_set(o, i, i + 1);
	return rc;
}

int cpu_places_order(const char *root, enum bind_mode mode,
		     const struct cpu_sets *allowed, struct cpu_sets *order)
{
	struct ordering o = { .order = order };
	struct cpu_place *place = cpu_places(root, allowed, &o.n);
	int rc = -ENOMEM;
	o.place = place;
	o.scratch = malloc(allowed->set_bytes);
	o.taken = calloc(3 * o.n + 1, sizeof(*o.taken));
	if (place && o.scratch && o.taken) {
		if (mode == BIND_NODE)
			rc = all_nodes(&o);
		else if (mode == BIND_SCATTER)
			rc = scattered(&o);
		else
			rc = one_by_one(&o, mode == BIND_CORE);
	}
	free(o.taken);
	free(o.scratch);
	free(place);
	return rc;
}
