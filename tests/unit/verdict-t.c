/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verdicts on rows whose figures are published, or were made with R 4.2.2
 * (t.test, pt, p.adjust), or can be checked by hand.
 */
#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/known.h"
#include "stats/verdict.h"
#include "tap.h"

/* Five boots of each of two kernels. */
static const double five_a[] = { 100, 102, 99, 101, 100 };
static const double five_b[] = { 98, 97, 99, 100, 98 };
static const double equal_5[] = { 5, 5, 5, 5, 5 };
static const double equal_51[] = { 5.1, 5.1, 5.1, 5.1, 5.1 };

static struct verdict_row row_of(const double *a, size_t nr_a, const double *b,
				 size_t nr_b, enum ratio_design design)
{
	return (struct verdict_row){ .sides = { a, b, nr_a, nr_b, design } };
}

static struct verdict_row judge(const double *a, size_t nr_a, const double *b,
				size_t nr_b, double margin)
{
	struct verdict_row row = row_of(a, nr_a, b, nr_b, RATIO_INDEPENDENT);
	verdict_rows(&row, 1, margin);
	return row;
}

static struct verdict_row judge_pairs(const double *a, const double *b, size_t n,
				      double margin)
{
	struct verdict_row row = row_of(a, n, b, n, RATIO_PAIRED);
	verdict_rows(&row, 1, margin);
	return row;
}

/*
 * Student 1908, additional hours of sleep; what R's documentation prints of them:
 * t.test(extra ~ group): p-value = 0.07939; paired: p-value = 0.002833.
 */
static void test_published(void)
{
	static const double extra[2][10] = {
		{ 0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0 },
		{ 1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4 },
	};
	double a[10], b[10];
	for (size_t i = 0; i < 10; i++) {
		a[i] = exp(extra[0][i]);
		b[i] = exp(extra[1][i]);
	}
	struct verdict_row row = judge(a, 10, b, 10, 0.01);
	is_near(row.p.value, 0.0793941401874, 1e-12,
		"Welch's p of the sleep data is the published one");
	is_int(row.word, VERDICT_CANNOT_TELL, "at 5%% that says nothing");
	row = judge_pairs(a, b, 10, 0.01);
	is_near(row.p.value, 0.00283289019738, 1e-13,
		"Student's p of the sleep data in pairs is the published one");
	is_near(log(row.ratio.low.value), -2.4598858, 1e-7,
		"and the interval begins where it is published to begin");
	is_int(row.word, VERDICT_SLOWER, "b costs more: slower");
}

static void test_boots(void)
{
	struct verdict_row row = judge(five_a, 5, five_b, 5, 0.01);
	is_near(row.ratio.low.value, 1.00341839847, 1e-10, "boots: R's lower bound");
	is_near(row.ratio.high.value, 1.03752125855, 1e-10, "boots: R's upper bound");
	is_near(row.p.value, 0.0240407770672, 1e-12, "boots: R's p");
	is_near(row.detectable.value, 0.0234670044003, 1e-6,
		"boots: the smallest effect that R's noncentral t finds");
	is_int(row.word, VERDICT_FASTER, "b costs less: faster");
	is_int(row.more_units, 0, "who can tell needs no more boots");
	row = judge(five_b, 5, five_a, 5, 0.01);
	is_int(row.word, VERDICT_SLOWER, "the other way round it is slower");
	row = judge(five_a, 5, five_b, 5, 0.04);
	is_int(row.word, VERDICT_SAME,
	       "an interval within the margin is the same, difference or not");
	row = judge(five_a, 5, five_a, 5, 0.01);
	is_int(row.word, VERDICT_CANNOT_TELL, "five boots cannot tell A from A");
	is_int(row.more_units, 32, "they lack as many as R says");
	row = judge(five_a, 5, five_a, 5, 0.02);
	is_int(row.word, VERDICT_SAME, "but they are the same within 2%%");
}

static void test_unequal(void)
{
	static const double x[] = { 100, 110, 105 }, y[] = { 50, 52 };
	const struct verdict_row row = judge(x, 3, y, 2, 0.01);
	is_near(row.p.value, 0.000224753636595, 1e-13, "unlike numbers: R's p");
	is_near(row.detectable.value, 0.154661978395, 1e-6,
		"unlike numbers: the smallest effect R finds");
}

static void test_pairs(void)
{
	struct verdict_row row = judge_pairs(five_a, five_b, 5, 0.01);
	is_near(row.p.value, 0.0750915588144, 1e-12, "pairs: R's p");
	is_near(row.detectable.value, 0.0321616614489, 1e-6,
		"pairs: the smallest effect R finds");
	is_int(row.more_units, 66, "pairs: as many lack as R says");
}

/*
 * Of two pairs whose logarithms differ by t + 1 and t - 1 the statistic is t, and
 * with one degree of freedom t = cot(pi p / 2).
 */
struct pairs_with_p {
	double a[2], b[2];
};

static void pairs_with_p(struct pairs_with_p *pairs, double p)
{
	const double t = 1.0 / tan(0.5 * acos(-1.0) * p);
	pairs->a[0] = exp(t + 1.0);
	pairs->a[1] = exp(t - 1.0);
	pairs->b[0] = pairs->b[1] = 1.0;
}

/* p.adjust(c(.01, .04, .03, .005), "holm") in R: 0.03 0.06 0.06 0.02. */
static void test_holm(void)
{
	static const double p[] = { 0.01, 0.04, 0.03, 0.005 };
	static const double holm[] = { 0.03, 0.06, 0.06, 0.02 };
	struct pairs_with_p pairs[4];
	struct verdict_row row[5];
	for (size_t i = 0; i < 4; i++) {
		pairs_with_p(&pairs[i], p[i]);
		row[i] = row_of(pairs[i].a, 2, pairs[i].b, 2, RATIO_PAIRED);
	}
	row[4] = row_of(five_a, 1, five_b, 1, RATIO_PAIRED);
	verdict_rows(row, 5, 0.01);
	for (size_t i = 0; i < 4; i++) {
		is_near(row[i].p.value, p[i], 1e-12, "row %zu has p %g", i, p[i]);
		is_near(row[i].p_holm.value, holm[i], 1e-11,
			"Holm makes of it %g", holm[i]);
		is_int(row[i].word, holm[i] < 0.05 ? VERDICT_FASTER :
						     VERDICT_CANNOT_TELL,
		       "and that decides the word of row %zu", i);
	}
	ok(!row[4].p_holm.known, "a row without a p is not counted");
	verdict_rows(row + 1, 1, 0.01);
	is_int(row[1].word, VERDICT_FASTER,
	       "a row that a table cannot tell may be told alone");
}

/* In a table of two, each row is planned at 2.5%. */
static void test_table_ahead(void)
{
	struct verdict_row row[2];
	row[0] = row[1] = row_of(five_a, 5, five_b, 5, RATIO_INDEPENDENT);
	verdict_rows(row, 2, 0.01);
	is_near(row[0].p_holm.value, 2.0 * 0.0240407770672, 1e-12,
		"two rows double p");
	is_near(row[0].detectable.value, 0.0270306986225, 1e-6,
		"and what can be detected is R's figure at 2.5%%");
	verdict_rows(NULL, 0, 0.01);
	ok(true, "a table without rows is no mistake");
}

static void test_no_spread(void)
{
	struct verdict_row row = judge(equal_5, 5, equal_5, 5, 0.01);
	ok(row.p.value == 1.0 && row.ratio.low.value == 1.0 &&
	   row.ratio.high.value == 1.0, "equal values are equal exactly");
	is_int(row.word, VERDICT_SAME, "and the same");
	row = judge(equal_5, 5, equal_5, 5, 0.0);
	is_int(row.word, VERDICT_SAME, "even with no margin");
	row = judge(equal_5, 5, equal_51, 5, 0.01);
	ok(row.p.known && row.p.value == 0.0 && row.p_holm.value == 0.0,
	   "a difference without spread leaves nothing to chance");
	is_int(row.word, VERDICT_SLOWER, "2%% dearer, exactly: slower");
	ok(row.detectable.known && row.detectable.value == 0.0,
	   "without spread everything can be detected");
	row = judge(equal_51, 5, equal_5, 5, 0.05);
	is_int(row.word, VERDICT_SAME, "an exact 2%% is the same within 5%%");
	row = judge_pairs(equal_5, equal_51, 5, 0.01);
	is_int(row.word, VERDICT_SLOWER, "pairs with one difference: slower");
	row = judge(equal_5, 5, five_a, 5, 0.01);
	is_near(row.p.value, 4.904539537e-11, 1e-19,
		"a spread on one side alone is enough for Welch");
	is_int(row.word, VERDICT_SLOWER, "and decides");
}

/* Nothing is known but the reason that nothing is. */
static void is_unknown(const struct verdict_row *row, const char *what)
{
	ok(!row->ratio.value.known && !row->ratio.low.known && !row->p.known &&
	   !row->p_holm.known && !row->detectable.known, "%s: unknown", what);
	ok(row->word == VERDICT_CANNOT_TELL && row->more_units == 0,
	   "%s: cannot tell, nor how many boots would do", what);
}

static void test_bad_costs(void)
{
	static const struct {
		const char *what;
		double value;
	} cases[] = {
		{ "a cost of zero", 0.0 }, { "a negative cost", -1.0 },
		{ "a cost that is no number", NAN },
		{ "an infinite cost", INFINITY },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const double bad[] = { 1.0, cases[i].value, 2.0 };
		struct verdict_row row = judge(bad, 3, five_b, 5, 0.01);
		is_unknown(&row, cases[i].what);
		row = judge(five_b, 5, bad, 3, 0.01);
		is_unknown(&row, cases[i].what);
	}
}

static void test_few(void)
{
	struct verdict_row row = judge(five_a, 0, five_b, 5, 0.01);
	is_unknown(&row, "no boot of a");
	row = judge(NULL, 0, NULL, 0, 0.01);
	is_unknown(&row, "no boot at all");
	row = judge(five_a, 1, five_b, 5, 0.01);
	ok(row.ratio.value.known && !row.ratio.low.known && !row.p.known,
	   "one boot has a ratio and nothing else");
	is_int(row.word, VERDICT_CANNOT_TELL, "one boot cannot tell");
	is_int(row.more_units, 0, "nor how many would do");
	row = judge(equal_5, 1, equal_5, 1, 0.01);
	is_int(row.word, VERDICT_CANNOT_TELL, "one equal boot of each cannot tell");
	row = judge(five_a, 2, five_b, 2, 0.01);
	is_near(row.p.value, 0.12445981, 1e-8, "two boots have a p");
	is_int(row.more_units, 133, "and know how many lack");
	row = row_of(five_a, 3, five_b, 5, RATIO_PAIRED);
	verdict_rows(&row, 1, 0.01);
	is_unknown(&row, "pairs of unlike number");
}

static void test_extremes(void)
{
	static const double wide[] = { 1e308, 1e-308 }, high[] = { 1e308, 1e307 };
	struct verdict_row row = judge(wide, 2, high, 2, 0.01);
	ok(!row.ratio.high.known && row.word == VERDICT_CANNOT_TELL,
	   "an interval that no double can hold is unknown");
	is_int(row.more_units, 0, "and so are boots beyond a million");
	row = judge(five_a, 5, five_a, 5, NAN);
	is_int(row.word, VERDICT_CANNOT_TELL, "a margin that is no number is none");
	is_int(row.more_units, 0, "and no number of boots finds no difference");
	row = judge(five_a, 5, five_a, 5, -1.0);
	is_int(row.word, VERDICT_CANNOT_TELL, "a negative margin is none");
}

static void test_many(void)
{
	enum { MANY = 100000 };
	double *a = malloc(MANY * sizeof(*a)), *b = malloc(MANY * sizeof(*b));
	for (size_t i = 0; a && b && i < MANY; i++) {
		a[i] = 1000.0 + (double)(i % 11);
		b[i] = 1001.0 + (double)(i % 11);
	}
	struct verdict_row row = judge(a, a && b ? MANY : 0, b, a && b ? MANY : 0,
				       0.0001);
	is_int(row.word, VERDICT_SLOWER, "very many units find 0.1%%");
	ok(row.detectable.value < 1e-4, "and could find less");
	free(a);
	free(b);
}

int main(void)
{
	test_published();
	test_boots();
	test_unequal();
	test_pairs();
	test_holm();
	test_table_ahead();
	test_no_spread();
	test_bad_costs();
	test_few();
	test_extremes();
	test_many();
	return tap_done();
}
