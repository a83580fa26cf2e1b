/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/bind.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <sched.h>
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
	.range = { "bind list", 0, BIND_CPUS_MAX - 1 },
	.twice = true,
};

/* The kernel's mask may be longer than one cpu_set_t. */
enum { NR_MASKS = BIND_CPUS_MAX / CPU_SETSIZE };

int bind_allowed(struct list *cpus, struct error *err)
{
	cpu_set_t mask[NR_MASKS];
	*cpus = (struct list){ 0 };
	CPU_ZERO_S(sizeof(mask), mask);
	if (sched_getaffinity(0, sizeof(mask), mask) != 0)
		return error_set(err, -errno, "sched_getaffinity: %s",
				 strerror(errno));
	const size_t n = (size_t)CPU_COUNT_S(sizeof(mask), mask);
	for (size_t cpu = 0; cpus->n < n; cpu++)
		if (CPU_ISSET_S(cpu, sizeof(mask), mask))
			list_add(cpus, cpu);
	return 0;
}

int bind_to(const struct list *cpus)
{
	cpu_set_t mask[NR_MASKS];
	CPU_ZERO_S(sizeof(mask), mask);
	for (size_t i = 0; i < cpus->n; i++)
		CPU_SET_S(cpus->values[i], sizeof(mask), mask);
	return sched_setaffinity(0, sizeof(mask), mask) == 0 ? 0 : -errno;
}

struct list *bind_sets_add(struct bind_sets *sets)
{
	sets->set = error_unless_memory(
		realloc(sets->set, (sets->n + 1) * sizeof(*sets->set)));
	sets->set[sets->n] = (struct list){ 0 };
	return &sets->set[sets->n++];
}

void bind_sets_close(struct bind_sets *sets)
{
	for (size_t i = 0; i < sets->n; i++)
		list_close(&sets->set[i]);
	free(sets->set);
	*sets = (struct bind_sets){ 0 };
}

/* ---- the order by sysfs ---- */

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
	struct bind_sets *order;
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

static struct places places_open(const char *root, const struct list *allowed)
{
	struct places places = { .n = 0 };
	places.place = error_unless_memory(
		calloc(allowed->n + 1, sizeof(*places.place)));
	for (; places.n < allowed->n; places.n++) {
		const size_t cpu = (size_t)allowed->values[places.n];
		places.place[places.n] = (struct cpu_place){
			.cpu = (uint32_t)cpu,
			.node = bind_node(root, cpu),
			.core = core_of(root, cpu) };
	}
	qsort(places.place, places.n, sizeof(*places.place), by_place);
	find_firsts(places.place, places.n);
	return places;
}

/* ---- orders ---- */

static void all_nodes(struct places *places)
{
	struct list *set = NULL;
	for (size_t i = 0; i < places->n; i++) {
		if (places->place[i].node_first == i)
			set = bind_sets_add(places->order);
		list_add(set, places->place[i].cpu);
	}
}

static void add_alone(struct places *places, size_t i)
{
	list_add(bind_sets_add(places->order), places->place[i].cpu);
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
		   const struct list *allowed, struct bind_sets *order)
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
