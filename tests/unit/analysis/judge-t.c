/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ratios, differences and words of a row.
 */
#include <math.h>

#include "base/known.h"
#include "tap.h"
#include "unit/analysis/made.h"
#include "unit/analysis/made_build.h"

/* Judge repetitions as made_reps has them. */
static void judge(struct made_build *made, struct records *records, const char *engine,
		  const char *words, const double cost[])
{
	*records = (struct records){ 0 };
	made_reps(records, engine, words, cost);
	made_build(made, records);
	made_match(made);
	made->compare.exact = records->sample->instructions.known;
	judge_rows(&made->build);
}

static void close_all(struct made_build *made, struct records *records)
{
	made_build_close(made);
	records_close(records);
}

/* Ratios of pairs 2 and 4: their logarithms are ln(8)/2 with a standard error of ln(2)/2. */
static void test_pairs(void)
{
	struct records records;
	struct made_build made;
	const double cost[] = { 200, 100, 200, 800 };
	judge(&made, &records, "native", "a1x b1y b2z a2w", cost);
	const struct compare_cell *cell = compare_cell(&made.compare, 0, 1);
	const struct metric_value *value = &cell->value[METRIC_FAULT];
	is_near(value->ratio.value.value, sqrt(8), 1e-9, "a ratio of pairs is the geometric mean of theirs");
	is_near(value->ratio.low.value, sqrt(8) * exp(-12.7062 * log(2) / 2), 1e-4,
		"its interval is Student's t of one degree of freedom");
	is_near(value->more.value.value, -350, 1e-9, "what the side costs more is the mean of differences");
	is_near(cell->p.value, 1 - 2 / M_PI * atan(3), 1e-6, "p is that of t = 3");
	is_int(cell->word, VERDICT_CANNOT_TELL, "so nobody can tell");
	ok(cell->has_word && !cell->why, "which is the word, and needs no reason");
	ok(!cell->value[METRIC_BOTH].ratio.value.known, "what was not measured has no ratio");
	ok(!compare_cell(&made.compare, 0, 0)->has_word, "the first side has no word");
	is_text(compare_cell(&made.compare, 0, 0)->unit, "boot", "but the unit of the others");
	close_all(&made, &records);
}

static void test_boots(void)
{
	struct records records;
	struct made_build made;
	const double cost[] = { 100, 400, 100, 100 }, one[] = { 300, 100, 100 };
	judge(&made, &records, "native", "a1x a2x b3y b4y", cost);
	const struct metric_value *value = &compare_cell(&made.compare, 0, 1)->value[METRIC_FAULT];
	is_near(value->ratio.value.value, 2, 1e-9, "a ratio of boots is that of geometric means");
	ok(value->ratio.low.known && !value->more.value.known, "without pairs there is no difference");
	close_all(&made, &records);
	judge(&made, &records, "native", "a1x b2y b3y", one);
	value = &compare_cell(&made.compare, 0, 1)->value[METRIC_FAULT];
	is_near(value->ratio.value.value, 3, 1e-9, "one boot on a side has a ratio");
	ok(!value->ratio.low.known && !compare_cell(&made.compare, 0, 1)->p.known,
	   "but neither interval nor p");
	close_all(&made, &records);
	judge(&made, &records, "native", "a1x a1y b1z b1w", cost);
	value = &compare_cell(&made.compare, 0, 1)->value[METRIC_FAULT];
	ok(value->ratio.value.known && !value->ratio.low.known,
	   "where units do not alternate there is a ratio alone, too");
	close_all(&made, &records);
}

/* One exact layout: nothing is left to chance. */
static const struct {
	double a, b;
	enum verdict_word word;
} exact[] = {
	{ 1000, 1000, VERDICT_SAME }, { 1009, 1000, VERDICT_SAME },
	{ 1011, 1000, VERDICT_FASTER }, { 1000, 1009, VERDICT_SAME },
	{ 1000, 1011, VERDICT_SLOWER },
};

static void test_exact(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(exact); i++) {
		struct records records;
		struct made_build made;
		const double cost[] = { exact[i].a, exact[i].b };
		judge(&made, &records, "exact", "a1x b2y", cost);
		const struct compare_cell *cell = compare_cell(&made.compare, 0, 1);
		is_int(cell->word, exact[i].word, "%g against %g instructions has the word %d",
		       exact[i].b, exact[i].a, (int)exact[i].word);
		ok(cell->has_word && !cell->p.known && !cell->value[METRIC_FAULT].more.value.known,
		   "and no p");
		close_all(&made, &records);
	}
}

static void test_varies(void)
{
	struct records records;
	struct made_build made;
	const double cost[] = { 1000, 900, 1001 };
	judge(&made, &records, "exact", "a1x b2y a3z", cost);
	ok(compare_cell(&made.compare, 0, 0)->varies && !compare_cell(&made.compare, 0, 1)->varies,
	   "the side varies whose boots differ");
	ok(!compare_cell(&made.compare, 0, 1)->has_word, "nothing that is compared with it has a word");
	close_all(&made, &records);
}

/* Two rows: of the words of both the family is judged together. */
static void test_family(void)
{
	struct records records = { 0 };
	struct made_build made;
	const double cost[] = { 200, 100, 200, 800, 100, 100, 100, 100 };
	made_reps(&records, "native", "a1x b1y b2z a2w a3x b3y b4z a4w", cost);
	for (size_t i = 4; i < 8; i++)
		records.sample[i].threads = count_of(2);
	made_build(&made, &records);
	made.request.diagnose = true;
	made_match(&made);
	judge_rows(&made.build);
	const struct compare_cell *cell = compare_cell(&made.compare, 0, 1);
	is_int(made.compare.nr_judged, 2, "every comparison with a p is counted");
	is_near(cell->p_holm.value, 2 * cell->p.value, 1e-9, "the smallest of two p counts twice");
	is_int(compare_cell(&made.compare, 1, 1)->word, VERDICT_SAME, "equal costs are the same");
	is_near(cell->diagnostics.permutation.p.value, 0.5, 1e-9,
		"of four ways to sign two differences two are as far from 0");
	close_all(&made, &records);
}

static void test_campaign(void)
{
	const struct made_campaign campaign = { "n", "native", "block", 2, 1, 2 };
	const double cost[] = { 100, 200 }, spread[] = { 1, 2 };
	struct records records = { 0 };
	struct compare c;
	made_rounds(&records, &campaign, cost, spread);
	compare_campaign(&records, NULL, &c, NULL);
	const struct metric_value *value = &compare_cell(&c, 0, 0)->value[METRIC_FAULT];
	is_near(value->ratio.high.value, 1, 1e-9, "the first side of a campaign is 1 to itself");
	ok(value->more.value.known && value->more.value.value == 0, "and costs no more");
	is_near(compare_cell(&c, 0, 1)->value[METRIC_FAULT].more.value.value, 150, 1e-9,
		"another one costs more");
	compare_close(&c);
	records_close(&records);
}

int main(void)
{
	test_pairs();
	test_boots();
	test_exact();
	test_varies();
	test_family();
	test_campaign();
	return tap_done();
}
