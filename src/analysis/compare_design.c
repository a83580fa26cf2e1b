/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the unit is, for each pair of arms on each row, and what units say.
 *
 * A unit's cost is the geometric mean over its repetitions. Repetitions of one
 * unit share its luck (where its pages lie, what else the boot did): they make
 * the unit's cost surer, and never count as units.
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/estimate.h"
#include "analysis/compare_build.h"

static const char why_sums[] =
	"each is one sum over its repetitions: no interval";
static const char why_no_cost[] = "no repetition with a cost on both sides";
static const char why_no_boot[] = "which boots they are of is not known";
static const char why_one_boot[] =
	"one boot on a side: how far boots differ is not known: measure more";
static const char why_some_boots[] =
	"some boots have both, some only one: expected all alike";
static const char why_one_run[] =
	"one run of each on one boot: let several of both alternate";
static const char why_apart[] =
	"all of one was measured before the other: let runs of both alternate";
static const char why_when[] = "when they were measured is not known";
static const char why_layouts[] = "no layout of memory is in both";

/* ---- units of an arm on a row ---- */

struct units {
	double *cost;			/* [n]; geometric means; owned */
	size_t *nr_reps;		/* [n]; owned */
	const struct stretch **of;	/* [n] the first stretch of each; owned */
	double *rep;			/* all costs, unit after unit; owned */
	size_t n, nr_all;
};

static void units_close(struct units *units)
{
	free(units->cost);
	free(units->nr_reps);
	free(units->of);
	free(units->rep);
	*units = (struct units){ 0 };
}

static size_t group_of(const struct rep *rep, bool by_boot)
{
	return by_boot ? rep->stretch->boot_nr : rep->stretch->nr;
}

/* Sort into units: in each the order that they were in. */
static void fill(struct units *units, const struct arm_row *row, bool by_boot,
		 const size_t first[], size_t nr_groups)
{
	size_t *at = error_unless_memory(calloc(nr_groups + 1, sizeof(*at)));
	memcpy(at, first, nr_groups * sizeof(*at));
	for (size_t i = 0; i < row->nr_reps; i++)
		units->rep[at[group_of(&row->rep[i], by_boot)]++] =
			row->rep[i].cost;
	free(at);
}

/* From the first on, so that equal costs have themselves as mean. */
static double mean_of(const double cost[], size_t n)
{
	double off = 0;
	for (size_t i = 0; i < n; i++)
		off += log(cost[i] / cost[0]);
	return cost[0] * exp(off / (double)n);
}

static void sum_up(struct units *units, size_t first, size_t n,
		   const struct stretch *of)
{
	units->cost[units->n] = mean_of(units->rep + first, n);
	units->nr_reps[units->n] = n;
	units->of[units->n++] = of;
}

static struct units units_of(const struct compare_build *b,
			     const struct arm_row *row, bool by_boot)
{
	const size_t n = b->nr_stretches + 1;
	struct units units = {
		.cost = error_unless_memory(calloc(n, sizeof(double))),
		.nr_reps = error_unless_memory(calloc(n, sizeof(size_t))),
		.of = error_unless_memory(calloc(n, sizeof(struct stretch *))),
		.rep = error_unless_memory(calloc(row->nr_reps + 1, sizeof(double))),
		.nr_all = row->nr_reps,
	};
	size_t *nr = error_unless_memory(calloc(n, sizeof(size_t)));
	size_t *first = error_unless_memory(calloc(n, sizeof(size_t)));
	for (size_t i = 0; i < row->nr_reps; i++)
		nr[group_of(&row->rep[i], by_boot)]++;
	for (size_t i = 1; i < n; i++)
		first[i] = first[i - 1] + nr[i - 1];
	fill(&units, row, by_boot, first, n);
	for (size_t i = 0; i < b->nr_stretches; i++)
		if (nr[i] > 0)
			sum_up(&units, first[i], nr[i], b->stretch[i]);
	free(nr);
	free(first);
	return units;
}

/* ---- a pair of arms on a row ---- */

struct pairing {
	const struct compare_build *build;
	const struct arm_row *x, *y;	/* of the first arm, of the other */
	struct compare_cell *cell;	/* of the other */
	struct units a, b;
	/* Costs side by side where units are pairs: [nr_pairs]; owned. */
	double *pair_a, *pair_b;
	size_t nr_pairs;
	bool independent;
};

static void add_pair(struct pairing *p, double a, double b)
{
	p->pair_a = records_grow(p->pair_a, p->nr_pairs, sizeof(double));
	p->pair_b = records_grow(p->pair_b, p->nr_pairs, sizeof(double));
	p->pair_a[p->nr_pairs] = a;
	p->pair_b[p->nr_pairs++] = b;
}

static void make_units(struct pairing *p, bool by_boot)
{
	units_close(&p->a);
	units_close(&p->b);
	p->a = units_of(p->build, p->x, by_boot);
	p->b = units_of(p->build, p->y, by_boot);
}

/* ---- the exact engine: layouts ---- */

/* Boots of one layout count alike; those of another seed have others. */
static bool same_layout(const struct stretch *a, const struct stretch *b)
{
	if (!a->is_layout || !b->is_layout)
		return a->is_layout == b->is_layout;
	return a->round.known && b->round.known &&
	       a->round.value == b->round.value && a->seed == b->seed;
}

static size_t layout_in(const struct units *units, const struct stretch *like)
{
	size_t i = 0;
	while (i < units->n && !same_layout(units->of[i], like))
		i++;
	return i;
}

static bool varies(const struct units *units)
{
	for (size_t i = 0; i < units->n; i++)
		if (units->cost[layout_in(units, units->of[i])] != units->cost[i])
			return true;
	return false;
}

static void choose_layouts(struct pairing *p)
{
	p->cell->unit = "layout";
	make_units(p, false);
	p->cell->identical = true;
	for (size_t i = 0; i < p->a.n; i++) {
		const size_t j = layout_in(&p->b, p->a.of[i]);
		if (layout_in(&p->a, p->a.of[i]) != i || j == p->b.n)
			continue;
		add_pair(p, p->a.cost[i], p->b.cost[j]);
		p->cell->identical &= p->a.cost[i] == p->b.cost[j];
	}
	p->cell->paired = true;
	p->cell->varies = varies(&p->b);
	p->cell->exact_one_layout = p->nr_pairs == 1;
	p->cell->identical &= p->nr_pairs > 0;
	p->cell->why = p->nr_pairs == 0 ? why_layouts : NULL;
}

/* ---- time: boots, and runs or blocks on one ---- */

static size_t boots_in_common(const struct units *a, const struct units *b)
{
	size_t n = 0;
	for (size_t i = 0; i < a->n; i++)
		for (size_t j = 0; j < b->n; j++)
			n += a->of[i]->boot_nr == b->of[j]->boot_nr;
	return n;
}

static bool any_unknown_boot(const struct units *units)
{
	for (size_t i = 0; i < units->n; i++)
		if (!units->of[i]->boot)
			return true;
	return false;
}

/* A stretch of either arm, in the order of time. */
struct turn {
	const char *begin;
	double cost;
	bool is_b, is_block;
};

static int order_of_turns(const void *left, const void *right)
{
	const struct turn *a = left, *b = right;
	const int order = strcmp(a->begin, b->begin);
	return order ? order : a->is_b - b->is_b;
}

struct turns {
	struct turn *turn;	/* [n]; owned */
	size_t n;
	bool known;		/* when each began */
};

static void add_turns(struct turns *turns, const struct units *units, bool is_b)
{
	for (size_t i = 0; i < units->n; i++) {
		turns->known &= units->of[i]->begin != NULL;
		turns->turn[turns->n++] = (struct turn){
			units->of[i]->begin, units->cost[i], is_b,
			units->of[i]->is_block };
	}
}

static struct turns turns_of(const struct pairing *p)
{
	struct units a = units_of(p->build, p->x, false);
	struct units b = units_of(p->build, p->y, false);
	struct turns turns = {
		.turn = error_unless_memory(calloc(a.n + b.n + 1,
					    sizeof(*turns.turn))),
		.known = true,
	};
	add_turns(&turns, &a, false);
	add_turns(&turns, &b, true);
	if (turns.known)
		qsort(turns.turn, turns.n, sizeof(*turns.turn), order_of_turns);
	units_close(&a);
	units_close(&b);
	return turns;
}

/* Each after the other, as A B B A: neighbours are pairs. */
static bool are_pairs(const struct turns *turns)
{
	for (size_t i = 0; i + 1 < turns->n; i += 2)
		if (turns->turn[i].is_b == turns->turn[i + 1].is_b)
			return false;
	return turns->n % 2 == 0;
}

/* Changes from one to the other, at least as many as the rarer one has turns. */
static bool alternate(const struct turns *turns)
{
	size_t nr_changes = 0, nr_b = 0;
	for (size_t i = 0; i < turns->n; i++) {
		nr_b += turns->turn[i].is_b;
		nr_changes += i > 0 &&
			      turns->turn[i].is_b != turns->turn[i - 1].is_b;
	}
	const size_t nr_a = turns->n - nr_b;
	return nr_changes >= (nr_a < nr_b ? nr_a : nr_b) && nr_changes > 1;
}

static void choose_this_boot(struct pairing *p, const struct turns *turns)
{
	struct compare_cell *cell = p->cell;
	cell->this_boot = true;
	cell->unit = turns->n > 0 && turns->turn[0].is_block ? "block" : "run";
	make_units(p, false);
	if (p->a.n < 2 || p->b.n < 2)
		cell->why = why_one_run;
	else if (!turns->known)
		cell->why = why_when;
	else if (!alternate(turns))
		cell->why = why_apart;
	if (cell->why)
		return;
	cell->paired = are_pairs(turns);
	p->independent = !cell->paired;
	for (size_t i = 0; cell->paired && i < turns->n; i += 2) {
		const bool first_is_b = turns->turn[i].is_b;
		add_pair(p, turns->turn[i + first_is_b].cost,
			 turns->turn[i + !first_is_b].cost);
	}
}

static void choose_boot_pairs(struct pairing *p, const struct turns *turns)
{
	if (!turns->known)
		p->cell->why = why_when;
	else if (!alternate(turns))
		p->cell->why = why_apart;
	if (p->cell->why)
		return;
	p->cell->paired = true;
	for (size_t i = 0; i < p->a.n; i++)
		for (size_t j = 0; j < p->b.n; j++)
			if (p->a.of[i]->boot_nr == p->b.of[j]->boot_nr)
				add_pair(p, p->a.cost[i], p->b.cost[j]);
}

static void choose_boots(struct pairing *p)
{
	struct compare_cell *cell = p->cell;
	cell->unit = "boot";
	make_units(p, true);
	const size_t nr_common = boots_in_common(&p->a, &p->b);
	if (any_unknown_boot(&p->a) || any_unknown_boot(&p->b)) {
		cell->why = why_no_boot;
	} else if (nr_common == 0) {
		p->independent = true;
		if (p->a.n < 2 || p->b.n < 2)
			cell->why = why_one_boot;
	} else if (nr_common == p->a.n && nr_common == p->b.n) {
		struct turns turns = turns_of(p);
		if (nr_common == 1)
			choose_this_boot(p, &turns);
		else
			choose_boot_pairs(p, &turns);
		free(turns.turn);
	} else {
		cell->why = why_some_boots;
	}
}

static bool is_sum(const struct sample *like)
{
	return like->reps.known && like->reps.value != 1;
}

static void choose(struct pairing *p)
{
	if (is_sum(p->x->like) || is_sum(p->y->like)) {
		make_units(p, false);
		p->cell->unit = "sum";
		p->cell->why = why_sums;
	} else if (p->build->compare->exact) {
		choose_layouts(p);
	} else {
		choose_boots(p);
	}
	if (p->a.n == 0 || p->b.n == 0)
		p->cell->why = why_no_cost;
}

/* ---- what a cell shows ---- */

static double *copy_of(const double values[], size_t n)
{
	double *copy = error_unless_memory(calloc(n + 1, sizeof(*copy)));
	return memcpy(copy, values, n * sizeof(*copy));
}

static void show_cost(struct compare_cell *cell, enum metric_id metric,
		      const struct units *units)
{
	struct metric_value *value = &cell->value[metric];
	value->value = real_of(mean_of(units->cost, units->n));
	value->mean = estimate_of(units->cost, units->n).mean;
	free(value->unit);
	value->unit = copy_of(units->cost, units->n);
}

static void show_units(struct compare_cell *cell, enum metric_id metric,
		       const struct units *units)
{
	cell->nr_units = units->n;
	cell->least_reps = cell->most_reps = units->n ? units->nr_reps[0] : 0;
	for (size_t i = 0; i < units->n; i++) {
		const size_t n = units->nr_reps[i];
		if (n < cell->least_reps)
			cell->least_reps = n;
		if (n > cell->most_reps)
			cell->most_reps = n;
	}
	/* Of a sum the repetitions that are in it. */
	if (cell->like && is_sum(cell->like)) {
		cell->least_reps *= cell->like->reps.value;
		cell->most_reps *= cell->like->reps.value;
	}
	if (units->n > 0)
		show_cost(cell, metric, units);
}

static void show_memory(struct compare_cell *cell, const struct arm_row *row)
{
	const bool any = row->pages > 0;
	cell->value[METRIC_FAULTS].value = (struct real){
		any ? row->faults / row->pages : 0, any && !row->faults_unknown };
	cell->value[METRIC_PRESENT].value = (struct real){
		any ? row->present / row->pages : 0,
		any && !row->present_unknown };
}

/* ---- diagnostics ---- */

static struct real pooled_p(const struct units *a, const struct units *b)
{
	struct verdict_row row = { .a = a->rep, .nr_a = a->nr_all,
				   .b = b->rep, .nr_b = b->nr_all,
				   .design = VERDICT_INDEPENDENT };
	if (a->nr_all == a->n && b->nr_all == b->n)
		return (struct real){ 0 };
	verdict_rows(&row, 1, 0.01);
	return row.p;
}

/* Of pairs the signs of their differences are dealt anew, and no ranks taken. */
static void diagnose_pairs(struct pairing *p)
{
	struct diagnostics *d = &p->cell->diagnostics.other;
	double *difference = error_unless_memory(calloc(p->nr_pairs + 1, sizeof(double)));
	for (size_t i = 0; i < p->nr_pairs; i++)
		difference[i] = log(p->pair_a[i] / p->pair_b[i]);
	d->permutation = permutation_of_pairs(difference, p->nr_pairs, 1);
	d->mann_whitney = (struct ranks_p){ 0 };
	free(difference);
}

static void diagnose(struct pairing *p)
{
	const struct diagnostics_side a = { p->a.rep, p->a.nr_reps, p->a.n };
	const struct diagnostics_side b = { p->b.rep, p->b.nr_reps, p->b.n };
	p->cell->diagnostics = (struct compare_diagnostics){
		.other = diagnostics_of(&a, &b, 1),
		.pooled_p = pooled_p(&p->a, &p->b),
	};
	if (p->cell->paired)
		diagnose_pairs(p);
}

/* ---- the verdicts of all rows ---- */

/* Those that have units enough, with their cells. */
struct family {
	struct verdict_row *row;	/* costs are owned */
	struct compare_cell **cell;
	size_t n;
};

static void add_to_family(struct family *family, const struct pairing *p)
{
	const bool paired = p->cell->paired;
	const size_t nr_a = paired ? p->nr_pairs : p->a.n;
	const size_t nr_b = paired ? p->nr_pairs : p->b.n;
	family->row = records_grow(family->row, family->n, sizeof(*family->row));
	family->cell = records_grow(family->cell, family->n,
				    sizeof(struct compare_cell *));
	family->row[family->n] = (struct verdict_row){
		.a = copy_of(paired ? p->pair_a : p->a.cost, nr_a),
		.b = copy_of(paired ? p->pair_b : p->b.cost, nr_b),
		.nr_a = nr_a, .nr_b = nr_b,
		.design = paired ? VERDICT_PAIRED : VERDICT_INDEPENDENT,
	};
	family->cell[family->n++] = p->cell;
}

static void judge_family(struct family *family, struct compare *c)
{
	verdict_rows(family->row, family->n, c->margin);
	for (size_t i = 0; i < family->n; i++) {
		const struct verdict_row *row = &family->row[i];
		struct compare_cell *cell = family->cell[i];
		cell->value[c->metric].ratio = row->ratio;
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

/* There is nothing left to chance: beyond the margin is a difference. */
static void judge_exact(struct compare_cell *cell, const struct compare *c)
{
	const double ratio = cell->value[c->metric].ratio.value.value;
	const double margin = c->margin;
	cell->word = ratio > 1 + margin ? VERDICT_FASTER :
		     ratio < 1 / (1 + margin) ? VERDICT_SLOWER : VERDICT_SAME;
}

static void judge_one(struct pairing *p, struct family *family)
{
	struct compare_cell *cell = p->cell;
	if (p->a.n > 0 && p->b.n > 0) {
		const double a = p->nr_pairs ? mean_of(p->pair_a, p->nr_pairs) :
					       mean_of(p->a.cost, p->a.n);
		const double b = p->nr_pairs ? mean_of(p->pair_b, p->nr_pairs) :
					       mean_of(p->b.cost, p->b.n);
		cell->value[p->build->request->metric].ratio =
			ratio_welch(&a, 1, &b, 1);
	}
	cell->has_word = p->a.n > 0 && p->b.n > 0;
	if (cell->why)
		return;
	if (cell->exact_one_layout)
		judge_exact(cell, p->build->compare);
	else
		add_to_family(family, p);
	if (!cell->exact_one_layout && p->build->request->diagnose)
		diagnose(p);
}

static void judge_cell(struct compare_build *b, size_t row, size_t arm,
		       struct family *family)
{
	struct arm_row *const *of = b->source + row * b->request->nr_sides;
	struct compare_row *out = &b->compare->row[row];
	assert(of[0] && of[arm]);
	struct pairing p = { .build = b, .x = of[0], .y = of[arm],
			     .cell = &out->cell[arm] };
	choose(&p);
	judge_one(&p, family);
	show_units(&out->cell[arm], b->request->metric, &p.b);
	/* The first arm is shown as the first of the others sees it. */
	if (!out->cell[0].unit) {
		show_units(&out->cell[0], b->request->metric, &p.a);
		out->cell[0].unit = out->cell[arm].unit;
		out->cell[0].varies = out->cell[arm].unit &&
				      b->compare->exact && varies(&p.a);
	}
	units_close(&p.a);
	units_close(&p.b);
	free(p.pair_a);
	free(p.pair_b);
}

void compare_judge(struct compare_build *b)
{
	const size_t n = b->request->nr_sides;
	struct family family = { 0 };
	for (size_t row = 0; row < b->compare->nr_rows; row++) {
		for (size_t arm = 0; arm < n; arm++) {
			const struct arm_row *of = b->source[row * n + arm];
			struct compare_cell *cell = &b->compare->row[row].cell[arm];
			if (of) {
				*cell = of->cell;
				cell->side = &b->compare->side[arm];
				cell->measured = true;
				cell->value = compare_values(true);
				show_memory(cell, of);
			}
		}
		for (size_t arm = 1; arm < n; arm++)
			if (b->source[row * n + arm])
				judge_cell(b, row, arm, &family);
	}
	judge_family(&family, b->compare);
}
