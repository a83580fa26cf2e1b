/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Locks of a comparison for programs: as CSV and as JSON Lines.
 */
#include <stdlib.h>
#include <string.h>

#include "view/table/ab_table.h"
#include "view/table/facts_lines.h"

/* Of those taken less often than by one page in so many there is one line. */
static const double FEWEST = 1e-3;

struct printing {
	FILE *out;
	const struct compare *comparison;
	bool json, names;
};

static void add_text(struct records *records, struct facts *facts,
		     const char *name, const char *text)
{
	facts_add_text(records, facts, name, text);
}

static void add_interval(struct records *records, struct facts *facts,
			 const char *name, const struct estimate *e)
{
	char text[64];
	const double half = e->half_width.value;
	facts_add_number(records, facts, name, e->mean);
	snprintf(text, sizeof(text), "%s_low95", name);
	facts_add_number(records, facts, text, (struct real){
		e->mean.value - half, e->half_width.known });
	snprintf(text, sizeof(text), "%s_high95", name);
	facts_add_number(records, facts, text, (struct real){
		e->mean.value + half, e->half_width.known });
}

static void add_numbers(struct records *records, struct facts *facts,
			const struct lock_cost *lock,
			const struct compare *c, size_t row)
{
	const struct estimate none = { 0 };
	const bool timed = locks_are_timed(c, row), exact = c->exact;
	const struct estimate *hold = timed ? &lock->of_page[LOCK_HOLD_NS] : &none;
	const struct estimate *wait = timed ? &lock->of_page[LOCK_WAIT_NS] : &none;
	add_interval(records, facts, "acquisitions_per_page",
		     &lock->of_page[LOCK_ACQUISITIONS]);
	add_interval(records, facts, "contentions_per_page",
		     &lock->of_page[LOCK_CONTENTIONS]);
	add_interval(records, facts, "held_instructions_per_page",
		     exact ? hold : &none);
	add_interval(records, facts, "waited_instructions_per_page",
		     exact ? wait : &none);
	add_interval(records, facts, "held_ns_per_page", exact ? &none : hold);
	add_interval(records, facts, "waited_ns_per_page", exact ? &none : wait);
}

static void print_lock(struct printing *p, size_t cell,
		       const struct lock_costs *costs,
		       const struct lock_cost *lock)
{
	const struct compare *c = p->comparison;
	const size_t row = cell / c->nr_sides, t = cell % c->nr_sides;
	const struct sample *like = compare_cell(c, row, t)->like;
	struct records scratch = { 0 };
	struct facts *facts = records_add_facts(&scratch, "lock");
	add_text(&scratch, facts, "run", c->run_id);
	add_text(&scratch, facts, "engine", c->engine);
	facts_add_number(&scratch, facts, "row", real_of((double)row));
	add_text(&scratch, facts, "workload", c->row[row].heading);
	facts_add_number(&scratch, facts, "threads", (struct real){
		like ? (double)like->threads.value : 0,
		like && like->threads.known });
	facts_add_number(&scratch, facts, "treatment", real_of((double)t));
	add_text(&scratch, facts, "kernel", c->side[t].name);
	add_text(&scratch, facts, "description", c->side[t].what);
	add_text(&scratch, facts, "unit", c->unit);
	facts_add_number(&scratch, facts, "n", real_of((double)costs->nr_units));
	add_text(&scratch, facts, "lock", lock->name);
	add_numbers(&scratch, facts, lock, c, row);
	if (p->json)
		facts_print_json(p->out, facts);
	else
		facts_print_csv(p->out, facts, p->names);
	p->names = false;
	records_close(&scratch);
}

/* The locks from first on as one: units are added, so that it has an interval. */
static void print_rest(struct printing *p, size_t cell,
		       const struct lock_costs *costs, size_t first)
{
	char name[] = "(others)";
	struct lock_cost rest = { .name = name };
	for (size_t k = 0; k < NR_LOCK_NUMBERS; k++) {
		double *sum = error_unless_memory(calloc(costs->nr_units + 1,
							 sizeof(*sum)));
		for (size_t i = first; i < costs->n; i++)
			for (size_t u = 0; u < costs->nr_units; u++)
				sum[u] += costs->lock[i].unit[k][u];
		rest.of_page[k] = estimate_of(sum, costs->nr_units);
		free(sum);
	}
	print_lock(p, cell, costs, &rest);
}

static void print_locks(struct printing *p)
{
	const struct compare *c = p->comparison;
	for (size_t i = 0; i < c->nr_rows * c->nr_sides; i++) {
		const struct lock_costs *costs =
			&compare_cell(c, i / c->nr_sides, i % c->nr_sides)->locks;
		size_t n = 0;
		if (costs->nr_units == 0)
			continue;
		for (; n < costs->n; n++) {
			if (costs->lock[n].of_page[LOCK_ACQUISITIONS].mean.value <
			    FEWEST)
				break;
			print_lock(p, i, costs, &costs->lock[n]);
		}
		print_rest(p, i, costs, n);
	}
}

void parts_print_locks(FILE *out, const struct parts *parts)
{
	bool names = true;
	for (size_t i = 0; i < parts->n; i++) {
		struct printing p = { out, &parts->part[i].compare, false, names };
		print_locks(&p);
		names = p.names;
	}
}
