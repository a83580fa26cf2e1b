/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is said below a line of a comparison.
 */
#include <stdlib.h>

#include "base/auto.h"
#include "table-fake.h"
#include "tap.h"
#include "view/table/below.h"
#include "view/table/compare_columns.h"
#include "view/table/compare_heading.h"

static struct table_fake fake;

/* The notes of the second side. */
static char *notes(size_t columns, bool verbose, const struct compare_common *common)
{
	struct fake_print print;
	const struct doc *doc = fake_open(&print, TABLE_TABLE, columns);
	print.style.verbose = verbose;
	compare_notes_print(doc, &(struct compare_line){
		.compare = &fake.compare, .row = fake.row, .cell = &fake.cell[0][1],
		.side_nr = 1, .common = common });
	return fake_close(&print);
}

static void what_is_left_out_is_told(void)
{
	struct facts *boot = records_add_facts(&fake.records, "boot");
	facts_add_text(&fake.records, boot, "outcome", "panic");
	facts_add_text(&fake.records, boot, "why", "no init");
	facts_add_text(&fake.records, boot, "console", "c.txt");
	facts_add_number(&fake.records, boot, "round", real_of(1));
	struct compare_boot boots[] = { { boot, 1, true }, { boot, 0, true } };
	fake.compare.boot = boots;
	fake.compare.nr_boots = 1;
	fake.cell[0][1].nr_costless = 2;
	AUTO_FREE char *text = notes(80, false, NULL);
	is_text(text, "    left out, as what they cost is unknown or 0: 2 of 15 repetitions\n"
		"    INVALID layout 2 of 5 panic: no init; console: c.txt\n",
		"repetitions without a cost and boots that failed are told");
	fake.compare.boot = &boots[1];
	AUTO_FREE char *other = notes(80, false, NULL);
	has_not(other, "panic", "boots of another side are not told");
	records_close(&fake.records);
	table_fake_make(&fake, 1);
}

static void touches_and_limits_have_their_units(void)
{
	struct metric_value *value = fake.value[0][1];
	value[METRIC_TOUCH_P50].value = value[METRIC_TOUCH_P99].value =
		value[METRIC_TOUCH_MAX].value = real_of(700);
	fake.cell[0][1].limit_cost = real_of(12.345);
	AUTO_FREE char *text = notes(80, false, NULL), *more = notes(80, true, NULL);
	is_text(text, "    one touch: p50 700, p99 700, max 700 instructions\n",
		"a touch has a cost");
	has(more, "zeroing present pages 12.35, harness without a touch - per page\n",
	    "what limits it is told where much is asked for");
	table_fake_make(&fake, 1);
}

static void records_have_word_and_p(void)
{
	struct compare_common common = { .unit = "layout" };
	fake.compare.run = NULL;
	fake.cell[0][1].exact_one_layout = true;
	AUTO_FREE char *wide = notes(80, false, &common), *narrow = notes(60, false, &common);
	is_text(wide, "    of this one layout of memory\n", "what limits a word stands below it");
	is_text(narrow, "    cheaper\n    of this one layout of memory\n",
		"the word stands there too on a narrow terminal");
	common.one_layout = true;
	AUTO_FREE char *shared = notes(80, true, &common);
	has_not(shared, "of this one", "a limit that all share is not told again");
	has(shared, "    p < 0.0001, by Holm < 0.0001\n", "the p is told where much is asked for");
	has(shared, "as diagnostics: bootstrap -, permutation p -",
	    "diagnostics are told where much is asked for");
	table_fake_make(&fake, 1);
}

int main(void)
{
	table_fake_make(&fake, 1);
	what_is_left_out_is_told();
	touches_and_limits_have_their_units();
	records_have_word_and_p();
	return tap_done();
}
