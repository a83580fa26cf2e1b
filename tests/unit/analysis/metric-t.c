/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Metrics of a repetition, and of sums of counters.
 */
#include "analysis/metric.h"

#include <math.h>

#include "base/known.h"
#include "fault/pressure.h"
#include "record/packed.h"
#include "tap.h"

static void test_words(void)
{
	is_int(metric_find("wall"), METRIC_FAULT, "--metric wall is the window");
	is_int(metric_find("unmap"), METRIC_BOTH, "unmap is the window and the unmapping");
	is_int(metric_find("fault"), NR_METRICS, "a name of the table is no word of --metric");
	ok(metric_is_measured_cost(METRIC_CPU) && !metric_is_measured_cost(METRIC_UNMAP) &&
		   !metric_is_measured_cost(METRIC_FAULTS),
	   "unmapping alone is no cost that is measured, nor are faults");
}

static void test_costs(void)
{
	struct sample s = {
		.pages = count_of(1000), .wall_s = real_of(0.002), .cpu_s = real_of(0.003),
		.teardown_s = real_of(0.001), .instructions = count_of(5000),
		.instructions_teardown = count_of(2000),
	};
	is_near(metric_cost(METRIC_FAULT, &s, false).value, 2000, 1e-9,
		"2 ms for 1000 pages are 2000 ns a page");
	is_near(metric_cost(METRIC_BOTH, &s, false).value, 3000, 1e-9, "unmapping adds 1000");
	is_near(metric_cost(METRIC_CPU, &s, false).value, 3000, 1e-9, "CPU time is ns, too");
	is_near(metric_cost(METRIC_FAULT, &s, true).value, 5, 1e-12,
		"where instructions count they are the cost");
	is_near(metric_cost(METRIC_BOTH, &s, true).value, 7, 1e-12, "with those of unmapping");
	ok(!metric_cost(METRIC_CPU, &s, true).known, "which have no CPU time");
	s.reps = count_of(4);
	is_near(metric_pages(&s).value, 4000, 0, "a sum has the pages of all its repetitions");
	is_near(metric_cost(METRIC_FAULT, &s, false).value, 500, 1e-9, "and a cost of each");
	s.teardown_s.known = false;
	ok(!metric_cost(METRIC_BOTH, &s, false).known, "a sum of which a part is unknown is unknown");
	s.wall_s.value = 0;
	ok(!metric_cost(METRIC_FAULT, &s, false).known, "no time is no cost");
	s.wall_s.value = INFINITY;
	ok(!metric_cost(METRIC_FAULT, &s, false).known, "nor is an infinite one");
}

static void test_published(void)
{
	struct records records = { 0 };
	struct sample s = { .reps = count_of(3), .wall_s = real_of(1) };
	counters_add(&records, &s.counters, "fault_per_wall_s", real_of(500000));
	counters_add(&records, &s.counters, "flt_per_cpu_s", real_of(250000));
	is_near(metric_cost(METRIC_FAULT, &s, false).value, 2000, 1e-9,
		"without pages the published rate has the cost");
	is_near(metric_cost(METRIC_CPU, &s, false).value, 4000, 1e-9, "each its own");
	ok(!metric_cost(METRIC_BOTH, &s, false).known, "of both none was published");
	records_close(&records);
}

static void test_amounts(void)
{
	struct records records = { 0 };
	struct sample s = { .faults_minor = count_of(90), .faults_major = count_of(10) };
	counters_add(&records, &s.counters, "pressure_touch_ns", real_of(8));
	counters_add(&records, &s.counters, "pressure_touch_instructions", real_of(9));
	counters_add(&records, &s.counters, "pressure_pages_used", real_of(3));
	is_near(metric_amount_of(METRIC_FAULTS, 0, &s, false).value, 100, 0,
		"faults are minor and major ones");
	ok(!metric_amount_of(METRIC_TOUCH_P50, 0, &s, false).known,
	   "what was not timed is unknown");
	ok(!metric_amount_of(METRIC_PRESSURE_COST, 0, &s, false).known,
	   "without pressure its counters say nothing");
	s.pressure_percent = count_of(50);
	is_near(metric_amount_of(METRIC_PRESSURE_COST, 0, &s, false).value, 8, 0,
		"a counter is in ns");
	is_near(metric_amount_of(METRIC_PRESSURE_COST, 0, &s, true).value, 9, 0,
		"or in instructions");
	is_near(metric_amount_of(METRIC_PRESSURE_COST, 2, &s, true).value, 3, 0,
		"where it has both");
	records_close(&records);
}

static void test_sums(void)
{
	static const struct {
		enum metric_id metric;
		double sum[METRIC_COUNTERS], value;
	} cases[] = {
		{ METRIC_PRESSURE_UNUSED, { 1, 3 }, 0.25 },
		{ METRIC_PRESSURE_TAKEN, { 1, 2, 4, 2 }, 0.5 },
		{ METRIC_PRESSURE_GONE, { 1, 4 }, 0.25 },
		{ METRIC_PRESSURE_BACK, { 6, 4 }, 1.5 },
		{ METRIC_PRESSURE_ENRICHED, { 3, 1, 1, 1 }, 1.5 },
		{ METRIC_PRESSURE_FAULTS, { 1, 8 }, 0.125 },
		{ METRIC_PRESSURE_COST, { 10 * PRESSURE_STEPS, 4, 2 }, 3 * PRESSURE_STEPS },
	};
	static const double none[METRIC_COUNTERS];
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct metric *metric = &metrics[cases[i].metric];
		is_near(metric->of_sums(cases[i].sum).value, cases[i].value, 1e-12,
			"%s is %g", metric->name, cases[i].value);
		ok(!metric->of_sums(none).known, "and unknown where nothing was counted");
	}
}

int main(void)
{
	test_words();
	test_costs();
	test_published();
	test_amounts();
	test_sums();
	return tap_done();
}
