/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One comparison: which design is found in records, and that a campaign and the same
 * records compared by their labels have the same costs, ratios and words.
 */
#include "analysis/compare.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "base/known.h"
#include "tap.h"
#include "unit/analysis/made.h"

static const double one[] = { 1 };
static const double five[] = { 1, 1.002, 0.999, 1.001, 0.998 };

static const struct design {
	struct made_campaign campaign;
	const double *spread;
	const char *unit;	/* of cells */
	bool paired, this_boot, one_layout;
} designs[] = {
	{ { "x", "exact", "boot", 2, 1, 1 }, one, "layout", true, false, true },
	{ { "l", "exact", "layout", 2, 1, 5 }, five, "layout", true, false, false },
	{ { "k", "kvm", "boot", 2, 1, 5 }, five, "boot", false, false, false },
	{ { "n", "native", "block", 2, 1, 5 }, five, "block", true, true, false },
};

static const struct {
	double ratio;
	enum verdict_word word;
} cases[] = {
	{ 1.000, VERDICT_SAME }, { 1.003, VERDICT_SAME }, { 1.007, VERDICT_SAME },
	{ 1.02, VERDICT_FASTER }, { 0.98, VERDICT_SLOWER },
};

/* Costs are whole hundreds of instructions, or many ns. */
static void make(struct records *records, const struct design *design, double ratio)
{
	const double cost[] = { 100000 * ratio, 100000 };
	*records = (struct records){ 0 };
	made_rounds(records, &design->campaign, cost, design->spread);
}

static void is_design(const struct compare_cell *cell, const struct design *design)
{
	is_text(cell->unit, design->unit, "the unit of a campaign of %s is the %s",
		design->campaign.engine, design->unit);
	ok(cell->paired == design->paired && cell->this_boot == design->this_boot &&
		   cell->exact_one_layout == design->one_layout,
	   "and how units are compared follows");
	is_int(cell->nr_units, design->campaign.rounds, "all of them count");
}

static void test_words(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(designs); i++) {
		for (size_t j = 0; j < ARRAY_SIZE(cases); j++) {
			struct records records;
			struct compare c;
			make(&records, &designs[i], cases[j].ratio);
			is_int(compare_campaign(&records, NULL, &c, NULL), 0,
			       "a campaign is compared");
			const struct compare_cell *cell = compare_cell(&c, 0, 1);
			is_near(cell->value[METRIC_FAULT].ratio.value.value,
				cases[j].ratio, 1e-6, "its ratio is %.3f",
				cases[j].ratio);
			ok(cell->has_word, "it has a word");
			is_int(cell->word, cases[j].word, "that of %.3f on %s, by the %s",
			       cases[j].ratio, designs[i].campaign.engine,
			       designs[i].unit);
			ok(!compare_cell(&c, 0, 0)->has_word, "the first side has none");
			is_int((int)compare_slower(&c, 1).nr, cases[j].word == VERDICT_SLOWER,
			       "slower by more than 1%% is what is slower");
			ok(!compare_any_invalid(&c), "nothing is INVALID");
			if (j == 0)
				is_design(cell, &designs[i]);
			compare_close(&c);
			records_close(&records);
		}
	}
}

/* Labels of the same records, as pft compare FILE has them. */
static int by_labels(const struct records *records, struct compare *c, struct error *err)
{
	const struct side whole = { .end = records->nr_samples,
				    .end_facts = records->nr_facts };
	struct side *side = NULL;
	size_t n = 0;
	compare_part(records, &whole, 9, &side, &n);
	const struct compare_request request = {
		.side = side, .nr_sides = n, .metric = METRIC_FAULT,
		.margin = COMPARE_MARGIN, .by_row = true };
	const int rc = compare_records(records, &request, c, err);
	free(side);
	return rc;
}

static void test_agreement(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(designs); i++) {
		struct records records;
		struct compare a, b;
		struct error err = { "" };
		make(&records, &designs[i], 1.02);
		compare_campaign(&records, NULL, &a, NULL);
		is_int(by_labels(&records, &b, &err), 0, "labels are compared: '%s'",
		       err.text);
		const struct compare_cell *x = compare_cell(&a, 0, 1);
		const struct compare_cell *y = compare_cell(&b, 0, 1);
		const struct metric_value *v = &x->value[METRIC_FAULT];
		const struct metric_value *w = &y->value[METRIC_FAULT];
		ok(v->value.value == w->value.value && v->ratio.value.value == w->ratio.value.value &&
			   v->ratio.low.value == w->ratio.low.value &&
			   x->p.value == y->p.value && x->word == y->word,
		   "a campaign of %s and its labels have the same numbers and word",
		   designs[i].campaign.engine);
		ok(x->unit == y->unit && x->nr_units == y->nr_units, "and units");
		compare_close(&a);
		compare_close(&b);
		records_close(&records);
	}
}

/* ---- what is INVALID ---- */

static void test_invalid(void)
{
	struct records records;
	struct compare c;
	make(&records, &designs[0], 1.02);
	records.sample[1].ok = false;
	records.sample[1].invalid = "why";
	compare_campaign(&records, NULL, &c, NULL);
	const struct compare_cell *cell = compare_cell(&c, 0, 1);
	ok(!cell->has_word && cell->nr_units == 0, "a cell without a valid repetition has no word");
	is_int(cell->nr_invalid, 1, "what is INVALID is counted");
	is_text(cell->reason[0].text, "why", "with its reason");
	ok(compare_cell_is_invalid(cell) && compare_any_invalid(&c), "and makes all of it INVALID");
	compare_close(&c);
	records_close(&records);
}

static void test_varies(void)
{
	struct records records = { 0 };
	struct compare c;
	const struct made_campaign campaign = { "x", "exact", "boot", 2, 1, 2 };
	const double cost[] = { 1000, 900 }, spread[] = { 1, 1.1 };
	made_rounds(&records, &campaign, cost, spread);
	compare_campaign(&records, NULL, &c, NULL);
	ok(compare_cell(&c, 0, 1)->varies && compare_cell(&c, 0, 0)->varies,
	   "exact boots of one layout that differ vary");
	ok(!compare_cell(&c, 0, 1)->has_word && compare_any_invalid(&c),
	   "they are INVALID, and have no word");
	compare_close(&c);
	records_close(&records);
}

static void test_lost(void)
{
	struct records records;
	struct compare c;
	make(&records, &designs[2], 1.02);
	made_boot(&records, "k", 1, 5, "panic");
	compare_campaign(&records, NULL, &c, NULL);
	is_int(c.nr_boots, 11, "boots are listed");
	ok(c.boot[10].lost && c.boot[10].side == 1, "also those that were lost, by their side");
	ok(compare_any_invalid(&c), "a lost boot is INVALID");
	is_int(compare_cell(&c, 0, 1)->nr_units, 5, "the others count");
	compare_close(&c);
	records_close(&records);
}

static void test_refused(void)
{
	struct records records = { 0 };
	struct compare c;
	struct error err = { "" };
	is_int(compare_campaign(&records, NULL, &c, &err), -EINVAL,
	       "records without a campaign are refused");
	is_text(err.text, "no campaign in these records: expected those of pft ab",
		"with what was expected");
	records_close(&records);
}

/* ---- values of all metrics ---- */

static void test_values(void)
{
	struct records records;
	struct compare c;
	make(&records, &designs[3], 1.02);
	compare_campaign(&records, NULL, &c, NULL);
	const struct metric_value *value = compare_cell(&c, 0, 1)->value;
	is_near(value[METRIC_FAULT].mean.value, 100000, 1e-6, "the plain mean is over units");
	ok(value[METRIC_FAULT].value.value < value[METRIC_FAULT].mean.value,
	   "a cost in time is the geometric one, which is below it");
	is_near(value[METRIC_UNMAP].value.value, value[METRIC_FAULT].value.value / 2, 1e-6,
		"the unmapping is the rest of both");
	is_near(value[METRIC_FAULT].more.value.value, -2000, 1e-6,
		"what a side costs more is the mean over pairs");
	ok(value[METRIC_UNMAP].more.value.known && !value[METRIC_UNMAP].ratio.value.known,
	   "of the unmapping there is a difference alone");
	is_near(value[METRIC_FAULTS].value.value, 1, 0, "a fault a page");
	ok(!value[METRIC_CPU].value.known && !value[METRIC_TOUCH_P50].value.known &&
		   !value[METRIC_PRESSURE_COST].value.known,
	   "what was not measured is unknown");
	is_int(compare_cell(&c, 0, 1)->reps.n, 5, "a cell has its repetitions");
	compare_close(&c);
	records_close(&records);
}

static void test_metrics(void)
{
	for (size_t i = 0; metric_words[i]; i++)
		is_text(metrics[metric_find(metric_words[i])].word, metric_words[i],
			"--metric %s is found", metric_words[i]);
	is_int(metric_find("none"), NR_METRICS, "no other word is");
	for (int i = 0; i < NR_METRICS; i++)
		ok(metrics[i].name && metrics[i].title && metrics[i].help && metrics[i].scale > 0,
		   "metric %s is whole", metrics[i].name);
}

static void test_locks(void)
{
	const struct sample alone = { .threads = count_of(1) };
	const struct sample four = { .threads = count_of(4) };
	struct compare_cell first[2] = { { .like = &alone }, { 0 } };
	struct compare_cell second[2] = { { 0 }, { .like = &four, .locks = { .nr_units = 1 } } };
	struct compare_row row[] = { { .cell = first }, { .cell = second } };
	struct compare compare = { .nr_sides = 2, .row = row, .nr_rows = 2, .exact = true };
	ok(!compare_row_has_locks(&compare, 0) && compare_row_has_locks(&compare, 1),
	   "a row has locks where any side has");
	ok(compare_times_locks(&compare, 0), "the exact engine times the locks of one task");
	ok(!compare_times_locks(&compare, 1), "but not of several");
	compare.exact = false;
	ok(compare_times_locks(&compare, 1), "other engines do");
}

static void test_classic(void)
{
	struct side side[2] = { { 0 } };
	struct compare_cell cell[2] = { { 0 } };
	struct compare_row row = { .cell = cell };
	const struct compare compare = { .side = side, .nr_sides = 2, .row = &row,
					 .nr_rows = 1 };
	const struct sample window = { .accounting = "window" };
	const struct sample classic = { .accounting = "classic" };
	ok(!compare_any_classic(&compare), "where nothing was measured nothing is classic");
	cell[0].like = &window;
	ok(!compare_cell_is_classic(&cell[0]) && !compare_any_classic(&compare), "other accounting is not");
	cell[1].like = &classic;
	ok(compare_cell_is_classic(&cell[1]) && compare_any_classic(&compare), "one side is enough");
}

int main(void)
{
	test_locks();
	test_classic();
	test_words();
	test_agreement();
	test_invalid();
	test_varies();
	test_lost();
	test_refused();
	test_values();
	test_metrics();
	return tap_done();
}
