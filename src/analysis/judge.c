/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ratios of every cost, and one word for each side on each row: of the metric that was
 * asked for. All comparisons with an interval are one family for Holm's adjustment.
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "analysis/build.h"

/* ---- costs side by side ---- */

/* Of the pairs, or else of all units of each. */
struct two_costs {
	double *a, *b;		/* owned; NULL: unknown of one of them */
	size_t nr_a, nr_b;
	bool paired;
};

static double *of_pairs(const struct pairing *p, double *cost, bool is_b)
{
	double *of = error_unless_memory(calloc(p->nr_pairs + 1, sizeof(*of)));
	for (size_t i = 0; cost && i < p->nr_pairs; i++)
		of[i] = cost[is_b ? p->pair[i].b : p->pair[i].a];
	free(cost);
	return of;
}

static struct two_costs two_costs_of(const struct pairing *p, enum metric_id metric)
{
	struct two_costs two = {
		.a = units_costs(&p->a, metric), .nr_a = p->a.n,
		.b = units_costs(&p->b, metric), .nr_b = p->b.n,
		.paired = p->nr_pairs > 0,
	};
	if (!two.a || !two.b) {
		free(two.a);
		free(two.b);
		return (struct two_costs){ 0 };
	}
	if (two.paired) {
		two.a = of_pairs(p, two.a, false);
		two.b = of_pairs(p, two.b, true);
		two.nr_a = two.nr_b = p->nr_pairs;
	}
	return two;
}

static void two_costs_close(struct two_costs *two)
{
	free(two->a);
	free(two->b);
}

/* Where the design has no interval there is the ratio alone. */
static struct ratio ratio_of(const struct two_costs *two, bool has_interval)
{
	const struct ratio ratio = two->paired ?
		ratio_paired(two->a, two->b, two->nr_a) :
		ratio_welch(two->a, two->nr_a, two->b, two->nr_b);
	return has_interval ? ratio : (struct ratio){ .value = ratio.value };
}

static void compare_metric(struct pairing *p, enum metric_id metric)
{
	struct metric_value *value = &p->cell->value[metric];
	struct two_costs two = two_costs_of(p, metric);
	if (metric_is_measured_cost(metric) && two.nr_a > 0 && two.nr_b > 0)
		value->ratio = ratio_of(&two, !p->cell->why);
	/* One layout of each is one pair, of which nobody knows how it spreads. */
	if (two.paired && !p->cell->exact_one_layout)
		value->more = difference_paired(two.a, two.b, two.nr_a);
	two_costs_close(&two);
}

/* ---- diagnostics ---- */

/* All repetitions, unit after unit, with the size of each unit. */
struct pooled {
	double *rep;		/* [n]; owned */
	size_t *nr_reps;	/* [nr_units]; owned */
	size_t n, nr_units;
};

static struct pooled pool(const struct units *units, enum metric_id metric)
{
	struct pooled all = {
		.rep = error_unless_memory(calloc(units->nr_reps + 1, sizeof(double))),
		.nr_reps = error_unless_memory(calloc(units->n + 1, sizeof(size_t))),
		.n = units->nr_reps, .nr_units = units->n,
	};
	for (size_t i = 0; i < all.n; i++)
		all.rep[i] = metric_cost(metric, units->rep[i].sample,
					 units->exact).value;
	for (size_t i = 0; i < all.nr_units; i++)
		all.nr_reps[i] = units->unit[i].n;
	return all;
}

static void pooled_close(struct pooled *all)
{
	free(all->rep);
	free(all->nr_reps);
}

static struct real pooled_p(const struct pooled *a, const struct pooled *b)
{
	struct verdict_row row = { .a = a->rep, .nr_a = a->n, .b = b->rep,
				   .nr_b = b->n, .design = VERDICT_INDEPENDENT };
	if (a->n == a->nr_units && b->n == b->nr_units)
		return (struct real){ 0 };
	verdict_rows(&row, 1, COMPARE_MARGIN);
	return row.p;
}

/* Of pairs the signs of their differences change at random, and ranks say nothing. */
static void diagnose_pairs(struct pairing *p)
{
	struct diagnostics *d = &p->cell->diagnostics.other;
	struct two_costs two = two_costs_of(p, p->build->request->metric);
	for (size_t i = 0; i < two.nr_a; i++)
		two.a[i] = log(two.a[i] / two.b[i]);
	d->permutation = permutation_of_pairs(two.a, two.nr_a, 1);
	d->mann_whitney = (struct ranks_p){ 0 };
	two_costs_close(&two);
}

static void diagnose(struct pairing *p)
{
	struct pooled a = pool(&p->a, p->build->request->metric);
	struct pooled b = pool(&p->b, p->build->request->metric);
	const struct diagnostics_side side_a = { a.rep, a.nr_reps, a.nr_units };
	const struct diagnostics_side side_b = { b.rep, b.nr_reps, b.nr_units };
	p->cell->diagnostics = (struct compare_diagnostics){
		.other = diagnostics_of(&side_a, &side_b, 1),
		.pooled_p = pooled_p(&a, &b),
	};
	if (p->cell->paired)
		diagnose_pairs(p);
	pooled_close(&a);
	pooled_close(&b);
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
	const struct two_costs two = two_costs_of(p, p->build->request->metric);
	family->row = records_grow(family->row, family->n, sizeof(*family->row));
	family->cell = records_grow(family->cell, family->n,
				    sizeof(struct compare_cell *));
	family->row[family->n] = (struct verdict_row){
		.a = two.a, .b = two.b, .nr_a = two.nr_a, .nr_b = two.nr_b,
		.design = two.paired ? VERDICT_PAIRED : VERDICT_INDEPENDENT,
	};
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
		free((double *)row->a);
		free((double *)row->b);
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

static void judge_cell(struct build *b, size_t i, struct family *family)
{
	const size_t n = b->compare->nr_sides;
	struct compare_cell *first = b->compare->row[i / n].cell;
	struct pairing p = { .build = b, .x = b->source[i / n * n],
			     .y = b->source[i], .cell = first + i % n };
	design_choose(&p);
	cell_fill(p.cell, p.y, &p.b);
	/* The first side is shown as the first of the others sees it. */
	if (!first->unit) {
		cell_fill(first, p.x, &p.a);
		first->unit = p.cell->unit;
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
		if (metrics[i].how != METRIC_COST || !value->unit)
			continue;
		if (metric_is_measured_cost((enum metric_id)i))
			value->ratio = compare_ratio(c, cell, cell, (enum metric_id)i);
		if (pairs)
			value->more = difference_paired(value->unit, value->unit,
							cell->nr_units);
	}
}

/* A side that has no other to be compared with is shown all the same. */
static void show_alone(struct compare_cell *cell, const struct side_row *row)
{
	struct units units = units_of(row, false);
	cell_fill(cell, row, &units);
	cell->varies = units.exact && design_varies(&units);
	units_close(&units);
}

void judge_rows(struct build *b)
{
	const size_t n = b->compare->nr_sides;
	struct family family = { 0 };
	b->compare->one_layout = design_is_one_layout(b);
	for (size_t i = 0; i < b->compare->nr_rows * n; i++)
		if (i % n > 0 && b->source[i] && b->source[i / n * n])
			judge_cell(b, i, &family);
	for (size_t i = 0; i < b->compare->nr_rows * n; i++) {
		struct compare_cell *cell = &b->compare->row[i / n].cell[i % n];
		if (b->source[i] && !cell->unit)
			show_alone(cell, b->source[i]);
	}
	for (size_t i = 0; b->is_campaign && i < b->compare->nr_rows; i++)
		compare_with_itself(b->compare, &b->compare->row[i].cell[0]);
	judge_family(&family, b->compare);
}
