/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The campaigns of records, which repetitions plain tables show, and labels of kernels that
 * are compared because they are in one report.
 */
#include "analysis/campaigns.h"

#include <stdio.h>
#include <errno.h>
#include <string.h>

#include "base/known.h"
#include "record/packed.h"
#include "tap.h"
#include "unit/analysis/made.h"

static const struct made_campaign exact = { "x", "exact", "boot", 2, 1, 1 };
static const struct made_campaign native = { "n", "native", "block", 2, 1, 1 };

static void add(struct records *records, const char *run, const char *engine,
		const char *boot)
{
	made_rep(records, &(struct made_rep){ .run = run, .engine = engine,
					      .boot = boot, .kernel = "a",
					      .cost = 100 });
}

/* Two campaigns and others, one among the other. */
static void mix(struct records *records)
{
	made_campaign(records, &exact);
	made_campaign(records, &native);
	add(records, "p", "native", "p1");
	add(records, "x", "exact", made_boot_id(records, "x", 0, 0));
	add(records, "n", "native", made_boot_id(records, "n", 0, 0));
	add(records, "x", "exact", "killed");
	add(records, "p", "native", "p1");
	add(records, "n", "native", "killed");
	add(records, "n", "native", made_boot_id(records, "n", 0, 0));
	records->sample[6].order = records->sample[2].order;
	made_boot(records, "x", 0, 0, "ok");
	made_boot(records, "n", 0, 0, "ok");
}

/* "p2 n1": repetitions of each row, by run. */
static const char *rows_text(const struct rows *rows)
{
	static char text[200];
	size_t n = 0;
	*text = '\0';
	for (size_t i = 0; i < rows->n && n < sizeof(text) - 30; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s%zu",
				      i ? " " : "", rows->row[i].like->run,
				      rows->row[i].measured.n);
	return text;
}

static void test_mixed(void)
{
	struct records records = { 0 };
	struct campaigns all;
	struct rows rows;
	struct error err = { "" };
	mix(&records);
	is_int(campaigns_collect(&records, &all, &err), 0,
	       "records of two campaigns and others are compared: '%s'", err.text);
	is_int(all.n, 2, "there are two campaigns");
	is_text(all.compare[0].run_id, "x", "in the order of their run records");
	is_int(compare_cell(&all.compare[0], 0, 0)->nr_samples, 1,
	       "the first has its repetitions, without those of a killed boot");
	is_int(compare_cell(&all.compare[1], 0, 0)->nr_samples, 1,
	       "the second has each of its own once");
	is_int(all.compare[1].nr_doubles, 1, "what was there twice is counted");
	is_int(all.nr_others, 2, "and so is what is of no campaign");
	campaigns_plain_rows(&all, &rows);
	is_text(rows_text(&rows), "p2 n1",
		"plain tables show those of no campaign and those with times");
	is_int(rows.nr_doubles + campaigns_doubles(&all), 1,
	       "no repetition is told of twice as a double");
	ok(campaigns_any_invalid(&all), "a side of which nothing was measured is INVALID");
	ok(!campaigns_have_locks(&all), "no locks were counted");
	rows_close(&rows);
	campaigns_close(&all);
	campaigns_close(&all);
	records_close(&records);
}

static void test_none(void)
{
	struct records records = { 0 };
	struct campaigns all;
	struct error err = { "" };
	add(&records, "p", "native", "p1");
	is_int(campaigns_collect(&records, &all, &err), 0, "records need no campaign");
	ok(all.n == 0 && all.nr_others == 1 && !campaigns_any_invalid(&all),
	   "and then have none");
	campaigns_close(&all);
	records_close(&records);
}

static void test_mixed_engines(void)
{
	struct records records = { 0 };
	struct campaigns all;
	struct error err = { "" };
	made_campaign(&records, &exact);
	add(&records, "x", "native", made_boot_id(&records, "x", 0, 0));
	is_int(campaigns_collect(&records, &all, &err), -EINVAL,
	       "samples of another engine than their campaign's are refused");
	is_text(err.text, "samples of engine native in a run of exact: expected one: they are never compared",
		"with both engines in the message");
	campaigns_close(&all);
	records_close(&records);
}

/* ---- labels ---- */

/* Three boots of a kernel, each with a repetition. */
static struct sample *add_label(struct records *records, const char *kernel, double cost)
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
	add_label(&records, "a", 100000);
	verdicts_make(&records, false, &v);
	ok(!verdicts_any(&v), "with one label there is nothing to compare");
	verdicts_close(&v);
	add_label(&records, "b", 50000);
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
	add_label(&records, "a", 100000);
	add_label(&records, "imported", 100000);
	for (size_t i = 5; i < 8; i++)
		counters_add(&records, &records.sample[i].counters, "input_line",
			     real_of(1));
	verdicts_make(&records, false, &v);
	ok(!verdicts_any(&v), "labels of a campaign are left out, and of imported tables");
	verdicts_close(&v);
	records_close(&records);
}

static void test_invalid_label(void)
{
	struct records records = { 0 };
	struct verdicts v;
	add_label(&records, "a", 100000);
	struct sample *last = add_label(&records, "b", 100000);
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
	add_label(&records, "a", 100000);
	add_label(&records, "b", 100000);
	for (size_t i = 3; i < 6; i++)
		records.sample[i].kind = "anon-read";
	verdicts_make(&records, false, &v);
	ok(!v.made && verdicts_any(&v), "unlike rows are not compared");
	ok(v.why_not && strstr(v.why_not, ": see pft-compare(1)"), "the reason is told: '%s'",
	   v.why_not ? v.why_not : "");
	verdicts_close(&v);
	for (size_t i = 0; i < 63; i++)
		add_label(&records, records_format(&records, "k%zu", i), 100000);
	verdicts_make(&records, false, &v);
	is_text(v.why_not, "labels of more than 64 kernels: report fewer at once",
		"nor are very many labels");
	verdicts_close(&v);
	records_close(&records);
}

int main(void)
{
	test_mixed();
	test_none();
	test_mixed_engines();
	test_two();
	test_left_out();
	test_invalid_label();
	test_why_not();
	return tap_done();
}
