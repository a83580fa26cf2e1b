/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A comparison of arms for programs: a line for each row and arm, the same
 * values as CSV and as JSON Lines.
 */
#include "view/table/compare_data.h"

#include "view/table/facts_lines.h"
#include "view/table/verdict_text.h"

/* Facts being added. */
struct adding {
	struct records *records;
	struct facts *facts;
};

static void text(const struct adding *a, const char *name, const char *value)
{
	facts_add_text(a->records, a->facts, name, value);
}

static void number(const struct adding *a, const char *name, struct real value)
{
	facts_add_number(a->records, a->facts, name, value);
}

static void count(const struct adding *a, const char *name, struct count value)
{
	number(a, name, (struct real){ (double)value.value, value.known });
}

static void size(const struct adding *a, const char *name, size_t value)
{
	number(a, name, real_of((double)value));
}

static void flag(const struct adding *a, const char *name, bool value)
{
	facts_add_bool(a->records, a->facts, name, value);
}

static void add_workload(const struct adding *a, const struct sample *like)
{
	text(a, "engine", like->engine);
	text(a, "clock", like->clock);
	text(a, "accounting", like->accounting);
	text(a, "kind", like->kind);
	text(a, "pattern", like->pattern);
	text(a, "tasks", like->tasks);
	count(a, "threads", like->threads);
	count(a, "bytes", like->bytes);
	count(a, "page_bytes", like->page_bytes);
	count(a, "cachelines", like->cachelines);
	text(a, "bind", like->bind);
	text(a, "mem", like->mem);
	text(a, "thp", like->thp);
	text(a, "regions", like->regions);
	count(a, "reps", like->reps);
	flag(a, "stamped", like->stamped);
	flag(a, "oversubscribed", like->oversubscribed);
}

static void add_units(const struct adding *a, const struct compare_cell *cell)
{
	text(a, "unit", cell->unit);
	size(a, "n", cell->nr_units);
	size(a, "n_samples", cell->nr_samples);
	size(a, "least_reps", cell->least_reps);
	size(a, "most_reps", cell->most_reps);
	size(a, "n_invalid", cell->nr_invalid);
	text(a, "invalid", cell->nr_reasons ? cell->reason[0].text : NULL);
	size(a, "n_without_cost", cell->nr_costless);
}

static void add_cost(const struct adding *a, const struct compare *c,
		     const struct compare_cell *cell)
{
	const struct real unknown = { 0 };
	text(a, "metric", metrics[c->metric].word);
	number(a, "instructions_per_page", c->exact ? cell->value[c->metric].value : unknown);
	number(a, "ns_per_page", c->exact ? unknown : cell->value[c->metric].value);
	number(a, "faults_per_page", cell->value[METRIC_FAULTS].value);
	number(a, "present_per_page", cell->value[METRIC_PRESENT].value);
}

static struct real percent(struct real real)
{
	return (struct real){ 100 * real.value, real.known };
}

/* Of the first arm, which is compared with nothing, all is unknown. */
static void add_verdict(const struct adding *a, const struct compare *c,
			const struct compare_cell *cell, bool first)
{
	const bool more = cell->word == VERDICT_CANNOT_TELL &&
			  cell->more_units > 0;
	number(a, "ratio", cell->value[c->metric].ratio.value);
	number(a, "ratio_low95", cell->value[c->metric].ratio.low);
	number(a, "ratio_high95", cell->value[c->metric].ratio.high);
	number(a, "p", verdict_p(cell->p));
	number(a, "p_holm", verdict_p(cell->p_holm));
	text(a, "verdict", first ? NULL : verdict_name(cell->word));
	number(a, "margin_percent", real_of(100 * c->margin));
	number(a, "more_units", (struct real){ (double)cell->more_units, more });
	number(a, "detectable_percent",
	       verdict_p(percent(cell->detectable)));
	flag(a, "paired", cell->paired);
	flag(a, "this_boot_only", cell->this_boot);
	flag(a, "one_layout", cell->exact_one_layout);
	text(a, "cannot_tell_why", cell->why);
}

static void add_diagnostics(const struct adding *a,
			    const struct compare_diagnostics *d)
{
	number(a, "bootstrap_low95", d->other.bootstrap.low);
	number(a, "bootstrap_high95", d->other.bootstrap.high);
	number(a, "permutation_p", verdict_p(d->other.permutation.p));
	number(a, "mann_whitney_p", verdict_p(d->other.mann_whitney.p));
	number(a, "pooled_p_would_be", verdict_p(d->pooled_p));
}

static void add_cell(const struct adding *a, const struct compare *c, size_t row,
		     size_t arm)
{
	const struct compare_row *of = &c->row[row];
	const struct compare_cell *cell = &of->cell[arm];
	size(a, "row", row);
	text(a, "workload", of->heading);
	add_workload(a, cell->like);
	size(a, "arm", arm);
	text(a, "name", c->side[arm].name);
	text(a, "source", c->side[arm].source);
	text(a, "kernel", cell->like->kernel);
	add_units(a, cell);
	add_cost(a, c, cell);
	add_verdict(a, c, cell, arm == 0);
	add_diagnostics(a, &cell->diagnostics);
}

void compare_data_print(FILE *out, const struct compare *c, bool json)
{
	bool names = true;
	for (size_t i = 0; i < c->nr_rows * c->nr_sides; i++) {
		const size_t row = i / c->nr_sides;
		const size_t arm = i % c->nr_sides;
		if (!c->row[row].cell[arm].like)
			continue;
		struct records scratch = { 0 };
		struct facts *facts = records_add_facts(&scratch, "compare");
		add_cell(&(struct adding){ &scratch, facts }, c, row, arm);
		if (json)
			facts_print_json(out, facts);
		else
			facts_print_csv(out, facts, names);
		names = false;
		records_close(&scratch);
	}
}
