/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When there is enough. Widths are those of R 4.2.2 (qt, t.test). That the rule
 * keeps its error rate is shown by simulation-t.
 */
#include <math.h>
#include <stddef.h>

#include "base/known.h"
#include "stats/sequential.h"
#include "tap.h"

/* Half widths of the first 20 to 24, in percent: 0.630 0.601 0.665 0.636 0.613 */
static const double reps[] = { 10, 10.2, 9.9, 10.1, 10.3, 9.8, 10, 10.1, 9.9, 10.2,
			       10.05, 9.95, 10.1, 10, 9.9, 10.2, 10.1, 9.8, 10.05,
			       10, 10.1, 10.4, 10, 9.95 };

static struct sequential_look look_at(size_t n, double precision)
{
	const struct sequential_rule rule = { .precision = precision, .step = 1 };
	return sequential_mean(&rule, reps, n);
}

static void test_mean(void)
{
	struct sequential_look look = look_at(20, 0.0063);
	is_near(look.half_width.value, 0.00629863616207, 1e-12,
		"the width of 20 is R's");
	ok(look.nr_narrow == 1 && !look.enough, "the first narrow look is not enough");
	is_int(look.more_units, SEQUENTIAL_RUN - 1, "four more have to agree");
	look = look_at(23, 0.0067);
	ok(look.nr_narrow == 4 && !look.enough, "four looks are not enough");
	look = look_at(24, 0.0067);
	ok(look.nr_narrow == 5 && look.enough, "five in a row are");
	is_int(look.more_units, 0, "and nothing more is needed");
	look = look_at(24, 0.0064);
	is_int(look.nr_narrow, 2, "a wide look in between begins the row anew");
	ok(!look.enough, "so there is not enough");
	is_int(look.more_units, 3, "three more looks are needed");
	look = look_at(19, 1.0);
	ok(look.half_width.known && look.nr_narrow == 0 && !look.enough,
	   "before the first look nothing is narrow");
	is_int(look.more_units, 1 + SEQUENTIAL_RUN - 1, "the first look is at 20");
	look = look_at(24, 0.001);
	ok(look.more_units > 300, "for a sixth of the width many more are needed");
}

static void test_steps(void)
{
	struct sequential_rule rule = { .precision = 0.01, .step = 2 };
	is_int(sequential_mean(&rule, reps, 24).nr_narrow, 3,
	       "with two a round, looks are at 24, 22 and 20");
	rule.step = 0;
	is_int(sequential_mean(&rule, reps, 24).nr_narrow, 5,
	       "no step is a step of one");
	rule.first = 22;
	is_int(sequential_mean(&rule, reps, 24).nr_narrow, 3,
	       "a first look can be later");
	rule.first = 2;
	is_int(sequential_mean(&rule, reps, 19).nr_narrow, 0, "but not earlier");
}

static const double boots_a[] = { 100, 102, 99, 101, 100, 101, 99, 100, 102, 100 };
static const double boots_b[] = { 98, 97, 99, 100, 98, 99, 98, 97, 99, 98 };

static struct sequential_look look_at_boots(size_t n, double precision,
					    enum ratio_design design)
{
	const struct sequential_rule rule = { .precision = precision, .step = 1 };
	return sequential_ratio(&rule, &(struct ratio_sides){ boots_a, boots_b, n, n,
							      design });
}

/* Widths of the first 5 to 10: 1.69 1.37 1.23 1.12 1.08 0.96 percent. */
static void test_ratio(void)
{
	struct sequential_look look = look_at_boots(10, 0.0125, RATIO_INDEPENDENT);
	is_near(look.half_width.value, 0.00961934923739, 1e-12,
		"the width of 10 boots is R's");
	ok(look.nr_narrow == 4 && !look.enough, "four narrow looks are not enough");
	look = look_at_boots(10, 0.0137, RATIO_INDEPENDENT);
	ok(look.nr_narrow == 5 && look.enough, "five are");
	look = look_at_boots(4, 1.0, RATIO_INDEPENDENT);
	is_int(look.nr_narrow, 0, "the first look is at five boots");
	look = look_at_boots(5, 0.008, RATIO_INDEPENDENT);
	is_int(look.more_units, 29 - 5 + SEQUENTIAL_RUN - 1,
	       "as many more as R says, and the row of looks");
	look = look_at_boots(10, 1.0, RATIO_PAIRED);
	ok(look.half_width.known && look.nr_narrow == 0,
	   "the first look of pairs is later");
}

static void is_unknown(const struct sequential_look *look, const char *what)
{
	ok(!look->half_width.known && look->nr_narrow == 0 && !look->enough &&
	   look->more_units == 0, "%s: unknown and not enough", what);
}

static void test_bad(void)
{
	const struct sequential_rule rule = { .precision = 0.5, .step = 1 };
	const double bad[] = { NAN, INFINITY, 1.0 }, zero[20] = { 0 };
	const struct sequential_look nan = sequential_mean(&rule, bad, 3);
	is_unknown(&nan, "no number");
	const struct sequential_look nothing = sequential_mean(&rule, NULL, 0);
	is_unknown(&nothing, "no value");
	const struct sequential_look one = sequential_mean(&rule, reps, 1);
	is_unknown(&one, "one value");
	const struct sequential_look zeros = sequential_mean(&rule, zero, 20);
	is_unknown(&zeros, "a mean of zero");
	struct ratio_sides row = { .a = zero, .nr_a = 20, .b = reps, .nr_b = 20 };
	const struct sequential_look costs = sequential_ratio(&rule, &row);
	is_unknown(&costs, "costs of zero");
	row = (struct ratio_sides){ .a = reps, .nr_a = 20, .b = reps, .nr_b = 19,
				    .design = RATIO_PAIRED };
	const struct sequential_look pairs = sequential_ratio(&rule, &row);
	is_unknown(&pairs, "pairs of unlike number");
	row = (struct ratio_sides){ .a = reps, .nr_a = 20, .b = reps, .nr_b = 0 };
	const struct sequential_look side = sequential_ratio(&rule, &row);
	is_unknown(&side, "nothing on a side");
}

static void test_ends(void)
{
	static const double equal[] = { 3, 3, 3, 3, 3, 3, 3, 3, 3 };
	const struct sequential_rule none = { .precision = 0.0, .step = 1 };
	const struct sequential_rule nan = { .precision = NAN, .step = 1 };
	const struct ratio_sides row = { .a = equal, .nr_a = 9, .b = equal, .nr_b = 9 };
	ok(sequential_ratio(&none, &row).enough,
	   "without spread any precision is reached, even 0");
	ok(!sequential_ratio(&nan, &row).enough,
	   "a precision that is no number never is");
	const struct ratio_sides unlike = { .a = equal, .nr_a = 9, .b = equal,
					    .nr_b = 7 };
	is_int(sequential_ratio(&none, &unlike).nr_narrow, 3,
	       "the side with fewer boots decides how many looks there were");
}

int main(void)
{
	test_mean();
	test_steps();
	test_ratio();
	test_bad();
	test_ends();
	return tap_done();
}
