/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/placement.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "machine/cpu_place.h"
#include "machine/nodes.h"

const char *const bind_words[] = { "none", "compact", "scatter", "core", "node",
				   "list:", NULL };

enum { MAX_CPUS = 1 << 16 };

int bind_parse(const char *text, struct bind_choice *choice, struct error *err)
{
	for (int i = 0; i < BIND_LIST; i++) {
		if (strcmp(text, bind_words[i]) != 0)
			continue;
		bind_close(choice);
		choice->mode = (enum bind_mode)i;
		return 0;
	}
	const size_t n = strlen(bind_words[BIND_LIST]);
	if (strncmp(text, bind_words[BIND_LIST], n) != 0)
		return error_set(err, -EINVAL,
				 "--bind '%s': expected none, compact, scatter, core, node or list:CPUS",
				 text);
	struct list cpus;
	const int rc = list_parse_all("--bind list", text + n, 0, MAX_CPUS - 1, &cpus,
				  err);
	if (rc != 0)
		return rc;
	bind_close(choice);
	*choice = (struct bind_choice){ .mode = BIND_LIST, .cpus = cpus };
	return 0;
}

char *bind_text(const struct bind_choice *choice)
{
	return list_text(bind_words[choice->mode], &choice->cpus);
}

void bind_close(struct bind_choice *choice)
{
	list_close(&choice->cpus);
	choice->mode = BIND_NONE;
}

int cpu_sets_add(struct cpu_sets *sets, const cpu_set_t *set)
{
	cpu_set_t **grown = realloc(sets->set, (sets->n + 1) * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	sets->set = grown;
	grown[sets->n] = malloc(sets->set_bytes);
	if (!grown[sets->n])
		return -ENOMEM;
	memcpy(grown[sets->n++], set, sets->set_bytes);
	return 0;
}

void cpu_sets_close(struct cpu_sets *sets)
{
	for (size_t i = 0; i < sets->n; i++)
		free(sets->set[i]);
	free(sets->set);
	*sets = (struct cpu_sets){ 0 };
}

/* The kernel's mask may be longer than cpu_set_t: ask with more until it fits. */
int placement_allowed(struct cpu_sets *allowed, struct error *err)
{
	for (size_t bytes = CPU_ALLOC_SIZE(1024); bytes <= MAX_CPUS / 8;
	     bytes *= 2) {
		cpu_set_t *set = calloc(1, bytes);
		if (!set)
			return error_set(err, -ENOMEM, "out of memory");
		if (sched_getaffinity(0, bytes, set) == 0) {
			*allowed = (struct cpu_sets){ .set_bytes = bytes };
			const int rc = cpu_sets_add(allowed, set);
			free(set);
			return rc ? error_set(err, rc, "out of memory") : 0;
		}
		const int code = errno;
		free(set);
		if (code != EINVAL)
			return error_set(err, -code, "sched_getaffinity: %s",
					 strerror(code));
	}
	return error_set(err, -EOVERFLOW, "more CPUs than pft can tell apart");
}

size_t placement_nr_cpus(void)
{
	struct cpu_sets allowed = { 0 };
	if (placement_allowed(&allowed, NULL) != 0)
		return 1;
	const size_t n = (size_t)CPU_COUNT_S(allowed.set_bytes, allowed.set[0]);
	cpu_sets_close(&allowed);
	return n;
}

/* "0-3,8", for a message. */
static void cpus_text(const struct cpu_sets *sets, char *text, size_t n)
{
	const size_t max = 8 * sets->set_bytes;
	size_t at = 0;
	text[0] = '\0';
	for (size_t cpu = 0; cpu < max && at < n; cpu++) {
		size_t last = cpu;
		if (!CPU_ISSET_S(cpu, sets->set_bytes, sets->set[0]))
			continue;
		while (last + 1 < max &&
		       CPU_ISSET_S(last + 1, sets->set_bytes, sets->set[0]))
			last++;
		at += (size_t)snprintf(text + at, n - at,
				       last > cpu ? "%s%zu-%zu" : "%s%zu",
				       at ? "," : "", cpu, last);
		cpu = last;
	}
}

static int plan_list(const struct list *cpus, const struct cpu_sets *allowed,
		     struct cpu_sets *sets, struct error *err)
{
	cpu_set_t *one = malloc(allowed->set_bytes);
	int rc = one ? 0 : -ENOMEM;
	for (size_t i = 0; rc == 0 && i < cpus->n; i++) {
		const size_t cpu = (size_t)cpus->values[i];
		if (cpu >= 8 * allowed->set_bytes ||
		    !CPU_ISSET_S(cpu, allowed->set_bytes, allowed->set[0])) {
			char may[128];
			cpus_text(allowed, may, sizeof(may));
			free(one);
			return error_set(err, -EINVAL,
					 "--bind list: CPU %zu: expected one that exists and may be used: %s",
					 cpu, may);
		}
		CPU_ZERO_S(allowed->set_bytes, one);
		CPU_SET_S(cpu, allowed->set_bytes, one);
		rc = cpu_sets_add(sets, one);
	}
	free(one);
	return rc ? error_set(err, rc, "out of memory") : 0;
}

/* CPUs in all sets together. */
static size_t union_count(const struct cpu_sets *sets)
{
	cpu_set_t *all = calloc(1, sets->set_bytes);
	if (!all)
		return sets->n;
	for (size_t i = 0; i < sets->n; i++)
		CPU_OR_S(sets->set_bytes, all, all, sets->set[i]);
	const size_t n = (size_t)CPU_COUNT_S(sets->set_bytes, all);
	free(all);
	return n;
}

static struct count node_of(const cpu_set_t *set, size_t bytes)
{
	struct count node = { 0 };
	for (size_t cpu = 0; cpu < 8 * bytes; cpu++) {
		if (!CPU_ISSET_S(cpu, bytes, set))
			continue;
		const uint32_t of = cpu_node("", cpu);
		if (node.known && node.value != of)
			return (struct count){ 0 };
		node = count_of(of);
	}
	return node;
}

/* Where there is but one node, nobody asks. */
static int find_nodes(struct placement *placement)
{
	const struct cpu_sets *sets = &placement->sets;
	struct list nodes;
	nodes_with_memory("", &nodes);
	const size_t nr_nodes = nodes.n;
	list_close(&nodes);
	if (nr_nodes < 2 || sets->n == 0)
		return 0;
	placement->node = calloc(sets->n, sizeof(*placement->node));
	if (!placement->node)
		return -ENOMEM;
	for (size_t i = 0; i < sets->n; i++)
		placement->node[i] = node_of(sets->set[i], sets->set_bytes);
	return 0;
}

int placement_plan(const struct bind_choice *choice, struct placement *placement,
		   struct error *err)
{
	struct cpu_sets allowed = { 0 };
	int rc = placement_allowed(&allowed, err);
	*placement = (struct placement){ .mode = choice->mode };
	placement->sets.set_bytes = allowed.set_bytes;
	if (rc == 0 && choice->mode == BIND_LIST)
		rc = plan_list(&choice->cpus, &allowed, &placement->sets, err);
	else if (rc == 0 && choice->mode != BIND_NONE)
		rc = placement_order(choice->mode, &allowed, &placement->sets,
				     err);
	if (rc == 0 && find_nodes(placement) != 0)
		rc = error_set(err, -ENOMEM, "out of memory");
	if (rc == 0)
		placement->nr_cpus = union_count(
			choice->mode == BIND_NONE ? &allowed : &placement->sets);
	else
		placement_close(placement);
	cpu_sets_close(&allowed);
	return rc;
}

void placement_close(struct placement *placement)
{
	cpu_sets_close(&placement->sets);
	free(placement->node);
	*placement = (struct placement){ 0 };
}

int placement_pin(const struct placement *placement, size_t task)
{
	if (placement->sets.n == 0)
		return 0;
	const cpu_set_t *set = placement->sets.set[task % placement->sets.n];
	return sched_setaffinity(0, placement->sets.set_bytes, set) == 0 ? 0 :
									   -errno;
}

struct count placement_cpu(const struct placement *placement, size_t task)
{
	const size_t bytes = placement->sets.set_bytes;
	if (placement->sets.n == 0)
		return (struct count){ 0 };
	const cpu_set_t *set = placement->sets.set[task % placement->sets.n];
	if (CPU_COUNT_S(bytes, set) != 1)
		return (struct count){ 0 };
	for (size_t cpu = 0; cpu < 8 * bytes; cpu++)
		if (CPU_ISSET_S(cpu, bytes, set))
			return count_of(cpu);
	return (struct count){ 0 };
}

struct count placement_node(const struct placement *placement, size_t task)
{
	return placement->node ? placement->node[task % placement->sets.n] :
				 (struct count){ 0 };
}
