/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Repetitions to units, and the cost of each.
 */
#include <stdlib.h>

#include "base/known.h"
#include "tap.h"
#include "unit/analysis/made.h"
#include "unit/analysis/made_build.h"

/* Two runs on boot 1, of which the first goes on after boot 2. */
static const char words[] = "a1x a1y a2z a1x b3w";
static const double cost[] = { 100, 300, 500, 400, 100 };

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

static void test_means(void)
{
	const double two[] = { 100, 400 }, same[] = { 0.1, 0.1, 0.1 };
	is_near(units_mean(two, 2, false), 250, 1e-9, "the plain mean is of sums");
	is_near(units_mean(two, 2, true), 200, 1e-9, "the geometric one is of ratios");
	ok(units_mean(same, 3, true) == 0.1, "equal costs have themselves as geometric mean");
}

int main(void)
{
	struct records records = { 0 };
	struct made_build made;
	made_reps(&records, "native", words, cost);
	made_build(&made, &records);
	is_int(build_read(&made.build, NULL), 0, "repetitions are read");
	test_groups(made.build.side_row[0]);
	test_unknown(&records, made.build.side_row[0]);
	test_means();
	made_build_close(&made);
	records_close(&records);
	return tap_done();
}
