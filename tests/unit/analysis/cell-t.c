/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Repetitions to units, the cost of each, and what tables show of a cell.
 */
#include <stdlib.h>

#include "base/known.h"
#include "record/packed.h"
#include "tap.h"
#include "unit/analysis/made.h"
#include "unit/analysis/made_build.h"

/* Boot 1 has two repetitions of 100 ns a page, boot 2 one of 400. */
static const char words[] = "a1x a1x a2x b3y";
static const double cost[] = { 100, 100, 400, 100 };

struct made_cell {
	struct records records;
	struct made_build made;
	struct units units;
};

static void begin(struct made_cell *m, const char *engine)
{
	*m = (struct made_cell){ 0 };
	made_reps(&m->records, engine, words, cost);
}

/* The first side's cell, filled. */
static struct compare_cell *fill(struct made_cell *m)
{
	struct side_row *row;
	made_build(&m->made, &m->records);
	made_match(&m->made);
	row = m->made.build.side_row[0];
	m->made.compare.exact = m->records.sample->instructions.known;
	row->limit = (struct amount){ 6000, 300, 3 };
	row->nop = (struct amount){ 5000, 200, 2 };
	m->units = units_of(row, false);
	cell_fill(m->made.compare.row[0].cell, row, &m->units);
	return m->made.compare.row[0].cell;
}

static void end(struct made_cell *m)
{
	units_close(&m->units);
	made_build_close(&m->made);
	records_close(&m->records);
}

static void test_costs(void)
{
	struct made_cell m;
	begin(&m, "native");
	for (size_t i = 0; i < 3; i++)
		m.records.sample[i].teardown_s = real_of(5e-6);
	const struct compare_cell *cell = fill(&m);
	is_near(cell->value[METRIC_FAULT].value.value, 200, 1e-9, "a time is the geometric mean over units");
	is_near(cell->value[METRIC_FAULT].mean.value, 250, 1e-9, "beside the plain one");
	is_near(cell->value[METRIC_UNMAP].mean.value, 50, 1e-9, "unmapping is what both cost beyond the fault");
	is_near(cell->value[METRIC_UNMAP].unit[1], 50, 1e-9, "of each unit too");
	ok(!cell->value[METRIC_CPU].value.known && !cell->value[METRIC_CPU].unit,
	   "a cost that was not measured is unknown");
	is_near(cell->limit_cost.value, 20, 1e-9, "the limit is per page of its own");
	is_near(cell->nop_cost.value, 25, 1e-9, "an empty repetition's cost is per page of a measured one");
	end(&m);
	begin(&m, "exact");
	is_near(fill(&m)->value[METRIC_FAULT].value.value, 250, 1e-9, "instructions have their plain mean");
	end(&m);
}

static void test_counts(void)
{
	struct made_cell m;
	begin(&m, "native");
	struct compare_cell *cell = fill(&m);
	ok(cell->nr_units == 2 && cell->reps.n == 3, "units and repetitions are counted");
	ok(cell->least_reps == 1 && cell->most_reps == 2, "and how many are in a unit");
	ok(!cell->round, "without a campaign there are no rounds");
	end(&m);
	begin(&m, "native");
	for (size_t i = 0; i < 4; i++)
		m.records.sample[i].reps = count_of(10);
	cell = fill(&m);
	ok(cell->least_reps == 10 && cell->most_reps == 20, "a sum has the repetitions that are in it");
	end(&m);
}

static void add_touches(struct sample *sample, double p50, double max)
{
	sample->latency = error_unless_memory(calloc(1, sizeof(*sample->latency)));
	sample->latency->p50 = p50;
	sample->latency->max = max;
}

static void test_totals(void)
{
	struct made_cell m;
	begin(&m, "native");
	m.records.sample[0].pages_present = count_of(40);
	add_touches(&m.records.sample[0], 10, 70);
	add_touches(&m.records.sample[1], 10, 60);
	add_touches(&m.records.sample[2], 40, 50);
	m.records.sample[1].pages_remote = count_of(5);
	const struct compare_cell *cell = fill(&m);
	is_near(cell->value[METRIC_PRESENT].value.value, 0.8, 1e-9, "a share is over the pages of all repetitions");
	is_near(cell->value[METRIC_TOUCH_P50].value.value, 20, 1e-9, "a median is the mean over repetitions");
	is_near(cell->value[METRIC_TOUCH_MAX].value.value, 70, 0, "the longest touch is that of all");
	ok(!cell->value[METRIC_REMOTE].value.known, "what one repetition lacks is unknown");
	end(&m);
}

/* Shares of unused pages: 30 of 200 on boot 1, 25 of 100 on boot 2. */
static void test_over_units(void)
{
	static const double unused[] = { 10, 20, 25 };
	struct made_cell m;
	begin(&m, "native");
	for (size_t i = 0; i < ARRAY_SIZE(unused); i++) {
		const struct pair counter[] = {
			{ "pressure_pages_unused", NULL, { unused[i], true } },
			{ "pressure_pages_used", NULL, { 100 - unused[i], true } },
		};
		counters_set(&m.records, &m.records.sample[i].counters, counter, 2);
	}
	for (size_t i = 0; i < 4; i++)
		m.records.sample[i].pressure_percent = count_of(50);
	const struct compare_cell *cell = fill(&m);
	const struct metric_value *value = &cell->value[METRIC_PRESSURE_UNUSED];
	is_near(value->value.value, 0.2, 1e-9, "a share of pressure is the mean over units");
	is_int(value->nr_known, 2, "that have it");
	is_near(value->half_width.value, 12.7062 * 0.05, 1e-4, "with half its 95%% interval");
	is_int(cell->value[METRIC_PRESSURE_BACK].nr_known, 0, "counters that are not there are unknown");
	is_near(cell->pressure_percent.value, 50, 0, "a cell says what was asked back");
	end(&m);
}

static void test_rounds(void)
{
	const struct made_campaign campaign = { "k", "kvm", "boot", 2, 1, 2 };
	struct records records = { 0 };
	struct compare c;
	made_rounds(&records, &campaign, cost, cost);
	compare_campaign(&records, NULL, &c, NULL);
	ok(compare_cell(&c, 0, 1)->round && compare_cell(&c, 0, 1)->round[1] == 1,
	   "units of a campaign have their rounds");
	compare_close(&c);
	records_close(&records);
}

/* ---- units ---- */

/* Two runs on boot 1, of which the first goes on after boot 2. */
static const char runs[] = "a1x a1y a2z a1x b3w";
static const double run_cost[] = { 100, 300, 500, 400, 100 };

static void test_groups(const struct side_row *row)
{
	struct units units = units_of(row, false);
	is_int(units.n, 3, "each run on a boot is a unit");
	is_int(units.unit[0].n, 2, "repetitions of one run are one unit, also when another was between them");
	is_int(units.unit[1].first, 2, "units stand one after the other");
	double *costs = units_costs(&units, METRIC_FAULT);
	is_near(costs[0], 200, 1e-9, "a unit's cost is the geometric mean of its repetitions");
	is_near(costs[2], 500, 1e-9, "units are in the order first seen");
	free(costs);
	units.total = true;
	costs = units_costs(&units, METRIC_FAULT);
	is_near(costs[0], 250, 1e-9, "of one layout it is the total over all pages");
	free(costs);
	units_close(&units);
	ok(!units.rep && units.n == 0, "what was closed is empty");
	units = units_of(row, true);
	is_int(units.n, 2, "several runs on one boot are one unit by boot");
	is_int(units.unit[0].n, 3, "with the repetitions of all");
	units_close(&units);
}

static void test_unknown(struct records *records, const struct side_row *row)
{
	struct units units = units_of(row, false);
	ok(!units_costs(&units, METRIC_BOTH), "a cost that was not measured is unknown");
	for (size_t i = 0; i < 3; i++)
		records->sample[i].teardown_s = real_of(5e-6);
	ok(!units_costs(&units, METRIC_BOTH), "also where one repetition lacks it");
	records->sample[3].teardown_s = real_of(5e-6);
	double *costs = units_costs(&units, METRIC_UNMAP);
	/* 100 pages: 50 ns each, and sqrt(150 * 450) - 200 of those two. */
	is_near(costs[1], 50, 1e-9, "unmapping is what both cost beyond the fault");
	is_near(costs[0], 59.8076, 1e-4, "as a difference of means");
	free(costs);
	units_close(&units);
}

static void test_units(void)
{
	struct records records = { 0 };
	struct made_build made;
	made_reps(&records, "native", runs, run_cost);
	made_build(&made, &records);
	is_int(build_read(&made.build, NULL), 0, "repetitions are read");
	test_groups(made.build.side_row[0]);
	test_unknown(&records, made.build.side_row[0]);
	made_build_close(&made);
	records_close(&records);
}

/* ---- the tables of 2004 ---- */

/* A repetition of 1000 pages that took wall_s. */
static struct sample rep(double user_s, double system_s, double cpu_s, double wall_s)
{
	return (struct sample){
		.user_s = real_of(user_s), .system_s = real_of(system_s),
		.cpu_s = real_of(cpu_s), .wall_s = real_of(wall_s),
		.pages = count_of(1000),
	};
}

static void test_two_boots(void)
{
	struct sample samples[] = {
		rep(0.5, 1, 1.6, 1), rep(0.5, 1, 1.6, 1),
		rep(0.5, 1, 1.6, 2), rep(0.5, 1, 1.6, 2), rep(0.5, 1, 1.6, 0.6),
	};
	struct rep reps[ARRAY_SIZE(samples)];
	struct unit unit[] = { { .first = 0, .n = 2 }, { .first = 2, .n = 2 } };
	const struct units units = { .rep = reps, .nr_reps = ARRAY_SIZE(reps),
				     .unit = unit, .n = ARRAY_SIZE(unit) };
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
		reps[i] = (struct rep){ .sample = &samples[i] };
	struct compare_classic row = cell_classic(&units);
	is_near(row.user_s.value, 1, 1e-12, "user time is the sum of a boot, as a mean over boots");
	is_near(row.system_s.value, 2, 1e-12, "so is system time");
	is_near(row.wall_s.value, 3, 1e-12, "and wall time: of 2 s and 4 s");
	is_near(row.per_cpu_s.value, 4000 / 6.4, 1e-9, "a rate has all pages over all CPU time");
	is_near(row.per_wall_s.value, 4000 / 6.0, 1e-9, "or over all wall time");
	/* sd of 2 and 4 is 1.414214; t is 12.7062047 for n = 2. */
	is_near(row.half_width.value, 12.7062047 / 3, 1e-7,
		"the interval is that of the boots' sums, as a share of their mean");
	ok(row.nr_boots == 2 && row.nr_reps == 2, "there are two boots of two repetitions");
	unit[1].n = 3;
	is_int(cell_classic(&units).nr_reps, 3, "of boots with 2 and 3 the number is rounded");
	samples[0].user_s.known = false;
	row = cell_classic(&units);
	ok(!row.user_s.known && !row.system_s.known && row.per_cpu_s.known,
	   "where a repetition lacks its user time there is none, but the CPU time's rate");
}

static void test_little(void)
{
	const struct sample sample = rep(0.3, 0.6, 0.9, 0.5);
	struct rep reps = { .sample = &sample };
	struct unit unit = { .n = 1 };
	const struct units units = { .rep = &reps, .nr_reps = 1, .unit = &unit, .n = 1 };
	const struct compare_classic row = cell_classic(&units);
	ok(!row.user_s.known && !row.system_s.known,
	   "of less than a second of CPU time ticks say nothing");
	ok(row.wall_s.known && !row.half_width.known, "one boot has no interval");
	const struct compare_classic none = cell_classic(&(struct units){ 0 });
	ok(none.nr_boots == 0 && none.nr_reps == 0 && !none.wall_s.known &&
		   !none.per_wall_s.known,
	   "no boot has no figures");
}

int main(void)
{
	test_units();
	test_two_boots();
	test_little();
	test_costs();
	test_counts();
	test_totals();
	test_over_units();
	test_rounds();
	return tap_done();
}
