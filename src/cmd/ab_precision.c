/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/ab_precision.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/compare.h"
#include "base/text.h"

enum { ROUNDS_MOST = 1000, BUDGET_S = 3600 };

void ab_open_rounds(const struct ab_options *o, struct campaign *c)
{
	const uint32_t rounds = c->rounds;
	if (!run_options_are_open(&o->run))
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

/* ---- looking ---- */

static void add_row(struct precision *p, const struct compare *c, size_t row,
		    size_t side)
{
	const struct ab_precision *ab = p->source;
	const struct sequential_rule rule = precision_rule(p);
	char *what = workload_text(&ab->campaign->row[row]);
	char *name = text_format("%s, %s", c->side[side].name, what);
	free(what);
	precision_add(p, name, compare_look(c, row, side, &rule));
}

static void look(struct precision *p, const void *source)
{
	const struct ab_precision *ab = source;
	struct compare c;
	if (compare_campaign(ab->records, NULL, &c, NULL) != 0)
		return;
	for (size_t row = 0; row < c.nr_rows; row++)
		for (size_t side = 1; side < c.nr_sides; side++)
			if (compare_cell(&c, row, side)->measured)
				add_row(p, &c, row, side);
	/* A command that wanted fewer finds those of another. */
	if (p->end != PRECISION_INTERRUPTED && c.nr_planned > p->rounds)
		p->rounds = c.nr_planned;
	compare_close(&c);
}

void ab_precision_start(struct ab_precision *ab, const struct ab_options *o,
			const struct campaign *c, const struct lab_backend *backend)
{
	*ab = (struct ab_precision){
		.precision = {
			.wanted = o->run.precision, .least = c->rounds,
			.most = c->rounds_most, .units = runner_group(c),
			.unit = campaign_unit(c), .of = "each",
			.look = look, .source = ab, .end = PRECISION_INTERRUPTED,
		},
		.campaign = c,
	};
	budget_start(&ab->precision.budget, ab_budget_s(o), backend->now_ns);
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

bool ab_precision_wants(void *context, const struct records *records,
			uint32_t rounds)
{
	struct ab_precision *ab = context;
	ab->records = records;
	if (!ab->precision.budget.in_round && rounds > 0)
		remember_group(ab, records, rounds);
	return precision_wants(&ab->precision, rounds);
}
