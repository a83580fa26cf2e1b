/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ratios of every cost, and one word for each side on each row: of the metric that was
 * asked for. All comparisons with an interval are one family for Holm's adjustment.
 */
#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "analysis/build.h"

/* ---- costs side by side ---- */

/* Of the pairs, or else of all units of each: owned. Empty where one is unknown. */
static struct ratio_sides sides_of(const struct pairing *p, enum metric_id metric)
{
	const bool paired = p->nr_pairs > 0;
	double *a = design_costs(p, false, metric), *b = design_costs(p, true, metric);
	if (a && b)
		return (struct ratio_sides){
			.a = a, .nr_a = paired ? p->nr_pairs : p->a.n,
			.b = b, .nr_b = paired ? p->nr_pairs : p->b.n,
			.design = paired ? RATIO_PAIRED : RATIO_INDEPENDENT,
		};
	free(a);
	free(b);
	return (struct ratio_sides){ 0 };
}

static void sides_close(const struct ratio_sides *sides)
{
	free((double *)sides->a);
	free((double *)sides->b);
}

static void compare_metric(struct pairing *p, enum metric_id metric)
{
	struct metric_value *value = &p->cell->value[metric];
	const struct ratio_sides sides = sides_of(p, metric);
	if (metric_is_measured_cost(metric))
		value->ratio = ratio_of(&sides);
	/* Where the design has no interval there is the ratio alone. */
	if (p->cell->why)
		value->ratio = (struct ratio){ .value = value->ratio.value };
	/* One layout of each is one pair, of which nobody knows how it spreads. */
	if (sides.design == RATIO_PAIRED && !p->cell->exact_one_layout)
		value->more = difference_paired(sides.a, sides.b, sides.nr_a);
	sides_close(&sides);
}

/* ---- diagnostics ---- */

/* All repetitions, unit after unit, with the size of each unit: both owned. */
static struct diagnostics_side pool(const struct units *units, enum metric_id metric)
{
	double *cost = error_unless_memory(calloc(units->nr_reps + 1, sizeof(*cost)));
	size_t *nr_reps = error_unless_memory(calloc(units->n + 1, sizeof(*nr_reps)));
	for (size_t i = 0; i < units->nr_reps; i++)
		cost[i] = metric_cost(metric, units->rep[i].sample, units->exact).value;
	for (size_t i = 0; i < units->n; i++)
		nr_reps[i] = units->unit[i].n;
	return (struct diagnostics_side){ cost, nr_reps, units->n };
}

static void pool_close(const struct diagnostics_side *side)
{
	free((double *)side->cost);
	free((size_t *)side->nr_reps);
}

static struct real pooled_p(const struct pairing *p, const double a[], const double b[])
{
	const struct ratio_log log = ratio_log_of(&(struct ratio_sides){
		a, b, p->a.nr_reps, p->b.nr_reps, RATIO_INDEPENDENT });
	if (p->a.nr_reps == p->a.n && p->b.nr_reps == p->b.n)
		return (struct real){ 0 };
	return ratio_p(&log);
}

/* Of pairs the signs of their differences change at random, and ranks say nothing. */
static void diagnose_pairs(struct pairing *p)
{
	struct diagnostics *d = &p->cell->diagnostics;
	double *a = design_costs(p, false, p->build->request->metric);
	double *b = design_costs(p, true, p->build->request->metric);
	for (size_t i = 0; i < p->nr_pairs; i++)
		a[i] = log(a[i] / b[i]);
	d->permutation = diagnostics_permutation_of_pairs(a, p->nr_pairs, 1);
	d->mann_whitney = (struct diagnostics_p){ 0 };
	free(a);
	free(b);
}

static void diagnose(struct pairing *p)
{
	const struct diagnostics_side a = pool(&p->a, p->build->request->metric);
	const struct diagnostics_side b = pool(&p->b, p->build->request->metric);
	p->cell->diagnostics = diagnostics_of(&a, &b, 1);
	p->cell->pooled_p = pooled_p(p, a.cost, b.cost);
	if (p->cell->paired)
		diagnose_pairs(p);
	pool_close(&a);
	pool_close(&b);
}

/* ---- the words of all rows ---- */

/* Those that have units enough, with their cells. */
struct family {
	struct verdict_row *row;	/* [n]; costs are owned */
	struct compare_cell **cell;
	size_t n;
};

static void add_to_family(struct family *family, const struct pairing *p)
{
	family->row = records_grow(family->row, family->n, sizeof(*family->row));
	family->cell = records_grow(family->cell, family->n,
				    sizeof(struct compare_cell *));
	family->row[family->n] = (struct verdict_row){
		.sides = sides_of(p, p->build->request->metric) };
	family->cell[family->n++] = p->cell;
}

static void judge_family(struct family *family, struct compare *c)
{
	verdict_rows(family->row, family->n, c->margin);
	for (size_t i = 0; i < family->n; i++) {
		const struct verdict_row *row = &family->row[i];
		struct compare_cell *cell = family->cell[i];
		cell->p = row->p;
		cell->p_holm = row->p_holm;
		cell->word = row->word;
		cell->detectable = row->detectable;
		cell->more_units = row->more_units;
		c->nr_judged += row->p.known;
		sides_close(&row->sides);
	}
	free(family->row);
	free(family->cell);
}

/* Nothing is left to chance: what is beyond the margin is a difference. */
static enum verdict_word exact_word(const struct compare *c,
				    const struct compare_cell *cell)
{
	const double ratio = cell->value[c->metric].ratio.value.value;
	return ratio > 1 + c->margin ? VERDICT_FASTER :
	       ratio < 1 / (1 + c->margin) ? VERDICT_SLOWER : VERDICT_SAME;
}

static void judge_one(struct pairing *p, struct family *family)
{
	struct compare_cell *cell = p->cell;
	for (int i = 0; i < NR_METRICS; i++)
		if (metrics[i].how == METRIC_COST)
			compare_metric(p, (enum metric_id)i);
	cell->has_word = p->a.n > 0 && p->b.n > 0 && !p->a_varies && !cell->varies;
	if (!cell->has_word || cell->why)
		return;
	if (cell->exact_one_layout) {
		cell->word = exact_word(p->build->compare, cell);
		return;
	}
	add_to_family(family, p);
	if (p->build->request->diagnose)
		diagnose(p);
}

static void judge_cell(struct build *b, struct compare_cell *first,
		       struct compare_cell *cell, struct family *family)
{
	struct pairing p = { .build = b, .x = first->source, .y = cell->source,
			     .cell = cell };
	design_choose(&p);
	cell_fill(cell, p.y, &p.b);
	/* The first side is shown as the first of the others sees it. */
	if (!first->unit) {
		cell_fill(first, p.x, &p.a);
		first->unit = cell->unit;
		first->varies = p.a_varies;
	}
	judge_one(&p, family);
	units_close(&p.a);
	units_close(&p.b);
	free(p.pair);
}

/*
 * The first side of a campaign against itself, as its tables have always had it: 1, with
 * the interval that so many units give.
 */
static void compare_with_itself(const struct compare *c, struct compare_cell *cell)
{
	const bool pairs = !text_same(c->unit, "boot");
	for (int i = 0; i < NR_METRICS; i++) {
		struct metric_value *value = &cell->value[i];
		const struct ratio_sides sides = {
			value->unit, value->unit, cell->nr_units, cell->nr_units,
			pairs && cell->round ? RATIO_PAIRED : RATIO_INDEPENDENT };
		if (metrics[i].how != METRIC_COST || !value->unit)
			continue;
		if (metric_is_measured_cost((enum metric_id)i))
			value->ratio = ratio_of(&sides);
		if (pairs)
			value->more = difference_paired(value->unit, value->unit,
							cell->nr_units);
	}
}

/* A side that has no other to be compared with is shown all the same. */
static void show_alone(struct compare_cell *cell)
{
	struct units units = units_of(cell->source, false);
	cell_fill(cell, cell->source, &units);
	cell->varies = units.exact && design_varies(&units);
	units_close(&units);
}

static void judge_row(struct build *b, struct compare_cell cell[], struct family *family)
{
	const size_t n = b->compare->nr_sides;
	for (size_t i = 1; i < n; i++)
		if (cell->source && cell[i].source)
			judge_cell(b, cell, &cell[i], family);
	for (size_t i = 0; i < n; i++)
		if (cell[i].source && !cell[i].unit)
			show_alone(&cell[i]);
	if (b->is_campaign)
		compare_with_itself(b->compare, cell);
}

void judge_rows(struct build *b)
{
	struct family family = { 0 };
	b->compare->one_layout = design_is_one_layout(b);
	for (size_t i = 0; i < b->compare->nr_rows; i++)
		judge_row(b, b->compare->row[i].cell, &family);
	judge_family(&family, b->compare);
}
