/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/placement.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "machine/policy.h"

size_t placement_nr_cpus(void)
{
	struct list allowed;
	if (bind_allowed(&allowed, NULL) != 0)
		return 1;
	const size_t n = allowed.n;
	list_close(&allowed);
	return n;
}

/* "0-3,8", for a message; cpus ascend. */
static void cpus_text(const struct list *cpus, char *text, size_t n)
{
	size_t at = 0;
	text[0] = '\0';
	for (size_t i = 0, last; i < cpus->n && at < n; i = last + 1) {
		for (last = i; last + 1 < cpus->n &&
			       cpus->values[last + 1] == cpus->values[last] + 1;)
			last++;
		at += (size_t)snprintf(text + at, n - at,
				       last > i ? "%s%" PRIu64 "-%" PRIu64 :
						  "%s%" PRIu64,
				       at ? "," : "", cpus->values[i],
				       cpus->values[last]);
	}
}

static int plan_list(const struct list *cpus, const struct list *allowed,
		     struct bind_sets *sets, struct error *err)
{
	for (size_t i = 0; i < cpus->n; i++) {
		char may[128];
		if (!list_has(allowed, cpus->values[i])) {
			cpus_text(allowed, may, sizeof(may));
			return error_set(err, -EINVAL,
					 "--bind list: CPU %" PRIu64 ": expected one that exists and may be used: %s",
					 cpus->values[i], may);
		}
		list_add(bind_sets_add(sets), cpus->values[i]);
	}
	return 0;
}

/* CPUs in all sets together. */
static size_t union_count(const struct bind_sets *sets)
{
	struct list all = { 0 };
	for (size_t i = 0; i < sets->n; i++)
		for (size_t k = 0; k < sets->set[i].n; k++)
			list_add(&all, sets->set[i].values[k]);
	const size_t n = all.n;
	list_close(&all);
	return n;
}

static struct count node_of(const struct list *cpus)
{
	struct count node = { 0 };
	for (size_t i = 0; i < cpus->n; i++) {
		const uint32_t of = bind_node("", (size_t)cpus->values[i]);
		if (node.known && node.value != of)
			return (struct count){ 0 };
		node = count_of(of);
	}
	return node;
}

/* Left out on a machine with one node: there is nothing to compare. */
static void find_nodes(struct placement *placement)
{
	const struct bind_sets *sets = &placement->sets;
	struct list nodes;
	policy_nodes("", &nodes);
	const size_t nr_nodes = nodes.n;
	list_close(&nodes);
	if (nr_nodes < 2 || sets->n == 0)
		return;
	placement->node = error_unless_memory(
		calloc(sets->n, sizeof(*placement->node)));
	for (size_t i = 0; i < sets->n; i++)
		placement->node[i] = node_of(&sets->set[i]);
}

int placement_plan(const struct list_word *choice, struct placement *placement,
		   struct error *err)
{
	struct list allowed;
	struct bind_sets *sets = &placement->sets;
	*placement = (struct placement){ .mode = choice->mode };
	int rc = bind_allowed(&allowed, err);
	if (rc != 0)
		return rc;
	if (choice->mode == BIND_LIST)
		rc = plan_list(&choice->list, &allowed, sets, err);
	else if (choice->mode != BIND_NONE)
		rc = bind_order(choice->mode, &allowed, sets, err);
	find_nodes(placement);
	placement->nr_cpus = choice->mode == BIND_NONE ? allowed.n :
							 union_count(sets);
	if (rc != 0)
		placement_close(placement);
	list_close(&allowed);
	return rc;
}

void placement_close(struct placement *placement)
{
	bind_sets_close(&placement->sets);
	free(placement->node);
	*placement = (struct placement){ 0 };
}

int placement_pin(const struct placement *placement, size_t task)
{
	const struct bind_sets *sets = &placement->sets;
	return sets->n == 0 ? 0 : bind_to(&sets->set[task % sets->n]);
}

struct count placement_cpu(const struct placement *placement, size_t task)
{
	const struct bind_sets *sets = &placement->sets;
	if (sets->n == 0 || sets->set[task % sets->n].n != 1)
		return (struct count){ 0 };
	return count_of(sets->set[task % sets->n].values[0]);
}

struct count placement_node(const struct placement *placement, size_t task)
{
	return placement->node ? placement->node[task % placement->sets.n] :
				 (struct count){ 0 };
}
