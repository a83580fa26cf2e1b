/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/locks.h"

#include <stdlib.h>
#include <string.h>

#include "record/packed.h"

static const char PREFIX[] = "lock.";
enum { PREFIX_LENGTH = sizeof(PREFIX) - 1 };

static bool is_counted(const struct sample *s)
{
	for (size_t i = 0; i < s->counters.name.n; i++)
		if (strncmp(s->counters.name.text[i], PREFIX, PREFIX_LENGTH) == 0)
			return true;
	return false;
}

/* ---- the locks of a cell ---- */

static struct lock_cost new_lock(char *name, size_t nr_units)
{
	struct lock_cost lock = { .name = name };
	for (size_t k = 0; k < NR_LOCK_NUMBERS; k++)
		lock.unit[k] = error_unless_memory(calloc(nr_units + 1, sizeof(double)));
	return lock;
}

static void close_lock(struct lock_cost *lock)
{
	for (size_t k = 0; k < NR_LOCK_NUMBERS; k++)
		free(lock->unit[k]);
	free(lock->name);
}

/* A cell while its units are being added. */
struct adding {
	struct lock_costs *costs;
	size_t nr_units;	/* room for so many */
};

/* Of name [n]; there from now on. */
static struct lock_cost *lock_of(const struct adding *a, const char *name, size_t n)
{
	struct lock_costs *costs = a->costs;
	for (size_t i = 0; i < costs->n; i++)
		if (strncmp(costs->lock[i].name, name, n) == 0 &&
		    costs->lock[i].name[n] == '\0')
			return &costs->lock[i];
	costs->lock = records_grow(costs->lock, costs->n, sizeof(*costs->lock));
	costs->lock[costs->n] = new_lock(error_unless_memory(strndup(name, n)),
					 a->nr_units);
	return &costs->lock[costs->n++];
}

/* "lock.page_table.acquisitions": the lock's name may have dots, too. */
static void add_pair(const struct adding *a, const struct pair *pair)
{
	const char *name = pair->name;
	if (strncmp(name, PREFIX, PREFIX_LENGTH) != 0 || !pair->number.known)
		return;
	name += PREFIX_LENGTH;
	const char *dot = strrchr(name, '.');
	if (!dot || dot == name)
		return;
	for (size_t k = 0; k < NR_LOCK_NUMBERS; k++)
		if (strcmp(dot + 1, lock_number_names[k]) == 0)
			lock_of(a, name, (size_t)(dot - name))
				->unit[k][a->costs->nr_units] += pair->number.value;
}

static void add_sample(const struct adding *a, const struct sample *s)
{
	struct pair *pair = counters_pairs(&s->counters);
	for (size_t i = 0; i < s->counters.name.n; i++)
		add_pair(a, &pair[i]);
	free(pair);
}

/* Sums become those of a page; without a page the unit is none. */
static void end_unit(const struct adding *a, double pages)
{
	struct lock_costs *costs = a->costs;
	for (size_t i = 0; i < costs->n; i++)
		for (size_t k = 0; k < NR_LOCK_NUMBERS; k++) {
			double *value = &costs->lock[i].unit[k][costs->nr_units];
			*value = pages > 0 ? *value / pages : 0;
		}
	costs->nr_units += pages > 0;
}

static void add_unit(const struct adding *a, const struct sample_list *unit)
{
	double pages = 0;
	bool whole = true;
	for (size_t i = 0; i < unit->n; i++) {
		const struct sample *s = unit->sample[i];
		whole = whole && is_counted(s);
		pages += (double)s->pages.value;
		add_sample(a, s);
	}
	end_unit(a, whole ? pages : 0);
}

static void estimate(struct lock_cost *lock, size_t nr_units)
{
	for (size_t k = 0; k < NR_LOCK_NUMBERS; k++)
		lock->of_page[k] = estimate_of(lock->unit[k], nr_units);
}

static double taken(const struct lock_cost *lock)
{
	return lock->of_page[LOCK_ACQUISITIONS].mean.value;
}

static int most_taken_first(const void *a, const void *b)
{
	const struct lock_cost *one = a, *other = b;
	const double x = taken(one), y = taken(other);
	return x != y ? (x < y) - (x > y) : strcmp(one->name, other->name);
}

void locks_fill(struct lock_costs *costs, const struct sample_list unit[], size_t n)
{
	const struct adding adding = { costs, n };
	if (n == 0 || !is_counted(unit[0].sample[0]))
		return;
	for (size_t i = 0; i < n; i++)
		add_unit(&adding, &unit[i]);
	for (size_t i = 0; i < costs->n; i++)
		estimate(&costs->lock[i], costs->nr_units);
	if (costs->n > 0)
		qsort(costs->lock, costs->n, sizeof(*costs->lock), most_taken_first);
}

void locks_sum(const struct lock_costs *costs, size_t first, struct lock_cost *sum)
{
	struct lock_cost all = new_lock(NULL, costs->nr_units);
	for (size_t i = first; i < costs->n; i++)
		for (size_t k = 0; k < NR_LOCK_NUMBERS; k++)
			for (size_t u = 0; u < costs->nr_units; u++)
				all.unit[k][u] += costs->lock[i].unit[k][u];
	estimate(&all, costs->nr_units);
	memcpy(sum->of_page, all.of_page, sizeof(sum->of_page));
	close_lock(&all);
}

void locks_close(struct lock_costs *costs)
{
	for (size_t i = 0; i < costs->n; i++)
		close_lock(&costs->lock[i]);
	free(costs->lock);
	*costs = (struct lock_costs){ 0 };
}

const struct lock_cost *locks_find(const struct lock_costs *costs, const char *name)
{
	for (size_t i = 0; i < costs->n; i++)
		if (strcmp(costs->lock[i].name, name) == 0)
			return &costs->lock[i];
	return NULL;
}
