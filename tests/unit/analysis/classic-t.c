/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sums and rates of the tables of 2004, over boots.
 */
#include "analysis/classic.h"

#include "analysis/build.h"
#include "base/known.h"
#include "tap.h"

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
	struct classic_row row = classic_of(&units);
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
	is_int(classic_of(&units).nr_reps, 3, "of boots with 2 and 3 the number is rounded");
	samples[0].user_s.known = false;
	row = classic_of(&units);
	ok(!row.user_s.known && !row.system_s.known && row.per_cpu_s.known,
	   "where a repetition lacks its user time there is none, but the CPU time's rate");
}

static void test_little(void)
{
	const struct sample sample = rep(0.3, 0.6, 0.9, 0.5);
	struct rep reps = { .sample = &sample };
	struct unit unit = { .n = 1 };
	const struct units units = { .rep = &reps, .nr_reps = 1, .unit = &unit, .n = 1 };
	const struct classic_row row = classic_of(&units);
	ok(!row.user_s.known && !row.system_s.known,
	   "of less than a second of CPU time ticks say nothing");
	ok(row.wall_s.known && !row.half_width.known, "one boot has no interval");
	const struct classic_row none = classic_of(&(struct units){ 0 });
	ok(none.nr_boots == 0 && none.nr_reps == 0 && !none.wall_s.known &&
		   !none.per_wall_s.known,
	   "no boot has no figures");
}

static void test_is(void)
{
	struct side side[2] = { { 0 } };
	struct compare_cell cell[2] = { { 0 } };
	struct compare_row row = { .cell = cell };
	const struct compare compare = { .side = side, .nr_sides = 2, .row = &row,
					 .nr_rows = 1 };
	const struct sample window = { .accounting = "window" };
	const struct sample classic = { .accounting = "classic" };
	ok(!classic_any(&compare), "where nothing was measured nothing is classic");
	cell[0].like = &window;
	ok(!classic_is(&cell[0]) && !classic_any(&compare), "other accounting is not");
	cell[1].like = &classic;
	ok(classic_is(&cell[1]) && classic_any(&compare), "one side is enough");
}

int main(void)
{
	test_two_boots();
	test_little();
	test_is();
	return tap_done();
}
