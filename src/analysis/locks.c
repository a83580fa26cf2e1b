/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/locks.h"

#include <stdlib.h>
#include <string.h>

#include "record/packed.h"
#include "analysis/boots.h"
#include "analysis/compare.h"

static const char PREFIX[] = "lock.";
enum { PREFIX_LENGTH = sizeof(PREFIX) - 1 };

static bool is_counted(const struct sample *s)
{
	for (size_t i = 0; i < s->counters.name.n; i++)
		if (strncmp(s->counters.name.text[i], PREFIX, PREFIX_LENGTH) == 0)
			return true;
	return false;
}

/* ---- a cell ---- */

/* A cell while its units are being added. */
struct adding {
	const struct records *records;
	const struct boots *boots;
	const struct compare *compare;
	struct lock_costs *costs;
	size_t row, treatment;
};

/* Of name [n]; there from now on. */
static struct lock_cost *lock_of(const struct adding *a, const char *name,
				 size_t n)
{
	struct lock_costs *costs = a->costs;
	for (size_t i = 0; i < costs->n; i++)
		if (strncmp(costs->lock[i].name, name, n) == 0 &&
		    costs->lock[i].name[n] == '\0')
			return &costs->lock[i];
	costs->lock = records_grow(costs->lock, costs->n, sizeof(*costs->lock));
	struct lock_cost *lock = &costs->lock[costs->n++];
	*lock = (struct lock_cost){
		.name = error_unless_memory(strndup(name, n)) };
	for (size_t k = 0; k < NR_LOCK_NUMBERS; k++)
		lock->unit[k] = error_unless_memory(
			calloc(a->boots->n + 1, sizeof(double)));
	return lock;
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

static bool is_measured(const struct adding *a, size_t i, const char *boot_id)
{
	const struct sample *s = &a->records->sample[i];
	return count_is(s->row, a->row) && boot_id && s->boot_id &&
	       strcmp(s->boot_id, boot_id) == 0 && s->ok && !s->warmup &&
	       s->role && strcmp(s->role, "measure") == 0;
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

static void add_unit(const struct adding *a, const struct boot_range *range)
{
	const char *id = facts_text(range->boot, "id");
	double pages = 0;
	bool whole = true;
	for (size_t i = range->first; i < range->end; i++) {
		const struct sample *s = &a->records->sample[i];
		if (!is_measured(a, i, id))
			continue;
		whole = whole && is_counted(s);
		pages += (double)s->pages.value;
		add_sample(a, s);
	}
	end_unit(a, whole ? pages : 0);
}

static int most_taken_first(const void *a, const void *b)
{
	const struct lock_cost *one = a, *other = b;
	const double x = one->of_page[LOCK_ACQUISITIONS].mean.value;
	const double y = other->of_page[LOCK_ACQUISITIONS].mean.value;
	return x != y ? (x < y) - (x > y) : strcmp(one->name, other->name);
}

static void sum_up(struct lock_costs *costs)
{
	for (size_t i = 0; i < costs->n; i++)
		for (size_t k = 0; k < NR_LOCK_NUMBERS; k++)
			costs->lock[i].of_page[k] = estimate_of(
				costs->lock[i].unit[k], costs->nr_units);
	if (costs->n > 0)
		qsort(costs->lock, costs->n, sizeof(*costs->lock),
		      most_taken_first);
}

static void make_cell(const struct adding *a)
{
	for (size_t i = 0; i < a->boots->n; i++) {
		const struct real of = facts_number(a->boots->range[i].boot,
							 "treatment");
		if (of.known && of.value == (double)a->treatment &&
		    a->costs->nr_units < a->compare->nr_planned)
			add_unit(a, &a->boots->range[i]);
	}
	sum_up(a->costs);
}

static bool any_is_counted(const struct records *records)
{
	size_t i = 0;
	while (i < records->nr_samples && !is_counted(&records->sample[i]))
		i++;
	return i < records->nr_samples;
}

void locks_make(const struct records *records, struct compare *c)
{
	if (!any_is_counted(records))
		return;
	struct boots boots = boots_find(records, c->run_id);
	for (size_t i = 0; i < c->nr_rows * c->nr_sides; i++)
		make_cell(&(struct adding){
			.records = records, .boots = &boots, .compare = c,
			.costs = &c->row[i / c->nr_sides].cell[i % c->nr_sides].locks,
			.row = i / c->nr_sides, .treatment = i % c->nr_sides });
	boots_close(&boots);
}

void locks_close(struct lock_costs *costs)
{
	for (size_t i = 0; i < costs->n; i++) {
		for (size_t k = 0; k < NR_LOCK_NUMBERS; k++)
			free(costs->lock[i].unit[k]);
		free(costs->lock[i].name);
	}
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

bool locks_any_in_row(const struct compare *c, size_t row)
{
	for (size_t i = 0; i < c->nr_sides; i++)
		if (c->row[row].cell[i].locks.nr_units > 0)
			return true;
	return false;
}

bool locks_are_timed(const struct compare *c, size_t row)
{
	for (size_t i = 0; c->exact && i < c->nr_sides; i++) {
		const struct sample *like = c->row[row].cell[i].like;
		if (like && like->threads.value > 1)
			return false;
	}
	return true;
}

void locks_sum(const struct lock_costs *costs, size_t first, struct lock_cost *sum)
{
	double *unit = error_unless_memory(calloc(costs->nr_units + 1,
						  sizeof(*unit)));
	for (size_t k = 0; k < NR_LOCK_NUMBERS; k++) {
		memset(unit, 0, costs->nr_units * sizeof(*unit));
		for (size_t i = first; i < costs->n; i++)
			for (size_t u = 0; u < costs->nr_units; u++)
				unit[u] += costs->lock[i].unit[k][u];
		sum->of_page[k] = estimate_of(unit, costs->nr_units);
	}
	free(unit);
}
