/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/ab_precision.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/campaign/runner.h"
#include "stats/verdict.h"
#include "analysis/compare.h"

enum { ROUNDS_MOST = 1000, BUDGET_S = 3600 };

bool ab_is_open(const struct ab_options *o)
{
	return o->run.precision > 0 || o->run.budget_s > 0;
}

void ab_open_rounds(const struct ab_options *o, struct campaign *c)
{
	const uint32_t rounds = c->rounds;
	if (!ab_is_open(o))
		return;
	c->rounds_most = rounds > ROUNDS_MOST ? rounds : ROUNDS_MOST;
	if (o->run.precision > 0)
		return;
	if (o->boots > 0 || o->layouts > 0)
		c->rounds_most = rounds;
	if (rounds > runner_group(c))
		c->rounds = runner_group(c);
}

double ab_budget_s(const struct ab_options *o)
{
	return o->run.budget_s > 0 ? o->run.budget_s : BUDGET_S;
}

/* Boots are units of their own; layouts and blocks are pairs. */
static bool is_paired(const struct campaign *c)
{
	return c->layouts || !c->engine->is_guest;
}

uint32_t ab_rounds_least(const struct campaign *c, bool precision)
{
	const uint32_t group = runner_group(c);
	const uint32_t first = is_paired(c) ? SEQUENTIAL_FIRST_MEAN :
					      SEQUENTIAL_FIRST;
	uint32_t rounds = c->rounds;
	if (precision && rounds < first)
		rounds = first;
	rounds = (rounds + group - 1) / group * group;
	return precision ? rounds + (SEQUENTIAL_RUN - 1) * group : rounds;
}

void ab_precision_start(struct ab_precision *ab, const struct ab_options *o,
			const struct campaign *c, uint64_t (*now_ns)(void))
{
	*ab = (struct ab_precision){
		.precision = {
			.wanted = o->run.precision, .least = c->rounds,
			.most = c->rounds_most, .unit = campaign_unit(c),
			.of = "each", .end = PRECISION_INTERRUPTED,
		},
		.campaign = c,
	};
	budget_start(&ab->precision.budget, ab_budget_s(o), now_ns);
}

/* ---- looking ---- */

/* Further rows than there is memory for are not waited for. */
static void add_row(struct precision *p, const struct campaign *c, size_t row,
		    const struct compare_cell *cell,
		    struct sequential_look look)
{
	char *what = campaign_row_text(c, row), *name = NULL;
	if (what && asprintf(&name, "%s, %s", cell->side->name, what) < 0)
		name = NULL;
	free(what);
	struct precision_row *grown = realloc(p->row, (p->nr_rows + 1) *
						      sizeof(*grown));
	if (!grown || !name) {
		free(name);
		return;
	}
	p->row = grown;
	p->row[p->nr_rows++] = (struct precision_row){
		.name = name, .look = look,
		.is_invalid = !look.half_width.known &&
			      p->rounds >= SEQUENTIAL_FIRST,
	};
}

static void forget_rows(struct precision *p)
{
	for (size_t i = 0; i < p->nr_rows; i++)
		free(p->row[i].name);
	p->nr_rows = 0;
}

void ab_precision_look(struct ab_precision *ab, const struct records *records)
{
	struct compare c;
	forget_rows(&ab->precision);
	if (compare_campaign(records, &c, NULL) != 0)
		return;
	const struct sequential_rule rule = {
		.precision = ab->precision.wanted,
		.first = (size_t)ab->precision.least,
		.step = runner_group(ab->campaign),
	};
	for (size_t row = 0; row < c.nr_rows; row++)
		for (size_t side = 1; side < c.nr_sides; side++)
			if (compare_cell(&c, row, side)->measured)
				add_row(&ab->precision, ab->campaign, row,
					compare_cell(&c, row, side),
					compare_look(&c, row, side, &rule));
	/* A command that wanted fewer finds those of another. */
	if (ab->precision.end != PRECISION_INTERRUPTED &&
	    c.nr_planned > ab->precision.rounds)
		ab->precision.rounds = c.nr_planned;
	compare_close(&c);
}

/* ---- going on ---- */

/* How long a group took that another command has measured, by its boots. */
static void remember_group(struct ab_precision *ab, const struct records *records,
			   uint32_t rounds)
{
	const uint32_t group = runner_group(ab->campaign);
	double sum = 0;
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct facts *facts = &records->facts[i];
		const struct real round = facts_number(facts, "round");
		if (strcmp(facts->type, "boot") == 0 && round.known &&
		    round.value < rounds && round.value >= rounds - group)
			sum += facts_number(facts, "wall_s").value;
	}
	if (sum > 0)
		budget_took(&ab->precision.budget, sum);
}

bool ab_precision_wants(struct ab_precision *ab, const struct records *records,
			uint32_t rounds)
{
	struct budget *budget = &ab->precision.budget;
	if (!budget->in_round && rounds > 0)
		remember_group(ab, records, rounds);
	budget_round(budget);
	ab->precision.rounds = rounds;
	if (ab->precision.wanted > 0)
		ab_precision_look(ab, records);
	return precision_wants(&ab->precision, rounds);
}

void ab_precision_close(struct ab_precision *ab)
{
	precision_close(&ab->precision);
}
