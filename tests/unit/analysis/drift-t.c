/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cost against the time of measuring.
 */
#include "analysis/drift.h"
#include "base/known.h"
#include "tap.h"

static struct sample at(const char *time, const char *boot, double wall_s)
{
	return (struct sample){
		.run = "r", .boot_id = boot, .time = time, .wall_s = { wall_s, true },
		.pages = { 1000, true },
	};
}

static void test_units(void)
{
	const struct records records = { 0 };
	const struct sample samples[] = {
		at("2026-01-02T03:04:10Z", "b", 0.003), at("2026-01-02T03:04:00.5Z", "a", 0.001),
		at("2026-01-02T03:04:01.5Z", "a", 0.002), at("noon", "a", 1),
		at("2026-01-02T03:04:01.5Z", "a", -1),
	};
	const struct sample *list[ARRAY_SIZE(samples)];
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
		list[i] = &samples[i];
	const struct sample_list all = { list, ARRAY_SIZE(samples) }, one = { list, 1 };
	ok(drift_any(&records, &all), "repetitions have different times");
	ok(!drift_any(&records, &one), "one has not");
	struct drift drift = drift_of(&records, &all);
	is_int(drift.nr_reps, 3, "without a time or a cost a repetition is left out");
	is_near(drift.mean, 2000, 1e-9, "the mean is in ns per page");
	is_int(drift.nr_units, 2, "each boot is a unit");
	is_near(drift.unit[0].at_s, 1767323041, 1e-6, "at the mean of its times");
	is_near(drift.unit[0].cost, 1500, 1e-9, "with the mean of its costs");
	is_int(drift.unit[0].nr_reps, 2, "of its repetitions");
	is_near(drift_off(&drift, 3000), 50, 1e-9, "a cost is so many percent off the mean");
	drift_close(&drift);
}

static void test_range(void)
{
	struct drift_point rep[101] = { { 0 } };
	struct drift drift = { .rep = rep, .nr_reps = ARRAY_SIZE(rep), .mean = 100 };
	for (size_t i = 0; i < ARRAY_SIZE(rep); i++)
		rep[i].cost = 95 + (double)(i % 11);
	rep[0].cost = 1000;
	struct drift_range range = drift_range(&drift, 1);
	is_int(range.nr_beyond, 1, "a repetition that took ten times as long is beyond the range");
	is_near(range.low, -5.6, 1e-9, "which holds all others, with a margin");
	is_near(range.high, 5.6, 1e-9, "on both sides");
	drift.unit = &(struct drift_point){ .cost = 200 };
	drift.nr_units = 1;
	range = drift_range(&drift, 1);
	ok(range.high > 100, "a mean is never beyond it");
}

int main(void)
{
	test_units();
	test_range();
	return tap_done();
}
