/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands above and behind the rows of a comparison.
 */
#include "view/table/compare_heading.h"

#include <stdlib.h>

#include "base/auto.h"
#include "table-fake.h"
#include "tap.h"

static struct table_fake fake;

/* The same costs as records of two runs, which were no campaign. */
static void make_runs(struct sample *other)
{
	static const char *const ids[] = { "r1", "r2" };
	static const char *const words[] = { "pft", "run", "a b" };
	table_fake_make(&fake, 1);
	for (size_t i = 0; i < 2; i++) {
		struct facts *run = records_add_facts(&fake.records, "run");
		facts_add_text(&fake.records, run, "id", ids[i]);
		facts_add_text(&fake.records, run, "time", i ? "Tuesday" : "Monday");
		facts_add_text(&fake.records, run, "machine", "Testium");
		facts_add_texts(&fake.records, run, "argv", (struct texts){ words, 2 + i });
	}
	fake.compare.run = NULL;
	fake.like.run = ids[0];
	*other = fake.like;
	other->run = ids[1];
	fake.cell[0][1].like = other;
}

static void is_meaning(const struct compare *c, const char *expected, const char *name)
{
	AUTO_FREE char *text = compare_meaning(c);
	is_text(text, expected, "%s", name);
}

static void costs_have_a_meaning(void)
{
	const struct compare cpu = { .engine = "native", .metric = METRIC_CPU };
	const struct compare both = { .engine = "tcg", .metric = METRIC_BOTH };
	const struct compare native = { .engine = "native", .run = &fake.run };
	is_meaning(&cpu, "ns of CPU time per page touched", "records say which time costs are");
	is_meaning(&both, "emulated ns of wall time per page touched, with unmapping",
		   "emulated time and unmapping are told");
	is_meaning(&native, "ns per page touched, on this boot only",
		   "a campaign has the limits of its engine");
}

static void what_cells_have_in_common(void)
{
	table_fake_make(&fake, 2);
	fake.cell[0][1].why = fake.cell[1][1].why = "one boot on a side";
	fake.cell[0][1].this_boot = true;
	struct compare_common common = compare_common_of(&fake.compare);
	is_text(common.unit, "layout", "cells have a unit");
	is_text(common.why, "one boot on a side", "a reason that all have is common");
	ok(!common.this_boot && common.paired && !common.welch,
	   "a limit of one cell is not common, but pairs of one cell are told");
	fake.cell[1][1].why = NULL;
	ok(!compare_common_of(&fake.compare).why, "a reason of one cell is not common");
}

static void records_say_where_they_come_from(void)
{
	struct sample other;
	struct fake_print print;
	make_runs(&other);
	fake.side[1].what = NULL;
	other.kernel = "6.13";
	const struct doc *doc = fake_open(&print, TABLE_TABLE, 80);
	struct compare_common common = compare_common_of(&fake.compare);
	compare_words_print(doc, &fake.compare, &common);
	compare_sides_print(doc, &fake.compare);
	compare_commands_print(doc, &fake.compare, "pft compare x");
	AUTO_FREE char *text = fake_close(&print);
	has(text, "ratio: what stock costs over what this costs: above 1 is cheaper.",
	    "ratios are explained");
	has(text, "by Student's t on pairs", "the interval has the name of its test");
	has(text, "machine: Testium\n", "the machine is told");
	has_not(text, "machine: Testium\nmachine:", "a machine that all share is told once");
	has(text, "  stock: 6.12, Monday\n  ahead: 6.13, Tuesday\n",
	    "each side has its kernel and its date");
	has(text, "pft run\n", "the command of the first run is there");
	has(text, "pft run 'a b'\n", "the command of the second run is there");
	has(text, "pft compare x\n", "the command of the comparison is there");
	records_close(&fake.records);
}

int main(void)
{
	costs_have_a_meaning();
	what_cells_have_in_common();
	records_say_where_they_come_from();
	return tap_done();
}
