/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The campaigns of records, and which repetitions plain tables show.
 */
#include "analysis/campaigns.h"

#include <stdio.h>
#include <errno.h>
#include <string.h>

#include "base/known.h"
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

int main(void)
{
	test_mixed();
	test_none();
	test_mixed_engines();
	return tap_done();
}
