/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the treatments of a campaign stand to the first one.
 */
#include "analysis/comparison_judge.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Values of the rounds that both have, side by side: the caller frees. */
struct pairs_of_rounds {
	double *a, *b;
	size_t n;
};

static struct pairs_of_rounds pair_up(const struct comparison_cell *a,
				      const struct comparison_cell *b,
				      bool both)
{
	const double *cost_a = both ? a->both : a->fault;
	const double *cost_b = both ? b->both : b->fault;
	struct pairs_of_rounds pairs = {
		.a = error_unless_memory(calloc(a->nr_units + 1, sizeof(double))),
		.b = error_unless_memory(calloc(a->nr_units + 1, sizeof(double))),
	};
	for (size_t i = 0; cost_a && cost_b && i < a->nr_units; i++) {
		for (size_t j = 0; j < b->nr_units; j++) {
			if (a->round[i] != b->round[j])
				continue;
			pairs.a[pairs.n] = cost_a[i];
			pairs.b[pairs.n++] = cost_b[j];
		}
	}
	return pairs;
}

static struct ratio comparison_ratio(const struct comparison *c,
			      const struct comparison_cell *a,
			      const struct comparison_cell *b, bool both)
{
	const double *x = both ? a->both : a->fault;
	const double *y = both ? b->both : b->fault;
	if (!x || !y)
		return (struct ratio){ 0 };
	if (text_same(c->unit, "boot"))
		return ratio_welch(x, a->nr_units, y, b->nr_units);
	struct pairs_of_rounds pairs = pair_up(a, b, both);
	const struct ratio ratio = ratio_paired(pairs.a, pairs.b, pairs.n);
	free(pairs.a);
	free(pairs.b);
	return ratio;
}

/* Of units that are pairs: boots are none. */
static struct difference more_of(const struct comparison *c,
				 const struct comparison_cell *a,
				 const struct comparison_cell *b, bool both)
{
	if (text_same(c->unit, "boot"))
		return (struct difference){ 0 };
	struct pairs_of_rounds pairs = pair_up(a, b, both);
	const struct difference more =
		difference_paired(pairs.a, pairs.b, pairs.n);
	free(pairs.a);
	free(pairs.b);
	return more;
}

static void compare_cost(const struct comparison *c,
			 const struct comparison_cell *a,
			 struct comparison_cell *b, bool both)
{
	if (!(both ? a->both : a->fault) || !(both ? b->both : b->fault))
		return;
	*(both ? &b->both_ratio : &b->fault_ratio) =
		comparison_ratio(c, a, b, both);
	*(both ? &b->both_more : &b->fault_more) = more_of(c, a, b, both);
}

/* Of the unmapping alone, where the unit is one of pairs. */
static void compare_unmap(const struct comparison *c,
			  const struct comparison_cell *a,
			  struct comparison_cell *b)
{
	if (!a->both || !b->both || text_same(c->unit, "boot"))
		return;
	struct pairs_of_rounds both = pair_up(a, b, true);
	struct pairs_of_rounds fault = pair_up(a, b, false);
	for (size_t i = 0; i < both.n; i++) {
		both.a[i] -= fault.a[i];
		both.b[i] -= fault.b[i];
	}
	b->unmap_more = difference_paired(both.a, both.b, both.n);
	free(both.a);
	free(both.b);
	free(fault.a);
	free(fault.b);
}

static void judge_ratios(struct comparison *c, size_t row, size_t treatment)
{
	const struct comparison_cell *a = &c->cell[row * c->nr_treatments];
	struct comparison_cell *b =
		&c->cell[row * c->nr_treatments + treatment];
	compare_cost(c, a, b, false);
	compare_cost(c, a, b, true);
	compare_unmap(c, a, b);
	b->identical = c->exact && a->nr_units > 0 &&
		       a->nr_units == b->nr_units && a->both && b->both;
	for (size_t i = 0; b->identical && i < b->nr_units; i++)
		b->identical = a->round[i] == b->round[i] &&
			       a->fault[i] == b->fault[i] &&
			       a->both[i] == b->both[i];
}

/* ---- verdicts ---- */

/* Their costs: of units that are pairs those that both have. */
struct judging {
	struct verdict_row row;
	struct pairs_of_rounds pairs;
	struct comparison_cell *cell;
};

static struct judging judging_of(const struct comparison *c, size_t row,
				 size_t treatment)
{
	const struct comparison_cell *a = &c->cell[row * c->nr_treatments];
	struct comparison_cell *b =
		&c->cell[row * c->nr_treatments + treatment];
	struct judging j = { .cell = b };
	if (text_same(c->unit, "boot")) {
		j.row = (struct verdict_row){
			.a = a->fault, .nr_a = a->nr_units,
			.b = b->fault, .nr_b = b->nr_units,
			.design = VERDICT_INDEPENDENT };
		return j;
	}
	j.pairs = pair_up(a, b, false);
	j.row = (struct verdict_row){ .a = j.pairs.a, .nr_a = j.pairs.n,
				      .b = j.pairs.b, .nr_b = j.pairs.n,
				      .design = VERDICT_PAIRED };
	return j;
}

static void take_verdict(struct comparison *c, struct comparison_cell *cell,
			 const struct verdict_row *row)
{
	cell->word = row->word;
	cell->p = row->p;
	cell->p_holm = row->p_holm;
	cell->detectable = row->detectable;
	cell->more_units = row->more_units;
	cell->judged = row->ratio.value.known;
	c->nr_judged += row->p.known;
}

static bool is_judged(const struct comparison *c, size_t i)
{
	return i % c->nr_treatments > 0 && c->cell[i].measured &&
	       c->cell[i].nr_units > 0;
}

/* Of all rows and treatments at once: the table is the family. */
static void judge(struct comparison *c)
{
	const size_t most = c->nr_rows * c->nr_treatments;
	struct judging *judging =
		error_unless_memory(calloc(most + 1, sizeof(*judging)));
	struct verdict_row *row =
		error_unless_memory(calloc(most + 1, sizeof(*row)));
	size_t n = 0;
	for (size_t i = 0; i < most; i++)
		if (is_judged(c, i))
			judging[n++] = judging_of(c, i / c->nr_treatments,
						  i % c->nr_treatments);
	for (size_t i = 0; i < n; i++)
		row[i] = judging[i].row;
	verdict_rows(row, n, COMPARE_MARGIN);
	for (size_t i = 0; i < n; i++) {
		take_verdict(c, judging[i].cell, &row[i]);
		free(judging[i].pairs.a);
		free(judging[i].pairs.b);
	}
	free(judging);
	free(row);
}

static void judge_exact(struct comparison *c)
{
	for (size_t i = 0; i < c->nr_rows * c->nr_treatments; i++) {
		struct comparison_cell *cell = &c->cell[i];
		const struct real ratio = cell->fault_ratio.value;
		if (!is_judged(c, i) || !ratio.known || cell->varies)
			continue;
		cell->word = ratio.value > 1 + COMPARE_MARGIN ? VERDICT_FASTER :
			     ratio.value < 1 / (1 + COMPARE_MARGIN) ?
				     VERDICT_SLOWER : VERDICT_SAME;
	}
}

void comparison_judge(struct comparison *c)
{
	for (size_t row = 0; row < c->nr_rows; row++)
		for (size_t t = 0; t < c->nr_treatments; t++)
			judge_ratios(c, row, t);
	if (c->one_value)
		judge_exact(c);
	else
		judge(c);
}
