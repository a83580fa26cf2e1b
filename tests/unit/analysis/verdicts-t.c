/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Labels of kernels that are compared because they are in one report.
 */
#include "analysis/verdicts.h"

#include <string.h>

#include "base/known.h"
#include "record/packed.h"
#include "tap.h"
#include "unit/analysis/made.h"

/* Three boots of a kernel, each with a repetition. */
static struct sample *add(struct records *records, const char *kernel, double cost)
{
	static const double spread[] = { 1, 1.001, 0.999 };
	struct sample *last = NULL;
	for (size_t i = 0; i < ARRAY_SIZE(spread); i++)
		last = made_rep(records, &(struct made_rep){
			.run = "p", .kernel = kernel, .engine = "native",
			.boot = records_format(records, "%s.%zu", kernel, i),
			.cost = cost * spread[i] });
	return last;
}

static void test_two(void)
{
	struct records records = { 0 };
	struct verdicts v;
	add(&records, "a", 100000);
	verdicts_make(&records, false, &v);
	ok(!verdicts_any(&v), "with one label there is nothing to compare");
	verdicts_close(&v);
	add(&records, "b", 50000);
	verdicts_make(&records, false, &v);
	ok(verdicts_any(&v) && v.made && v.compare.nr_sides == 2, "two labels are compared");
	is_text(v.compare.side[1].name, "b", "in the order in which they come");
	const struct compare_cell *cell = compare_cell(&v.compare, 0, 1);
	is_near(cell->value[METRIC_FAULT].ratio.value.value, 2, 1e-9, "with their ratio");
	ok(cell->has_word && cell->word == VERDICT_FASTER, "and a word");
	is_int(cell->nr_units, 3, "over boots");
	ok(!verdicts_any_invalid(&v), "nothing is INVALID");
	verdicts_close(&v);
	records_close(&records);
}

/* Campaigns have comparisons of their own. */
static void test_left_out(void)
{
	const struct made_campaign campaign = { "x", "exact", "boot", 2, 1, 1 };
	static const double cost[] = { 100, 90 }, spread[] = { 1 };
	struct records records = { 0 };
	struct verdicts v;
	made_rounds(&records, &campaign, cost, spread);
	add(&records, "a", 100000);
	add(&records, "imported", 100000);
	for (size_t i = 5; i < 8; i++)
		counters_add(&records, &records.sample[i].counters, "input_line",
			     real_of(1));
	verdicts_make(&records, false, &v);
	ok(!verdicts_any(&v), "labels of a campaign are left out, and of imported tables");
	verdicts_close(&v);
	records_close(&records);
}

static void test_invalid(void)
{
	struct records records = { 0 };
	struct verdicts v;
	add(&records, "a", 100000);
	struct sample *last = add(&records, "b", 100000);
	last->ok = false;
	last->invalid = "why";
	verdicts_make(&records, false, &v);
	ok(verdicts_any_invalid(&v), "a repetition that is INVALID is known of");
	verdicts_close(&v);
	verdicts_close(&v);
	ok(!verdicts_any(&v) && !verdicts_any_invalid(&v), "what is closed is empty");
	records_close(&records);
}

static void test_why_not(void)
{
	struct records records = { 0 };
	struct verdicts v;
	add(&records, "a", 100000);
	add(&records, "b", 100000);
	for (size_t i = 3; i < 6; i++)
		records.sample[i].kind = "anon-read";
	verdicts_make(&records, false, &v);
	ok(!v.made && verdicts_any(&v), "unlike rows are not compared");
	ok(v.why_not && strstr(v.why_not, ": see pft-compare(1)"), "the reason is told: '%s'",
	   v.why_not ? v.why_not : "");
	verdicts_close(&v);
	for (size_t i = 0; i < 63; i++)
		add(&records, records_format(&records, "k%zu", i), 100000);
	verdicts_make(&records, false, &v);
	is_text(v.why_not, "labels of more than 64 kernels: report fewer at once",
		"nor are very many labels");
	verdicts_close(&v);
	records_close(&records);
}

int main(void)
{
	test_two();
	test_left_out();
	test_invalid();
	test_why_not();
	return tap_done();
}
