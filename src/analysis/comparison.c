/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/comparison.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fault/engine.h"
#include "record/jsonl.h"
#include "stats/estimate.h"
#include "analysis/boots.h"
#include "analysis/comparison_judge.h"
#include "analysis/compare_build.h"

/* ---- sums over the repetitions of a unit ---- */

/* Unknown as soon as one part is. */
struct sum {
	double value;
	bool unknown;
};

static void sum_add(struct sum *sum, struct real part)
{
	sum->value += part.value;
	sum->unknown |= !part.known;
}

static struct real per(const struct sum *sum, double pages)
{
	return (struct real){ sum->value / (pages > 0 ? pages : 1),
			      !sum->unknown && pages > 0 };
}

static struct real real_of_count(struct count count)
{
	return (struct real){ (double)count.value, count.known };
}

static struct real ns_of(struct real seconds)
{
	return (struct real){ seconds.value * 1e9, seconds.known };
}

/*
 * A geometric mean, from the first value on, so that equal values have themselves
 * as mean, to the last digit. Unknown where there is no logarithm.
 */
struct geometric {
	double first, sum_log;
	bool unknown;
};

static void geometric_add(struct geometric *mean, struct real cost,
			  struct count pages)
{
	const double each = pages.value > 0 ? cost.value / (double)pages.value : 0;
	if (!cost.known || !(each > 0)) {
		mean->unknown = true;
		return;
	}
	if (mean->first <= 0)
		mean->first = each;
	mean->sum_log += log(each / mean->first);
}

struct sums {
	struct sum window, teardown, faults, present, remote;
	struct sum touch_p50, touch_p99;
	struct pressure_sums pressure;
	double touch_max;
	double pages;
	size_t n;
	struct geometric geometric_window, geometric_both;	/* of each one's cost */
};

static struct real real_add(struct real a, struct real b)
{
	return (struct real){ a.value + b.value, a.known && b.known };
}

static void sums_add(struct sums *sums, const struct sample *s, bool exact)
{
	const struct real window = exact ? real_of_count(s->instructions) :
					   ns_of(s->wall_s);
	const struct real teardown =
		exact ? real_of_count(s->instructions_teardown) :
			ns_of(s->teardown_s);
	sum_add(&sums->window, window);
	sum_add(&sums->teardown, teardown);
	geometric_add(&sums->geometric_window, window, s->pages);
	geometric_add(&sums->geometric_both, real_add(window, teardown), s->pages);
	sum_add(&sums->faults, real_of_count(count_add(s->faults_minor,
						       s->faults_major)));
	sum_add(&sums->present, real_of_count(s->pages_present));
	sum_add(&sums->remote, real_of_count(s->pages_remote));
	const struct latency *l = s->latency;
	sum_add(&sums->touch_p50, (struct real){ l ? l->p50 : 0, l });
	sum_add(&sums->touch_p99, (struct real){ l ? l->p99 : 0, l });
	if (l && l->max > sums->touch_max)
		sums->touch_max = l->max;
	pressure_add(&sums->pressure, s, exact);
	sums->pages += (double)s->pages.value;
	sums->n++;
}

/* ---- cells ---- */

/* A cell while its units are being added. */
struct building {
	const struct records *records;
	const struct boots *boots;
	struct comparison *comparison;
	struct comparison_cell *cell;
	size_t row, treatment;
	struct sums all, limit, nop;
	bool both_known;
	struct pressure_sums *pressure;	/* [nr_units] */
};

static void take(struct building *b, struct sums *unit, const struct sample *s)
{
	const bool exact = b->comparison->exact;
	if (s->warmup)
		return;
	b->cell->like = s;
	if (!text_same(s->role, "measure")) {
		if (s->ok)
			sums_add(text_same(s->role, "limit") ? &b->limit : &b->nop,
				 s, exact);
	} else if (s->ok) {
		sums_add(unit, s, exact);
		sums_add(&b->all, s, exact);
		spill_add(&b->cell->spill, s);
	} else {
		b->cell->nr_invalid++;
		b->cell->nr_reasons = summary_add_reason(
			b->cell->reason, b->cell->nr_reasons, s->invalid);
	}
}

/*
 * A unit's mean. Where a spread between units is to be told, it is the geometric
 * one, as of the ratio; where one boot stands for all, total work by total pages.
 */
static struct real unit_cost(const struct building *b, const struct sums *unit,
			     bool both)
{
	const struct geometric *mean = both ? &unit->geometric_both :
					      &unit->geometric_window;
	const struct real fault = per(&unit->window, unit->pages);
	const double n = unit->n > 0 ? (double)unit->n : 1;
	if (!b->comparison->one_value)
		return (struct real){ mean->first * exp(mean->sum_log / n),
				      unit->n > 0 && !mean->unknown };
	return both ? real_add(fault, per(&unit->teardown, unit->pages)) : fault;
}

static void add_unit(struct building *b, const struct boot_range *range)
{
	const struct facts *boot = range->boot;
	const char *id = facts_text(boot, "id");
	struct comparison_cell *cell = b->cell;
	struct sums unit = { 0 };
	for (size_t i = range->first; i < range->end; i++) {
		const struct sample *s = &b->records->sample[i];
		if (count_is(s->row, b->row) && id && text_same(s->boot_id, id))
			take(b, &unit, s);
	}
	const struct real fault = unit_cost(b, &unit, false);
	const struct real both = unit_cost(b, &unit, true);
	/* A logarithm is taken of it. */
	if (!fault.known || fault.value <= 0)
		return;
	cell->fault[cell->nr_units] = fault.value;
	cell->both[cell->nr_units] = both.value;
	b->both_known &= both.known;
	b->pressure[cell->nr_units] = unit.pressure;
	cell->round[cell->nr_units++] = facts_number(boot, "round").value;
	cell->nr_samples += unit.n;
}

static bool all_equal(const double values[], size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (values[i] != values[0])
			return false;
	return true;
}

static struct real mean_cost(const struct building *b, const double cost[],
			     struct real plain)
{
	const size_t n = b->cell->nr_units;
	double sum = 0;
	if (!plain.known || b->comparison->exact)
		return plain;
	for (size_t i = 0; i < n; i++)
		sum += log(cost[i] / cost[0]);
	return real_of(cost[0] * exp(sum / (double)n));
}

static void sum_up(struct building *b)
{
	struct comparison_cell *cell = b->cell;
	const size_t pages = (size_t)b->all.pages;
	if (!b->both_known) {
		free(cell->both);
		cell->both = NULL;
	}
	cell->fault_mean = estimate_of(cell->fault, cell->nr_units).mean;
	cell->fault_cost = mean_cost(b, cell->fault, cell->fault_mean);
	if (cell->both)
		cell->both_mean = estimate_of(cell->both, cell->nr_units).mean;
	cell->both_cost = mean_cost(b, cell->both, cell->both_mean);
	cell->faults_per_page = per(&b->all.faults, (double)pages);
	cell->present_per_page = per(&b->all.present, (double)pages);
	cell->remote_per_page = per(&b->all.remote, (double)pages);
	cell->touch_p50 = per(&b->all.touch_p50, (double)b->all.n);
	cell->touch_p99 = per(&b->all.touch_p99, (double)b->all.n);
	cell->touch_max = (struct real){ b->all.touch_max,
					 cell->touch_p50.known };
	cell->limit_cost = per(&b->limit.window, b->limit.pages);
	/* It touches none: by the pages of a repetition. */
	if (b->nop.n > 0 && b->all.n > 0)
		cell->nop_cost = per(&b->nop.window,
				     b->all.pages / (double)b->all.n *
					     (double)b->nop.n);
	cell->varies = !all_equal(cell->fault, cell->nr_units) ||
		       (cell->both && !all_equal(cell->both, cell->nr_units));
	if (cell->like && cell->like->pressure_percent.known)
		cell->pressure.percent = real_of_count(cell->like->pressure_percent);
	pressure_estimate(&cell->pressure, b->pressure, cell->nr_units);
}

static void make_cell(struct building b)
{
	struct comparison *c = b.comparison;
	struct comparison_cell *cell = b.cell;
	/* What was planned is a number in a file: no memory is taken for it. */
	const size_t most = b.boots->n + 1;
	cell->label = c->treatment[b.treatment];
	cell->fault = error_unless_memory(calloc(most, sizeof(double)));
	cell->both = error_unless_memory(calloc(most, sizeof(double)));
	cell->round = error_unless_memory(calloc(most, sizeof(double)));
	b.pressure = error_unless_memory(calloc(most, sizeof(*b.pressure)));
	for (size_t i = 0; i < b.boots->n; i++) {
		const struct real of =
			facts_number(b.boots->range[i].boot, "treatment");
		if (of.known && of.value == (double)b.treatment &&
		    cell->nr_units < c->nr_planned)
			add_unit(&b, &b.boots->range[i]);
	}
	sum_up(&b);
	free(b.pressure);
}

static void make_cells(const struct records *records, struct comparison *c)
{
	struct boots boots = boots_find(records, c->run_id);
	for (size_t row = 0; row < c->nr_rows; row++)
		for (size_t t = 0; t < c->nr_treatments; t++)
			make_cell((struct building){
				.records = records, .boots = &boots,
				.comparison = c,
				.cell = &c->cell[row * c->nr_treatments + t],
				.row = row, .treatment = t,
				.both_known = true });
	boots_close(&boots);
}

/* ---- the run ---- */

static char **texts_of(const struct facts *run, const char *name, size_t *n)
{
	const struct texts texts = facts_texts(run, name);
	char **copy = error_unless_memory(calloc(texts.n + 1, sizeof(*copy)));
	for (size_t i = 0; i < texts.n; i++)
		copy[i] = (char *)texts.text[i];
	*n = texts.n;
	return copy;
}

/* The last one: a file may hold several. */
static const struct facts *find_run(const struct records *records)
{
	for (size_t i = records->nr_facts; i-- > 0;)
		if (strcmp(records->facts[i].type, "run") == 0 &&
		    facts_find(&records->facts[i], "treatments"))
			return &records->facts[i];
	return NULL;
}

static int check_engines(const struct records *records,
			 const struct comparison *c, struct error *err)
{
	for (size_t i = 0; i < records->nr_samples; i++) {
		const struct sample *s = &records->sample[i];
		if (s->run && text_same(s->run, c->run_id) && !text_same(s->engine, c->engine))
			return error_set(err, -EINVAL, "samples of engine %s in a run of %s: expected one: they are never compared",
					 s->engine ? s->engine : "unknown",
					 c->engine);
	}
	return 0;
}

/* A count from a file: 0 where it is none, or more than anybody measures. */
static size_t count_of_fact(const struct facts *facts, const char *name)
{
	const struct real number = facts_number(facts, name);
	return number.known && number.value >= 1 && number.value <= 1e6 ?
		       (size_t)number.value : 0;
}

/*
 * Where the rounds are open the planned ones are those that were begun: boots
 * beyond the least that nobody wanted are not missing.
 */
static size_t nr_planned(const struct records *records,
			 const struct comparison *c)
{
	size_t planned = count_of_fact(c->run, "rounds");
	if (count_of_fact(c->run, "rounds_most") == 0)
		return planned;
	size_t begun = 0;
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct facts *boot = &records->facts[i];
		const struct real round = facts_number(boot, "round");
		if (boot_is_of(boot, c->run_id) && round.known &&
		    round.value >= (double)begun && round.value < 1e6)
			begun = (size_t)round.value + 1;
	}
	return begun ? begun : planned;
}

static int read_run(const struct records *records, struct comparison *c,
		    struct error *err)
{
	size_t nr_kernels = 0, nr_names = 0;
	c->run = find_run(records);
	if (!c->run)
		return error_set(err, -EINVAL, "no campaign in these records: expected those of pft ab");
	c->run_id = facts_text(c->run, "id");
	c->engine = facts_text(c->run, "engine");
	c->unit = facts_text(c->run, "unit");
	c->part = facts_text(c->run, "part");
	c->nr_planned = nr_planned(records, c);
	c->nr_reps = count_of_fact(c->run, "reps");
	c->treatment = texts_of(c->run, "treatments", &c->nr_treatments);
	c->kernel = texts_of(c->run, "kernels", &nr_kernels);
	c->row = texts_of(c->run, "rows", &c->nr_rows);
	c->name = texts_of(c->run, "names", &nr_names);
	if (nr_names != c->nr_rows) {
		free(c->name);
		c->name = NULL;
	}
	if (!c->run_id || !c->engine || !c->unit || c->nr_planned == 0 ||
	    c->nr_treatments == 0 ||
	    c->nr_rows == 0 || nr_kernels != c->nr_treatments)
		return error_set(err, -EINVAL, "the run record of this campaign is not whole: expected one that pft ab wrote");
	c->exact = engine_find(c->engine)->counts_instructions;
	c->one_value = c->exact && strcmp(c->unit, "boot") == 0;
	return check_engines(records, c, err);
}

/* "1101" for each row: of each treatment, whether it is measured. */
static void mark_measured(struct comparison *c)
{
	size_t n;
	char **measured = texts_of(c->run, "measured", &n);
	for (size_t row = 0; row < c->nr_rows; row++) {
		const char *marks = n == c->nr_rows ? measured[row] : "";
		const bool whole = strlen(marks) == c->nr_treatments;
		for (size_t t = 0; t < c->nr_treatments; t++)
			c->cell[row * c->nr_treatments + t].measured =
				!whole || marks[t] == '1';
	}
	free(measured);
}

static void comparison_close(struct comparison *c);

static int comparison_make(const struct records *records, struct comparison *c,
			   struct error *err)
{
	*c = (struct comparison){ 0 };
	const int rc = read_run(records, c, err);
	if (rc != 0) {
		comparison_close(c);
		free(c->treatment);
		free(c->kernel);
		return rc;
	}
	c->cell = error_unless_memory(calloc(c->nr_rows * c->nr_treatments + 1,
					     sizeof(*c->cell)));
	mark_measured(c);
	make_cells(records, c);
	comparison_judge(c);
	return 0;
}

/* ---- as a comparison of sides ---- */

static void take_boots(struct compare *to, const struct records *records,
		       const struct comparison *c)
{
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct facts *boot = &records->facts[i];
		const struct real side = facts_number(boot, "treatment");
		if (!boot_is_of(boot, c->run_id))
			continue;
		to->boot = records_grow(to->boot, to->nr_boots, sizeof(*to->boot));
		to->boot[to->nr_boots++] = (struct compare_boot){
			.facts = boot, .lost = boot_is_lost(boot),
			.side = side.known && side.value >= 0 &&
				side.value < (double)c->nr_treatments ?
				(size_t)side.value : c->nr_treatments };
	}
}

static void take_sides(struct compare *to, const struct comparison *c)
{
	to->nr_sides = c->nr_treatments;
	to->side = error_unless_memory(calloc(c->nr_treatments + 1,
					      sizeof(*to->side)));
	for (size_t i = 0; i < c->nr_treatments; i++)
		to->side[i] = (struct side){
			.name = c->treatment[i],
			.what = c->kernel[i] };
	to->names = c->treatment;
	to->whats = c->kernel;
}

static void take_cost(struct metric_value *value, double *unit,
		      const struct real cost[2], const struct ratio *ratio,
		      const struct difference *more)
{
	*value = (struct metric_value){ .unit = unit, .value = cost[0],
					.mean = cost[1], .ratio = *ratio,
					.more = *more };
}

static void take_costs(struct compare_cell *to, const struct comparison_cell *cell)
{
	static const struct ratio none;
	const struct real fault = cell->fault_cost, both = cell->both_cost;
	const struct real fault_cost[] = { fault, cell->fault_mean };
	const struct real both_cost[] = { both, cell->both_mean };
	const struct real unmap_cost[] = {
		{ both.value - fault.value, both.known && fault.known },
		{ cell->both_mean.value - cell->fault_mean.value,
		  cell->both_mean.known && cell->fault_mean.known } };
	take_cost(&to->value[METRIC_FAULT], cell->fault, fault_cost,
		  &cell->fault_ratio, &cell->fault_more);
	take_cost(&to->value[METRIC_BOTH], cell->both, both_cost,
		  &cell->both_ratio, &cell->both_more);
	take_cost(&to->value[METRIC_UNMAP], NULL, unmap_cost, &none,
		  &cell->unmap_more);
}

static void take_others(struct compare_cell *to, const struct comparison_cell *cell)
{
	to->value[METRIC_FAULTS].value = cell->faults_per_page;
	to->value[METRIC_PRESENT].value = cell->present_per_page;
	to->value[METRIC_REMOTE].value = cell->remote_per_page;
	to->value[METRIC_TOUCH_P50].value = cell->touch_p50;
	to->value[METRIC_TOUCH_P99].value = cell->touch_p99;
	to->value[METRIC_TOUCH_MAX].value = cell->touch_max;
	for (int i = 0; i < NR_PRESSURE_VALUES; i++) {
		const struct estimate *e = &cell->pressure.value[i];
		to->value[METRIC_PRESSURE_UNUSED + i] = (struct metric_value){
			.value = e->mean, .mean = e->mean,
			.half_width = e->half_width, .nr_known = e->n };
	}
}

static void take_cell(struct compare_cell *to, const struct comparison_cell *cell,
		      const struct comparison *c, bool first)
{
	to->measured = cell->measured;
	to->like = cell->like;
	to->nr_units = cell->nr_units;
	to->nr_samples = cell->nr_samples;
	to->nr_invalid = cell->nr_invalid;
	memcpy(to->reason, cell->reason, sizeof(to->reason));
	to->nr_reasons = cell->nr_reasons;
	to->round = cell->round;
	to->value = compare_values(true);
	take_costs(to, cell);
	take_others(to, cell);
	to->limit_cost = cell->limit_cost;
	to->nop_cost = cell->nop_cost;
	to->spill = cell->spill;
	to->pressure_percent = cell->pressure.percent;
	to->unit = c->unit;
	to->paired = strcmp(c->unit, "boot") != 0;
	to->this_boot = strcmp(c->engine, "native") == 0;
	to->varies = c->one_value && cell->varies;
	to->exact_one_layout = c->one_value && !first && !to->varies &&
			       cell->fault_ratio.value.known;
	to->identical = !first && cell->identical;
	to->p = cell->p;
	to->p_holm = cell->p_holm;
	to->detectable = cell->detectable;
	to->more_units = cell->more_units;
	to->has_word = !first && cell->fault_ratio.value.known && !to->varies;
	to->word = cell->word;
}

static char *own(const char *text)
{
	return error_unless_memory(strdup(text));
}

static void take_row(struct compare *to, struct compare_row *row,
		     const struct comparison *c, size_t nr)
{
	row->name = own(c->name ? c->name[nr] : "");
	row->heading = own(c->row[nr]);
	row->tasks = own("");
	row->cell = compare_cells(to->side, to->nr_sides);
	for (size_t i = 0; i < to->nr_sides; i++) {
		take_cell(&row->cell[i], &c->cell[nr * c->nr_treatments + i], c, i == 0);
		if (!row->like)
			row->like = row->cell[i].like;
	}
}

static void take_rows(struct compare *to, const struct comparison *c)
{
	to->nr_rows = c->nr_rows;
	to->row = error_unless_memory(calloc(c->nr_rows + 1, sizeof(*to->row)));
	for (size_t i = 0; i < c->nr_rows; i++)
		take_row(to, &to->row[i], c, i);
}

static void comparison_close(struct comparison *c)
{
	free(c->cell);
	free(c->row);
	free(c->name);
}

int compare_campaign(const struct records *records, struct compare *to,
		     struct error *err)
{
	struct comparison c = { 0 };
	int rc = comparison_make(records, &c, err);
	if (rc != 0)
		return rc;
	*to = (struct compare){
		.records = records, .run = c.run, .run_id = c.run_id, .unit = c.unit,
		.part = c.part, .nr_planned = c.nr_planned, .nr_reps = c.nr_reps,
		.engine = c.engine, .exact = c.exact, .one_layout = c.one_value,
		.metric = METRIC_FAULT, .margin = COMPARE_MARGIN,
		.nr_judged = c.nr_judged };
	take_sides(to, &c);
	take_rows(to, &c);
	take_boots(to, records, &c);
	locks_make(records, to);
	comparison_close(&c);
	return 0;
}
