/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/placement.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "machine/policy.h"

size_t placement_nr_cpus(void)
{
	struct cpu_sets allowed;
	if (cpu_sets_allowed(&allowed, NULL) != 0)
		return 1;
	const size_t n = cpu_sets_count(&allowed, 0);
	cpu_sets_close(&allowed);
	return n;
}

/* "0-3,8", for a message. */
static void cpus_text(const struct cpu_sets *sets, char *text, size_t n)
{
	size_t at = 0, last;
	text[0] = '\0';
	for (size_t cpu = cpu_sets_next(sets, 0, 0);
	     cpu < 8 * sets->set_bytes && at < n;
	     cpu = cpu_sets_next(sets, 0, last + 1)) {
		for (last = cpu; cpu_sets_has(sets, 0, last + 1);)
			last++;
		at += (size_t)snprintf(text + at, n - at,
				       last > cpu ? "%s%zu-%zu" : "%s%zu",
				       at ? "," : "", cpu, last);
	}
}

static int plan_list(const struct list *cpus, const struct cpu_sets *allowed,
		     struct cpu_sets *sets, struct error *err)
{
	for (size_t i = 0; i < cpus->n; i++) {
		const size_t cpu = (size_t)cpus->values[i];
		char may[128];
		if (!cpu_sets_has(allowed, 0, cpu)) {
			cpus_text(allowed, may, sizeof(may));
			return error_set(err, -EINVAL,
					 "--bind list: CPU %zu: expected one that exists and may be used: %s",
					 cpu, may);
		}
		cpu_sets_add(sets);
		cpu_sets_put(sets, cpu);
	}
	return 0;
}

/* CPUs in all sets together. */
static size_t union_count(const struct cpu_sets *sets)
{
	struct cpu_sets all = { .set_bytes = sets->set_bytes };
	cpu_set_t *set = cpu_sets_add(&all);
	for (size_t i = 0; i < sets->n; i++)
		CPU_OR_S(sets->set_bytes, set, set, sets->set[i]);
	const size_t n = cpu_sets_count(&all, 0);
	cpu_sets_close(&all);
	return n;
}

static struct count node_of(const struct cpu_sets *sets, size_t i)
{
	struct count node = { 0 };
	for (size_t cpu = cpu_sets_next(sets, i, 0); cpu < 8 * sets->set_bytes;
	     cpu = cpu_sets_next(sets, i, cpu + 1)) {
		const uint32_t of = bind_node("", cpu);
		if (node.known && node.value != of)
			return (struct count){ 0 };
		node = count_of(of);
	}
	return node;
}

/* Left out on a machine with one node: there is nothing to compare. */
static void find_nodes(struct placement *placement)
{
	const struct cpu_sets *sets = &placement->sets;
	struct list nodes;
	policy_nodes("", &nodes);
	const size_t nr_nodes = nodes.n;
	list_close(&nodes);
	if (nr_nodes < 2 || sets->n == 0)
		return;
	placement->node = error_unless_memory(
		calloc(sets->n, sizeof(*placement->node)));
	for (size_t i = 0; i < sets->n; i++)
		placement->node[i] = node_of(sets, i);
}

int placement_plan(const struct list_word *choice, struct placement *placement,
		   struct error *err)
{
	struct cpu_sets allowed, *sets = &placement->sets;
	*placement = (struct placement){ .mode = choice->mode };
	int rc = cpu_sets_allowed(&allowed, err);
	if (rc != 0)
		return rc;
	sets->set_bytes = allowed.set_bytes;
	if (choice->mode == BIND_LIST)
		rc = plan_list(&choice->list, &allowed, sets, err);
	else if (choice->mode != BIND_NONE)
		rc = bind_order(choice->mode, &allowed, sets, err);
	find_nodes(placement);
	placement->nr_cpus = union_count(choice->mode == BIND_NONE ? &allowed :
								     sets);
	if (rc != 0)
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
	const struct cpu_sets *sets = &placement->sets;
	if (sets->n == 0 || cpu_sets_count(sets, task % sets->n) != 1)
		return (struct count){ 0 };
	return count_of(cpu_sets_next(sets, task % sets->n, 0));
}

struct count placement_node(const struct placement *placement, size_t task)
{
	return placement->node ? placement->node[task % placement->sets.n] :
				 (struct count){ 0 };
}
