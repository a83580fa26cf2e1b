/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Repetitions to units: what is measured on one boot, or in one run or block of it; and
 * what tables show of a cell: every metric, from the units that were chosen for it.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/estimate.h"
#include "analysis/build.h"

/* ---- grouping ---- */

static size_t group_of(const struct rep *rep, bool by_boot)
{
	return by_boot ? rep->stretch->boot_nr : rep->stretch->nr;
}

static int order_of_reps(const void *left, const void *right, void *by_boot)
{
	const struct rep *a = left, *b = right;
	const size_t x = group_of(a, *(const bool *)by_boot);
	const size_t y = group_of(b, *(const bool *)by_boot);
	if (x != y)
		return x < y ? -1 : 1;
	return (a->sample > b->sample) - (a->sample < b->sample);
}

/* Nearly always they are in order: units are measured one after the other. */
static void sort(struct units *units, bool by_boot)
{
	size_t i = 1;
	while (i < units->nr_reps &&
	       order_of_reps(&units->rep[i - 1], &units->rep[i], &by_boot) < 0)
		i++;
	if (i < units->nr_reps)
		qsort_r(units->rep, units->nr_reps, sizeof(*units->rep), order_of_reps,
			&by_boot);
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
	sort(&units, by_boot);
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
	return real_over(amount, pages);
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
	if (!metric_is_measured_cost(metric))
		return real_minus(unit_cost(units, i, METRIC_BOTH),
				  unit_cost(units, i, METRIC_FAULT));
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

/* ---- one function for each way that values of units become one ---- */

static void fill_cost(struct compare_cell *cell, const struct units *units,
		      enum metric_id metric)
{
	struct metric_value *value = &cell->value[metric];
	const size_t n = units->n;
	value->unit = n > 0 ? units_costs(units, metric) : NULL;
	if (!value->unit)
		return;
	value->mean = estimate_of(value->unit, n).mean;
	value->value = units->exact ? value->mean :
				      real_of(estimate_geometric_mean(value->unit, n));
}

static void fill_rest(struct compare_cell *cell, const struct units *units,
		      enum metric_id metric)
{
	const struct metric_value *both = &cell->value[METRIC_BOTH];
	const struct metric_value *fault = &cell->value[METRIC_FAULT];
	struct metric_value *value = &cell->value[metric];
	value->value = real_minus(both->value, fault->value);
	value->mean = real_minus(both->mean, fault->mean);
	value->unit = units->n > 0 ? units_costs(units, metric) : NULL;
}

/* Over pages, or else over repetitions. */
static void fill_total(struct compare_cell *cell, const struct units *units,
		      enum metric_id metric)
{
	const bool over_pages = metrics[metric].how == METRIC_SHARE;
	double sum = 0, by = 0;
	for (size_t i = 0; i < units->nr_reps; i++) {
		const struct sample *s = units->rep[i].sample;
		const struct real amount = metric_amount_of(metric, 0, s, units->exact);
		if (!amount.known)
			return;
		sum += amount.value;
		by += over_pages ? metric_pages(s).value : 1;
	}
	if (by > 0)
		cell->value[metric].value = real_of(sum / by);
}

static void fill_longest(struct compare_cell *cell, const struct units *units,
		      enum metric_id metric)
{
	struct real longest = { 0 };
	for (size_t i = 0; i < units->nr_reps; i++) {
		const struct real amount = metric_amount_of(
			metric, 0, units->rep[i].sample, units->exact);
		if (!amount.known)
			return;
		if (!longest.known || amount.value > longest.value)
			longest = amount;
	}
	cell->value[metric].value = longest;
}

/* The sums of all counters of a metric over a unit, as its function sees them. */
static struct real of_unit(const struct units *units, const struct unit *unit,
			   enum metric_id metric)
{
	double sum[METRIC_COUNTERS] = { 0 };
	for (size_t i = unit->first; i < unit->first + unit->n; i++) {
		for (size_t k = 0; k < METRIC_COUNTERS && metrics[metric].counter[k]; k++) {
			const struct real amount = metric_amount_of(
				metric, k, units->rep[i].sample, units->exact);
			if (!amount.known)
				return amount;
			sum[k] += amount.value;
		}
	}
	return metrics[metric].of_sums(sum);
}

static void fill_over_units(struct compare_cell *cell, const struct units *units,
		      enum metric_id metric)
{
	struct metric_value *value = &cell->value[metric];
	double *of = error_unless_memory(calloc(units->n + 1, sizeof(*of)));
	size_t n = 0;
	for (size_t i = 0; i < units->n; i++) {
		const struct real one = of_unit(units, &units->unit[i], metric);
		if (one.known)
			of[n++] = one.value;
	}
	const struct estimate estimate = estimate_of(of, n);
	value->value = value->mean = estimate.mean;
	value->half_width = estimate.half_width;
	value->nr_known = n;
	free(of);
}

static void fill_values(struct compare_cell *cell, const struct units *units)
{
	static void (*const fill[])(struct compare_cell *cell, const struct units *units,
		      enum metric_id metric) = {
		[METRIC_COST] = fill_cost, [METRIC_SHARE] = fill_total,
		[METRIC_MEAN] = fill_total, [METRIC_LONGEST] = fill_longest,
		[METRIC_OVER_UNITS] = fill_over_units,
	};
	for (int i = 0; i < NR_METRICS; i++)
		if (i != METRIC_UNMAP)
			fill[metrics[i].how](cell, units, (enum metric_id)i);
	fill_rest(cell, units, METRIC_UNMAP);
}

/* ---- the tables of 2004 ---- */

/* Over repetitions. */
struct sums {
	double user, system, cpu, wall, pages;
	bool split;		/* user and system are known */
	size_t n;
};

/* Ticks see too little of less: the slowest in use are 100 a second. */
static const double TICKS_S = 1.0;

static void add(struct sums *sums, const struct sample *s)
{
	sums->user += s->user_s.value;
	sums->system += s->system_s.value;
	sums->split &= s->user_s.known && s->system_s.known;
	sums->cpu += s->cpu_s.value;
	sums->wall += s->wall_s.value;
	sums->pages += (double)s->pages.value;
	sums->n++;
}

static struct compare_classic row_of(const struct sums *all, const double wall[], size_t n)
{
	const struct real none = { 0 };
	const struct estimate walls = estimate_of(wall, n);
	const double boots = (double)n;
	const bool split = all->split && all->cpu >= TICKS_S;
	return (struct compare_classic){
		.user_s = split ? real_over(all->user, boots) : none,
		.system_s = split ? real_over(all->system, boots) : none,
		.wall_s = real_over(all->wall, boots),
		.per_cpu_s = real_over(all->pages, all->cpu),
		.per_wall_s = real_over(all->pages, all->wall),
		.half_width = walls.half_width.known ?
			real_over(walls.half_width.value, walls.mean.value) : none,
		.nr_boots = n,
		.nr_reps = n > 0 ? (all->n + n / 2) / n : 0,
	};
}

struct compare_classic cell_classic(const struct units *units)
{
	double *wall = error_unless_memory(calloc(units->n + 1, sizeof(*wall)));
	struct sums all = { .split = true };
	for (size_t i = 0; i < units->n; i++) {
		const struct unit *unit = &units->unit[i];
		for (size_t j = 0; j < unit->n; j++) {
			const struct sample *s = units->rep[unit->first + j].sample;
			add(&all, s);
			wall[i] += s->wall_s.value;
		}
	}
	const struct compare_classic row = row_of(&all, wall, units->n);
	free(wall);
	return row;
}

/* ---- what else there is ---- */

static void fill_counts(struct compare_cell *cell, const struct units *units)
{
	const struct count reps = cell->like->reps;
	cell->nr_units = units->n;
	for (size_t i = 0; i < units->n; i++) {
		const size_t n = units->unit[i].n;
		if (i == 0 || n < cell->least_reps)
			cell->least_reps = n;
		if (n > cell->most_reps)
			cell->most_reps = n;
	}
	/* Of a sum the repetitions that are in it. */
	if (reps.known && reps.value != 1) {
		cell->least_reps *= reps.value;
		cell->most_reps *= reps.value;
	}
}

static void fill_reps(struct compare_cell *cell, const struct units *units)
{
	struct sample_list *reps = &cell->reps;
	reps->sample = error_unless_memory(calloc(units->nr_reps + 1,
						  sizeof(*reps->sample)));
	for (; reps->n < units->nr_reps; reps->n++)
		reps->sample[reps->n] = units->rep[reps->n].sample;
}

static void fill_rounds(struct compare_cell *cell, const struct units *units)
{
	for (size_t i = 0; i < units->n; i++)
		if (!units->unit[i].stretch->round.known)
			return;
	cell->round = error_unless_memory(calloc(units->n + 1, sizeof(double)));
	for (size_t i = 0; i < units->n; i++)
		cell->round[i] = units->unit[i].stretch->round.value;
}

/* An empty repetition touches no page: its cost is per page of a measured one. */
static void fill_limits(struct compare_cell *cell, const struct side_row *row,
			const struct units *units)
{
	double pages = 0;
	for (size_t i = 0; i < units->nr_reps; i++)
		pages += (double)units->rep[i].sample->pages.value;
	cell->limit_cost = real_over(row->limit.value, row->limit.pages);
	if (row->nop.n > 0 && units->nr_reps > 0)
		cell->nop_cost = real_over(row->nop.value,
					pages / (double)units->nr_reps *
						(double)row->nop.n);
}

static void fill_locks(struct compare_cell *cell, const struct units *units)
{
	struct sample_list *unit = error_unless_memory(calloc(units->n + 1, sizeof(*unit)));
	for (size_t i = 0; i < units->n; i++)
		unit[i] = (struct sample_list){ cell->reps.sample + units->unit[i].first,
						units->unit[i].n };
	locks_fill(&cell->locks, unit, units->n);
	free(unit);
}

void cell_fill(struct compare_cell *cell, const struct side_row *row,
	       const struct units *units)
{
	fill_counts(cell, units);
	fill_reps(cell, units);
	fill_rounds(cell, units);
	fill_values(cell, units);
	fill_limits(cell, row, units);
	cell->pressure_percent = real_of_count(cell->like->pressure_percent);
	fill_locks(cell, units);
	if (compare_cell_is_classic(cell)) {
		cell->classic = error_unless_memory(malloc(sizeof(*cell->classic)));
		*cell->classic = cell_classic(units);
	}
}
