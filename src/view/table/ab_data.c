/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A comparison for programs: the same values as CSV and as JSON Lines.
 */
#include <stdio.h>

#include "view/table/ab_table.h"
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

static void count(const struct adding *a, const char *name, size_t value)
{
	number(a, name, real_of((double)value));
}

static struct real real_count(struct count value)
{
	return (struct real){ (double)value.value, value.known };
}

static void add_workload(const struct adding *a,
			 const struct compare_cell *cell)
{
	/* A row of which nothing came has its text alone. */
	const struct sample none = { 0 };
	const struct sample *like = cell->like ? cell->like : &none;
	text(a, "kind", like->kind);
	text(a, "pattern", like->pattern);
	text(a, "tasks", like->tasks);
	number(a, "threads", real_count(like->threads));
	number(a, "bytes", real_count(like->bytes));
	number(a, "page_bytes", real_count(like->page_bytes));
	text(a, "thp", like->thp);
}

static void add_ratio(const struct adding *a, const char *const names[3],
		      const struct ratio *ratio)
{
	number(a, names[0], ratio->value);
	number(a, names[1], ratio->low);
	number(a, names[2], ratio->high);
}

/* Of 100 per cent of what the first treatment costs. */
static struct real percent(struct real more, struct real of)
{
	return (struct real){ of.known && of.value > 0 ?
				      100 * more.value / of.value : 0,
			      more.known && of.known && of.value > 0 };
}

static void add_difference(const struct adding *a, const char *const names[3],
			   const struct difference *more, struct real first)
{
	char name[64];
	number(a, names[0], more->value);
	number(a, names[1], more->low);
	number(a, names[2], more->high);
	snprintf(name, sizeof(name), "%s_percent", names[0]);
	number(a, name, percent(more->value, first));
	snprintf(name, sizeof(name), "%s_percent", names[1]);
	number(a, name, percent(more->low, first));
	snprintf(name, sizeof(name), "%s_percent", names[2]);
	number(a, name, percent(more->high, first));
}

static void add_more(const struct adding *a, const struct compare *c,
		     const struct compare_cell *cell, size_t row)
{
	static const char *const fault[] = { "fault_more", "fault_more_low95",
					     "fault_more_high95" };
	static const char *const unmap[] = { "unmap_more", "unmap_more_low95",
					     "unmap_more_high95" };
	static const char *const both[] = { "fault_unmap_more",
					    "fault_unmap_more_low95",
					    "fault_unmap_more_high95" };
	const struct compare_cell *first = compare_cell(c, row, 0);
	add_difference(a, fault, &cell->value[METRIC_FAULT].more, first->value[METRIC_FAULT].mean);
	add_difference(a, unmap, &cell->value[METRIC_UNMAP].more, (struct real){
		first->value[METRIC_BOTH].mean.value - first->value[METRIC_FAULT].mean.value,
		first->value[METRIC_BOTH].mean.known });
	add_difference(a, both, &cell->value[METRIC_BOTH].more, first->value[METRIC_BOTH].mean);
}

static void add_costs(const struct adding *a, const struct compare *c,
		      const struct compare_cell *cell, size_t row)
{
	static const char *const fault[] = { "fault_ratio", "fault_ratio_low95",
					     "fault_ratio_high95" };
	static const char *const both[] = { "fault_unmap_ratio",
					    "fault_unmap_ratio_low95",
					    "fault_unmap_ratio_high95" };
	const struct real unknown = { 0 };
	number(a, "fault_instructions_per_page",
	       c->exact ? cell->value[METRIC_FAULT].value : unknown);
	number(a, "fault_unmap_instructions_per_page",
	       c->exact ? cell->value[METRIC_BOTH].value : unknown);
	number(a, "fault_ns_per_page", c->exact ? unknown : cell->value[METRIC_FAULT].value);
	number(a, "fault_unmap_ns_per_page",
	       c->exact ? unknown : cell->value[METRIC_BOTH].value);
	add_ratio(a, fault, &cell->value[METRIC_FAULT].ratio);
	add_ratio(a, both, &cell->value[METRIC_BOTH].ratio);
	number(a, "faults_per_page", cell->value[METRIC_FAULTS].value);
	number(a, "present_per_page", cell->value[METRIC_PRESENT].value);
	text(a, "name", *c->row[row].name ? c->row[row].name : NULL);
	add_more(a, c, cell, row);
	number(a, "touch_p50", cell->value[METRIC_TOUCH_P50].value);
	number(a, "touch_p99", cell->value[METRIC_TOUCH_P99].value);
	number(a, "touch_max", cell->value[METRIC_TOUCH_MAX].value);
	number(a, "remote_per_page", cell->value[METRIC_REMOTE].value);
}

/* A mean over units and half its interval; of shares, not percentages. */
static void add_pressure(const struct adding *a, const struct compare_cell *cell)
{
	number(a, "pressure_percent", cell->pressure_percent);
	for (int i = METRIC_PRESSURE_UNUSED; i <= METRIC_PRESSURE_COST; i++) {
		char half[64];
		snprintf(half, sizeof(half), "%s_half95", metrics[i].name);
		number(a, metrics[i].name, cell->value[i].value);
		number(a, half, cell->value[i].half_width);
	}
	count(a, "pressure_n", cell->value[METRIC_PRESSURE_UNUSED].nr_known);
}

/* Of the first treatment, which is compared with none, all is unknown. */
static void add_verdict(const struct adding *a, const struct compare *c,
			const struct compare_cell *cell, size_t treatment)
{
	const bool some = treatment > 0 && cell->value[METRIC_FAULT].ratio.value.known;
	const bool more = cell->word == VERDICT_CANNOT_TELL &&
			  cell->more_units > 0;
	text(a, "verdict", some ? verdict_name(cell->word) : NULL);
	number(a, "p", verdict_p(cell->p));
	number(a, "p_holm", verdict_p(cell->p_holm));
	number(a, "margin_percent", real_of(100 * c->margin));
	number(a, "more_units", (struct real){ (double)cell->more_units, more });
	number(a, "detectable_percent", verdict_p((struct real){
		100 * cell->detectable.value, cell->detectable.known }));
	number(a, "n_comparisons", real_of((double)c->nr_judged));
}

static void add_cell(const struct adding *a, const struct compare *c,
		     size_t row, size_t treatment, bool pressure)
{
	const struct compare_cell *cell = compare_cell(c, row, treatment);
	text(a, "run", c->run_id);
	text(a, "engine", c->engine);
	count(a, "row", row);
	text(a, "workload", c->row[row].heading);
	add_workload(a, cell);
	count(a, "treatment", treatment);
	text(a, "kernel", cell->side->name);
	text(a, "description", c->side[treatment].what);
	text(a, "unit", c->unit);
	count(a, "n", cell->nr_units);
	count(a, "n_planned", c->nr_planned);
	count(a, "n_samples", cell->nr_samples);
	count(a, "n_invalid", cell->nr_invalid);
	add_costs(a, c, cell, row);
	add_verdict(a, c, cell, treatment);
	text(a, "part", c->part);
	if (pressure)
		add_pressure(a, cell);
}

struct printing {
	bool json, names, pressure;
};

static void print_cells(FILE *out, const struct compare *c,
			struct printing as)
{
	for (size_t i = 0; i < c->nr_rows * c->nr_sides; i++) {
		struct records scratch = { 0 };
		struct facts *facts = records_add_facts(&scratch, "comparison");
		const struct adding adding = { &scratch, facts };
		if (!compare_cell(c, i / c->nr_sides, i % c->nr_sides)->measured) {
			records_close(&scratch);
			continue;
		}
		add_cell(&adding, c, i / c->nr_sides, i % c->nr_sides,
			 as.pressure);
		if (as.json)
			facts_print_json(out, facts);
		else
			facts_print_csv(out, facts, as.names && i == 0);
		records_close(&scratch);
	}
}

void ab_data_print(FILE *out, const struct compare *c, bool json)
{
	print_cells(out, c, (struct printing){ json, true,
					       ab_data_has_pressure(c) });
}

void ab_data_print_part(FILE *out, const struct compare *c, bool names,
			bool pressure)
{
	print_cells(out, c, (struct printing){ false, names, pressure });
}

bool ab_data_has_pressure(const struct compare *c)
{
	return compare_has_pressure(c);
}

void parts_print_csv(FILE *out, const struct parts *parts)
{
	bool pressure = false;
	for (size_t i = 0; i < parts->n; i++)
		pressure |= ab_data_has_pressure(&parts->part[i].compare);
	for (size_t i = 0; i < parts->n; i++)
		ab_data_print_part(out, &parts->part[i].compare, i == 0,
				   pressure);
}
