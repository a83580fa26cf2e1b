/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What tables show of a cell.
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

int main(void)
{
	test_costs();
	test_counts();
	test_totals();
	test_over_units();
	test_rounds();
	return tap_done();
}
