/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/bind.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/file.h"

const struct list_words bind_words = {
	.words = (const char *const[]){ "none", "compact", "scatter", "core", "node",
					"list:", NULL },
	.what = "bind",
	.expected = "none, compact, scatter, core, node or list:CPUS",
	.range = { "bind list", 0, CPU_SETS_MAX - 1 },
	.twice = true,
};

#define CPUS "/sys/devices/system/cpu"

struct cpu_place {
	uint32_t cpu;
	uint32_t node;		/* 0 where the kernel knows none */
	uint32_t core;		/* the first of its CPUs; itself where unknown */
	size_t node_first, core_first;	/* where those of its node, core begin */
	bool given;		/* scatter: to a task, already */
	size_t nr_of_node, nr_of_core;	/* scatter: of the firsts; given so far */
};

struct places {
	struct cpu_place *place;	/* [n] by node, core and CPU */
	size_t n;
	struct cpu_sets *order;
};

uint32_t bind_node(const char *root, size_t cpu)
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
	AUTO_FREE char *text = file_text(
		root, CPUS "/cpu%zu/topology/thread_siblings_list", cpu);
	struct list siblings = { 0 };
	uint64_t first = cpu;
	if (text && list_parse(NUMBERS("siblings", 0, UINT32_MAX), text,
			       &siblings, NULL) == 0)
		for (size_t i = 0; i < siblings.n; i++)
			if (siblings.values[i] < first)
				first = siblings.values[i];
	list_close(&siblings);
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

static struct places places_open(const char *root, const struct cpu_sets *allowed)
{
	struct places places = { .n = 0 };
	places.place = error_unless_memory(
		calloc(cpu_sets_count(allowed, 0) + 1, sizeof(*places.place)));
	for (size_t cpu = cpu_sets_next(allowed, 0, 0);
	     cpu < 8 * allowed->set_bytes;
	     cpu = cpu_sets_next(allowed, 0, cpu + 1))
		places.place[places.n++] = (struct cpu_place){
			.cpu = (uint32_t)cpu,
			.node = bind_node(root, cpu),
			.core = core_of(root, cpu) };
	qsort(places.place, places.n, sizeof(*places.place), by_place);
	find_firsts(places.place, places.n);
	return places;
}

/* ---- orders ---- */

static void all_nodes(struct places *places)
{
	for (size_t i = 0; i < places->n; i++) {
		if (places->place[i].node_first == i)
			cpu_sets_add(places->order);
		cpu_sets_put(places->order, places->place[i].cpu);
	}
}

static void add_alone(struct places *places, size_t i)
{
	cpu_sets_add(places->order);
	cpu_sets_put(places->order, places->place[i].cpu);
}

/* The CPUs one by one, or the first one of each core. */
static void one_by_one(struct places *places, bool cores)
{
	for (size_t i = 0; i < places->n; i++)
		if (!cores || places->place[i].core_first == i)
			add_alone(places, i);
}

/* Whether p is on a node that gave fewer CPUs so far than q's, or there on such a core. */
static bool is_farther(const struct cpu_place place[], const struct cpu_place *p,
		       const struct cpu_place *q)
{
	const size_t of_p = place[p->node_first].nr_of_node;
	const size_t of_q = place[q->node_first].nr_of_node;
	return of_p < of_q ||
	       (p->node_first == q->node_first &&
		place[p->core_first].nr_of_core < place[q->core_first].nr_of_core);
}

static void scattered(struct places *places)
{
	struct cpu_place *place = places->place;
	for (size_t k = 0; k < places->n; k++) {
		size_t best = places->n;
		for (size_t i = 0; i < places->n; i++)
			if (!place[i].given &&
			    (best == places->n ||
			     is_farther(place, &place[i], &place[best])))
				best = i;
		place[best].given = true;
		place[place[best].core_first].nr_of_core++;
		place[place[best].node_first].nr_of_node++;
		add_alone(places, best);
	}
}

void bind_order_of(const char *root, enum bind_mode mode,
		   const struct cpu_sets *allowed, struct cpu_sets *order)
{
	struct places places = places_open(root, allowed);
	places.order = order;
	if (mode == BIND_NODE)
		all_nodes(&places);
	else if (mode == BIND_SCATTER)
		scattered(&places);
	else
		one_by_one(&places, mode == BIND_CORE);
	free(places.place);
}
