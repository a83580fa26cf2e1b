/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What tables show of a cell: every metric, from the units that were chosen for it.
 */
#include <stdlib.h>

#include "stats/estimate.h"
#include "analysis/build.h"

/* A cell while it is filled. */
struct filling {
	struct compare_cell *cell;
	const struct units *units;
};

static struct metric_value *value_of(const struct filling *f, enum metric_id metric)
{
	return &f->cell->value[metric];
}

/* ---- one function for each way that values of units become one ---- */

static void fill_cost(const struct filling *f, enum metric_id metric)
{
	struct metric_value *value = value_of(f, metric);
	const size_t n = f->units->n;
	value->unit = n > 0 ? units_costs(f->units, metric) : NULL;
	if (!value->unit)
		return;
	value->mean = real_of(units_mean(value->unit, n, false));
	value->value = real_of(units_mean(value->unit, n, !f->units->exact));
}

static struct real minus(struct real a, struct real b)
{
	return (struct real){ a.value - b.value, a.known && b.known };
}

static void fill_rest(const struct filling *f, enum metric_id metric)
{
	const struct metric_value *both = value_of(f, METRIC_BOTH);
	const struct metric_value *fault = value_of(f, METRIC_FAULT);
	struct metric_value *value = value_of(f, metric);
	value->value = minus(both->value, fault->value);
	value->mean = minus(both->mean, fault->mean);
	value->unit = f->units->n > 0 ? units_costs(f->units, metric) : NULL;
}

/* Over pages, or else over repetitions. */
static void fill_total(const struct filling *f, enum metric_id metric)
{
	const struct units *units = f->units;
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
		value_of(f, metric)->value = real_of(sum / by);
}

static void fill_longest(const struct filling *f, enum metric_id metric)
{
	struct real longest = { 0 };
	for (size_t i = 0; i < f->units->nr_reps; i++) {
		const struct real amount = metric_amount_of(
			metric, 0, f->units->rep[i].sample, f->units->exact);
		if (!amount.known)
			return;
		if (!longest.known || amount.value > longest.value)
			longest = amount;
	}
	value_of(f, metric)->value = longest;
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

static void fill_over_units(const struct filling *f, enum metric_id metric)
{
	struct metric_value *value = value_of(f, metric);
	double *of = error_unless_memory(calloc(f->units->n + 1, sizeof(*of)));
	size_t n = 0;
	for (size_t i = 0; i < f->units->n; i++) {
		const struct real one = of_unit(f->units, &f->units->unit[i], metric);
		if (one.known)
			of[n++] = one.value;
	}
	const struct estimate estimate = estimate_of(of, n);
	value->value = value->mean = estimate.mean;
	value->half_width = estimate.half_width;
	value->nr_known = n;
	free(of);
}

static void fill_values(const struct filling *f)
{
	static void (*const fill[])(const struct filling *f, enum metric_id metric) = {
		[METRIC_COST] = fill_cost, [METRIC_SHARE] = fill_total,
		[METRIC_MEAN] = fill_total, [METRIC_LONGEST] = fill_longest,
		[METRIC_OVER_UNITS] = fill_over_units,
	};
	for (int i = 0; i < NR_METRICS; i++)
		if (i != METRIC_UNMAP)
			fill[metrics[i].how](f, (enum metric_id)i);
	fill_rest(f, METRIC_UNMAP);
}

/* ---- what else there is ---- */

static void fill_counts(const struct filling *f)
{
	struct compare_cell *cell = f->cell;
	const struct count reps = cell->like->reps;
	cell->nr_units = f->units->n;
	for (size_t i = 0; i < f->units->n; i++) {
		const size_t n = f->units->unit[i].n;
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

static void fill_reps(const struct filling *f)
{
	struct sample_list *reps = &f->cell->reps;
	reps->sample = error_unless_memory(calloc(f->units->nr_reps + 1,
						  sizeof(*reps->sample)));
	for (; reps->n < f->units->nr_reps; reps->n++)
		reps->sample[reps->n] = f->units->rep[reps->n].sample;
}

static void fill_rounds(const struct filling *f)
{
	const struct units *units = f->units;
	for (size_t i = 0; i < units->n; i++)
		if (!units->unit[i].stretch->round.known)
			return;
	f->cell->round = error_unless_memory(calloc(units->n + 1, sizeof(double)));
	for (size_t i = 0; i < units->n; i++)
		f->cell->round[i] = units->unit[i].stretch->round.value;
}

static struct real per(double value, double by)
{
	return (struct real){ by > 0 ? value / by : 0, by > 0 };
}

/* An empty repetition touches no page: its cost is per page of a measured one. */
static void fill_limits(const struct filling *f, const struct side_row *row)
{
	double pages = 0;
	for (size_t i = 0; i < f->units->nr_reps; i++)
		pages += (double)f->units->rep[i].sample->pages.value;
	f->cell->limit_cost = per(row->limit.value, row->limit.pages);
	if (row->nop.n > 0 && f->units->nr_reps > 0)
		f->cell->nop_cost = per(row->nop.value,
					pages / (double)f->units->nr_reps *
						(double)row->nop.n);
}

void cell_fill(struct compare_cell *cell, const struct side_row *row,
	       const struct units *units)
{
	const struct filling f = { cell, units };
	fill_counts(&f);
	fill_reps(&f);
	fill_rounds(&f);
	fill_values(&f);
	fill_limits(&f, row);
	const struct count percent = cell->like->pressure_percent;
	cell->pressure_percent = (struct real){ (double)percent.value, percent.known };
	locks_fill(&cell->locks, units);
	if (classic_is(cell)) {
		cell->classic = error_unless_memory(malloc(sizeof(*cell->classic)));
		*cell->classic = classic_of(units);
	}
}
