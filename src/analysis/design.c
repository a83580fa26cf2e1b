/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which units are compared, for the first side and another one on a row: the design of
 * the measurement, found from what there is. The rule is that of compare.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "analysis/build.h"

static void add_pair(struct pairing *p, size_t a, size_t b)
{
	p->pair = records_grow(p->pair, p->nr_pairs, sizeof(*p->pair));
	p->pair[p->nr_pairs++] = (struct pair_of_units){ a, b };
}

static void make_units(struct pairing *p, bool by_boot)
{
	units_close(&p->a);
	units_close(&p->b);
	p->a = units_of(p->x, by_boot);
	p->b = units_of(p->y, by_boot);
}

typedef bool are_alike(const struct stretch *a, const struct stretch *b);

/* The first unit whose stretch is alike; units->n: none. */
static size_t find_unit(const struct units *units, const struct stretch *like,
			are_alike *alike)
{
	size_t i = 0;
	while (i < units->n && !alike(units->unit[i].stretch, like))
		i++;
	return i;
}

/* Units of both that are alike are pairs, each kind once. */
static void pair_alike(struct pairing *p, are_alike *alike)
{
	for (size_t i = 0; i < p->a.n; i++) {
		const struct stretch *s = p->a.unit[i].stretch;
		const size_t j = find_unit(&p->b, s, alike);
		if (j < p->b.n && find_unit(&p->a, s, alike) == i)
			add_pair(p, i, j);
	}
}

/* ---- the exact engine: layouts ---- */

/* Boots of one layout count alike; another seed is another layout. */
static bool same_layout(const struct stretch *a, const struct stretch *b)
{
	if (!a->is_layout || !b->is_layout)
		return a->is_layout == b->is_layout;
	return a->round.known && b->round.known &&
	       a->round.value == b->round.value && a->seed == b->seed;
}

bool design_varies(const struct units *units)
{
	bool any = false;
	for (int metric = 0; metric < NR_METRICS; metric++) {
		double *cost = metric_is_measured_cost((enum metric_id)metric) ?
			units_costs(units, (enum metric_id)metric) : NULL;
		for (size_t i = 0; cost && i < units->n; i++)
			any |= cost[i] != cost[find_unit(units, units->unit[i].stretch,
							 same_layout)];
		free(cost);
	}
	return any;
}

bool design_is_one_layout(const struct build *b)
{
	const struct stretch *first = NULL;
	for (size_t i = 0; i < b->nr_stretches; i++) {
		const struct stretch *s = b->stretch[i];
		if (s->lost)
			continue;
		first = first ? first : s;
		if (!same_layout(first, s))
			return false;
	}
	return b->compare->exact;
}

double *design_costs(const struct pairing *p, bool is_b, enum metric_id metric)
{
	double *all = units_costs(is_b ? &p->b : &p->a, metric);
	if (!all || p->nr_pairs == 0)
		return all;
	double *of = error_unless_memory(calloc(p->nr_pairs, sizeof(*of)));
	for (size_t i = 0; i < p->nr_pairs; i++)
		of[i] = all[is_b ? p->pair[i].b : p->pair[i].a];
	free(all);
	return of;
}

/* To the last instruction, unmapping and all. */
static bool is_identical(const struct pairing *p)
{
	bool same = p->nr_pairs > 0;
	for (int metric = 0; same && metric < NR_METRICS; metric++) {
		if (!metric_is_measured_cost((enum metric_id)metric))
			continue;
		double *a = design_costs(p, false, (enum metric_id)metric);
		double *b = design_costs(p, true, (enum metric_id)metric);
		same = (a != NULL) == (b != NULL);
		for (size_t i = 0; a && b && i < p->nr_pairs; i++)
			same &= a[i] == b[i];
		free(a);
		free(b);
	}
	return same;
}

static void choose_layouts(struct pairing *p)
{
	struct compare_cell *cell = p->cell;
	cell->unit = "layout";
	make_units(p, false);
	pair_alike(p, same_layout);
	cell->paired = true;
	cell->varies = design_varies(&p->b);
	p->a_varies = design_varies(&p->a);
	cell->exact_one_layout = p->nr_pairs == 1;
	cell->identical = is_identical(p);
	cell->why = p->nr_pairs == 0 ? "no layout of memory is in both" : NULL;
}

/* ---- time: boots, and runs or blocks on one ---- */

static bool same_boot(const struct stretch *a, const struct stretch *b)
{
	return a->boot_nr == b->boot_nr;
}

static bool same_round(const struct stretch *a, const struct stretch *b)
{
	return a->is_block && b->is_block && a->run_facts == b->run_facts &&
	       a->round.known && b->round.known && a->round.value == b->round.value;
}

static size_t boots_in_common(const struct units *a, const struct units *b)
{
	size_t n = 0;
	for (size_t i = 0; i < a->n; i++)
		n += find_unit(b, a->unit[i].stretch, same_boot) < b->n;
	return n;
}

static bool any_unknown_boot(const struct units *units)
{
	for (size_t i = 0; i < units->n; i++)
		if (!units->unit[i].stretch->boot)
			return true;
	return false;
}

/* A run or block of either side, in the order of time. */
struct turn {
	const char *begin;
	size_t unit;
	bool is_b;
};

struct turns {
	struct turn *turn;	/* [n]; owned */
	size_t n;
	bool known;		/* when each began */
};

static int order_of_turns(const void *left, const void *right)
{
	const struct turn *a = left, *b = right;
	const int order = strcmp(a->begin, b->begin);
	return order ? order : a->is_b - b->is_b;
}

static void add_turns(struct turns *turns, const struct units *units, bool is_b)
{
	for (size_t i = 0; i < units->n; i++) {
		const char *begin = units->unit[i].stretch->begin;
		turns->known &= begin != NULL;
		turns->turn[turns->n++] = (struct turn){ begin, i, is_b };
	}
}

static struct turns turns_of(const struct pairing *p)
{
	struct units a = units_of(p->x, false), b = units_of(p->y, false);
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

static const char *why_not_alternating(const struct turns *turns)
{
	if (!turns->known)
		return "when they were measured is not known";
	return alternate(turns) ? NULL :
	       "all of one was measured before the other: let runs of both alternate";
}

/* Neighbours are pairs where they are A B B A and so on. */
static void pair_neighbours(struct pairing *p, const struct turns *turns)
{
	for (size_t i = 0; i + 1 < turns->n; i += 2)
		if (turns->turn[i].is_b == turns->turn[i + 1].is_b)
			return;
	for (size_t i = 0; turns->n % 2 == 0 && i < turns->n; i += 2) {
		const bool first_is_b = turns->turn[i].is_b;
		add_pair(p, turns->turn[i + first_is_b].unit,
			 turns->turn[i + !first_is_b].unit);
	}
}

/* Blocks of one campaign are on one boot, and pairs by their rounds. */
static bool pair_rounds(struct pairing *p)
{
	make_units(p, false);
	pair_alike(p, same_round);
	return p->nr_pairs > 0;
}

static void choose_this_boot(struct pairing *p)
{
	struct compare_cell *cell = p->cell;
	cell->this_boot = true;
	cell->unit = p->a.n > 0 && p->a.unit[0].stretch->is_block ? "block" : "run";
	if (p->a.n < 2 || p->b.n < 2) {
		cell->why = "one run of each on one boot: let several of both alternate";
	} else if (p->nr_pairs == 0) {
		struct turns turns = turns_of(p);
		cell->why = why_not_alternating(&turns);
		if (!cell->why)
			pair_neighbours(p, &turns);
		free(turns.turn);
	}
	cell->paired = p->nr_pairs > 0;
}

static void choose_boot_pairs(struct pairing *p)
{
	struct turns turns = turns_of(p);
	p->cell->why = why_not_alternating(&turns);
	free(turns.turn);
	if (p->cell->why)
		return;
	pair_alike(p, same_boot);
	p->cell->paired = true;
}

static void choose_boots(struct pairing *p)
{
	struct compare_cell *cell = p->cell;
	if (pair_rounds(p)) {
		choose_this_boot(p);
		return;
	}
	cell->unit = "boot";
	make_units(p, true);
	const size_t nr_common = boots_in_common(&p->a, &p->b);
	if (any_unknown_boot(&p->a) || any_unknown_boot(&p->b))
		cell->why = "which boots they are of is not known";
	else if (nr_common == 0)
		cell->why = p->a.n >= 2 && p->b.n >= 2 ? NULL :
			"one boot on a side: how far boots differ is not known: measure more";
	else if (nr_common < p->a.n || nr_common < p->b.n)
		cell->why = "some boots have both, some only one: expected all alike";
	else if (nr_common > 1)
		choose_boot_pairs(p);
	if (cell->why || nr_common != 1)
		return;
	make_units(p, false);
	choose_this_boot(p);
}

static bool is_sum(const struct sample *like)
{
	return like->reps.known && like->reps.value != 1;
}

void design_choose(struct pairing *p)
{
	if (is_sum(p->x->like) || is_sum(p->y->like)) {
		make_units(p, false);
		p->cell->unit = "sum";
		p->cell->why = "each is one sum over its repetitions: no interval";
	} else if (p->build->compare->exact) {
		choose_layouts(p);
	} else {
		choose_boots(p);
	}
	if (p->a.n == 0 || p->b.n == 0)
		p->cell->why = "no repetition with a cost on both sides";
}
