/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Repetitions to units: what is measured on one boot, or in one run or block of it.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/estimate.h"
#include "analysis/build.h"

/* ---- grouping ---- */

static int order_of_reps(size_t x, size_t y, const struct rep *a, const struct rep *b)
{
	if (x != y)
		return x < y ? -1 : 1;
	return (a->sample > b->sample) - (a->sample < b->sample);
}

static int by_stretch(const void *left, const void *right)
{
	const struct rep *a = left, *b = right;
	return order_of_reps(a->stretch->nr, b->stretch->nr, a, b);
}

static int by_boot_nr(const void *left, const void *right)
{
	const struct rep *a = left, *b = right;
	return order_of_reps(a->stretch->boot_nr, b->stretch->boot_nr, a, b);
}

typedef int order_fn(const void *, const void *);

/* Nearly always they are in order: units are measured one after the other. */
static void sort(struct units *units, order_fn *order)
{
	size_t i = 1;
	while (i < units->nr_reps && order(&units->rep[i - 1], &units->rep[i]) < 0)
		i++;
	if (i < units->nr_reps)
		qsort(units->rep, units->nr_reps, sizeof(*units->rep), order);
}

static size_t group_of(const struct rep *rep, bool by_boot)
{
	return by_boot ? rep->stretch->boot_nr : rep->stretch->nr;
}

static void add_rep(struct units *units, size_t i, bool by_boot)
{
	const struct rep *rep = &units->rep[i];
	if (i == 0 || group_of(rep, by_boot) != group_of(rep - 1, by_boot)) {
		units->unit = records_grow(units->unit, units->n,
					   sizeof(*units->unit));
		units->unit[units->n++] =
			(struct unit){ .stretch = rep->stretch, .first = i };
	}
	units->unit[units->n - 1].n++;
}

struct units units_of(const struct side_row *row, bool by_boot)
{
	struct units units = {
		.rep = error_unless_memory(calloc(row->nr_reps + 1,
						  sizeof(*units.rep))),
		.nr_reps = row->nr_reps,
		.exact = row->build->compare->exact,
		.total = row->build->compare->one_layout,
	};
	if (row->nr_reps > 0)
		memcpy(units.rep, row->rep, row->nr_reps * sizeof(*units.rep));
	sort(&units, by_boot ? by_boot_nr : by_stretch);
	for (size_t i = 0; i < units.nr_reps; i++)
		add_rep(&units, i, by_boot);
	return units;
}

void units_close(struct units *units)
{
	free(units->rep);
	free(units->unit);
	*units = (struct units){ 0 };
}

/* ---- costs ---- */

/* From the first on, so that equal costs have themselves as mean. */
static double geometric_mean(const double cost[], size_t n)
{
	double off = 0;
	for (size_t i = 0; i < n; i++)
		off += log(cost[i] / cost[0]);
	return cost[0] * exp(off / (double)n);
}

double units_mean(const double cost[], size_t n, bool geometric)
{
	return geometric ? geometric_mean(cost, n) :
			   estimate_of(cost, n).mean.value;
}

static struct real total_cost(const struct units *units, const struct unit *unit,
			      enum metric_id metric)
{
	const struct rep *rep = units->rep + unit->first;
	double amount = 0, pages = 0;
	for (size_t i = 0; i < unit->n; i++) {
		const struct real part = metric_amount_of(metric, 0, rep[i].sample,
							  units->exact);
		if (!part.known)
			return (struct real){ 0 };
		amount += part.value;
		pages += metric_pages(rep[i].sample).value;
	}
	return (struct real){ pages > 0 ? amount / pages : 0, pages > 0 };
}

static struct real mean_cost(const struct units *units, const struct unit *unit,
			     enum metric_id metric)
{
	const struct rep *rep = units->rep + unit->first;
	double first = 0, off = 0;
	for (size_t i = 0; i < unit->n; i++) {
		const struct real cost = metric_cost(metric, rep[i].sample, units->exact);
		if (!cost.known)
			return cost;
		first = i == 0 ? cost.value : first;
		off += log(cost.value / first);
	}
	return real_of(first * exp(off / (double)unit->n));
}

static struct real unit_cost(const struct units *units, size_t i, enum metric_id metric)
{
	const struct unit *unit = &units->unit[i];
	if (!metric_is_measured_cost(metric)) {
		const struct real both = unit_cost(units, i, METRIC_BOTH);
		const struct real fault = unit_cost(units, i, METRIC_FAULT);
		return (struct real){ both.value - fault.value, both.known && fault.known };
	}
	return units->total ? total_cost(units, unit, metric) :
			      mean_cost(units, unit, metric);
}

double *units_costs(const struct units *units, enum metric_id metric)
{
	double *costs = error_unless_memory(calloc(units->n + 1, sizeof(*costs)));
	for (size_t i = 0; i < units->n; i++) {
		const struct real cost = unit_cost(units, i, metric);
		costs[i] = cost.value;
		if (cost.known)
			continue;
		free(costs);
		return NULL;
	}
	return costs;
}
