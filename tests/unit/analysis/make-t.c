/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A comparison made of what the run record of a campaign says, and of records.
 */
#include <errno.h>
#include <stdlib.h>

#include "analysis/build.h"
#include "base/known.h"
#include "tap.h"
#include "unit/analysis/made.h"
#include "unit/analysis/made_build.h"

static const struct made_campaign plan = { "n", "native", "block", 2, 2, 5 };

static void test_plan(void)
{
	static const char *const names[] = { "small", "large" };
	static const char *const measured[] = { "11", "01" };
	struct records records = { 0 };
	struct compare c;
	made_campaign(&records, &plan);
	facts_add_texts(&records, &records.facts[0], "names", (struct texts){ names, 2 });
	facts_add_texts(&records, &records.facts[0], "measured", (struct texts){ measured, 2 });
	made_rep(&records, &(struct made_rep){
		.run = "n", .boot = made_boot_id(&records, "n", 1, 0), .kernel = "b",
		.engine = "native", .cost = 100, .row = 1 });
	made_boot(&records, "n", 1, 0, "ok");
	is_int(compare_campaign(&records, NULL, &c, NULL), 0, "a campaign is read");
	ok(c.nr_sides == 2 && c.nr_rows == 2 && !c.exact, "with its sides and rows");
	is_text(c.unit, "block", "its unit");
	ok(c.nr_planned == 5 && c.nr_reps == 1, "and what was planned");
	is_text(c.row[1].name, "large", "a row has its name");
	is_text(c.row[1].heading, "row 1", "and its heading");
	ok(compare_cell(&c, 0, 0)->measured && compare_cell(&c, 0, 1)->measured &&
		   !compare_cell(&c, 1, 0)->measured && compare_cell(&c, 1, 1)->measured,
	   "sides are measured where the plan says so");
	ok(c.row[1].like == &records.sample[0] && !c.row[0].like,
	   "a repetition is in the row of its number");
	is_int(compare_cell(&c, 1, 1)->nr_units, 1, "of the side of its boot");
	compare_close(&c);
	records_close(&records);
}

/* Boots of which side and round the records say, as far as they were begun. */
static void test_open_rounds(void)
{
	struct records records = { 0 };
	struct compare c;
	made_campaign(&records, &plan);
	facts_add_number(&records, &records.facts[0], "rounds_most", real_of(9));
	compare_campaign(&records, NULL, &c, NULL);
	is_int(c.nr_planned, 5, "before the first boot the least rounds are planned");
	compare_close(&c);
	made_boot(&records, "n", 0, 2, "ok");
	made_boot(&records, "n", 1, 1, "panic");
	made_boot(&records, "other", 1, 7, "ok");
	struct facts *boot = records_add_facts(&records, "boot");
	facts_add_text(&records, boot, "run", "n");
	facts_add_number(&records, boot, "treatment", real_of(2));
	compare_campaign(&records, NULL, &c, NULL);
	is_int(c.nr_planned, 3, "then those that were begun");
	is_int(c.nr_boots, 3, "boots are those of the run");
	ok(c.boot[0].side == 0 && c.boot[1].side == 1 && c.boot[1].lost, "each of its side");
	is_int(c.boot[2].side, c.nr_sides, "or of none");
	compare_close(&c);
	records_close(&records);
}

static void test_several(void)
{
	const struct made_campaign exact = { "x", "exact", "boot", 3, 1, 1 };
	struct records records = { 0 };
	struct compare c;
	made_campaign(&records, &plan);
	made_campaign(&records, &exact);
	records_add_facts(&records, "run");
	ok(!compare_is_campaign(&records.facts[2]), "a run without sides is no campaign");
	compare_campaign(&records, NULL, &c, NULL);
	ok(c.run == &records.facts[1] && c.nr_sides == 3 && c.exact,
	   "of several campaigns the last is read");
	compare_close(&c);
	compare_campaign(&records, &records.facts[0], &c, NULL);
	is_text(c.run_id, "n", "or the one that is asked for");
	compare_close(&c);
	records_close(&records);
}

static void test_not_whole(void)
{
	static const struct made_campaign cases[] = {
		{ "n", "native", "block", 2, 0, 5 }, { "n", "native", "block", 0, 2, 5 },
		{ "n", "native", "block", 2, 2, 0 }, { "n", "native", NULL, 2, 2, 5 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct records records = { 0 };
		struct compare c;
		struct error err = { "" };
		made_campaign(&records, &cases[i]);
		is_int(compare_campaign(&records, NULL, &c, &err), -EINVAL,
		       "a plan that lacks something is refused");
		is_text(err.text, "the run record of this campaign is not whole: expected one that pft ab wrote",
			"as a record that is not whole");
		records_close(&records);
	}
}

/* What the campaign says of them that measured them. */
static void test_what(void)
{
	static const char *const labels[] = { "b", "a", "c" };
	static const char *const kernels[] = { "6.1", "6.2\n" };
	static const double cost[] = { 100, 100, 100, 100 };
	const struct side side[] = {
		{ .name = "a", .kernel = "a", .end = 3 }, { .name = "b", .kernel = "b", .end = 3 },
		{ .name = "c", .kernel = "c", .end = 3 },
	};
	const struct compare_request request = { .side = side, .nr_sides = 3,
						 .metric = METRIC_FAULT };
	struct records records = { 0 };
	struct compare c;
	struct facts *run = records_add_facts(&records, "run");
	facts_add_text(&records, run, "id", "x");
	facts_add_texts(&records, run, "treatments", (struct texts){ labels, 3 });
	facts_add_texts(&records, run, "kernels", (struct texts){ kernels, 2 });
	made_reps(&records, "native", "a1x b2x c3x", cost);
	for (size_t i = 0; i < 3; i++) {
		struct facts *boot = records_add_facts(&records, "boot");
		facts_add_text(&records, boot, "id", records.sample[i].boot_id);
		facts_add_text(&records, boot, "outcome", "ok");
	}
	facts_add_text(&records, &records.facts[0], "unit", "boot");
	is_int(compare_records(&records, &request, &c, NULL), 0, "sides of a campaign are compared");
	is_text(c.side[1].what, "6.1", "a side is the kernel that the campaign says");
	is_text(c.side[0].what, "6.2?", "fit to be shown");
	is_text(c.side[2].what, NULL, "behind the end of a list there is nothing");
	compare_close(&c);
	records_close(&records);
}

int main(void)
{
	test_plan();
	test_open_rounds();
	test_several();
	test_not_whole();
	test_what();
	return tap_done();
}
