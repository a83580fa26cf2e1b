/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands below a line, and below a row, of a comparison.
 */
#include <stdlib.h>

#include "base/auto.h"
#include "table-fake.h"
#include "tap.h"
#include "view/table/below.h"
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

static char *differences(size_t columns)
{
	struct fake_print print;
	differences_print(fake_open(&print, TABLE_TABLE, columns), &fake.compare, 0, 18);
	return fake_close(&print);
}

static void pairs_have_differences(void)
{
	char *text = differences(80);
	has(text, "more than stock, mean of the differences over layouts", "what it is stands above");
	has(text, "fault %  +-95% unmap %  +-95%  both %  +-95%  instr.  +-95%\n",
	    "with unmapping alone and with it");
	has(text, "  ahead             -20.00   0.20   +0.00   0.40  -13.33   0.13  -200.0   2.00\n",
	    "as percent of the first side, and as it is");
	has_not(text, "\n  stock ", "the first side has no line");
	free(text);
	text = differences(60);
	has_not(text, "unmap", "a narrow terminal has the fault alone");
	free(text);
	fake.value[0][1][METRIC_FAULT].more = (struct difference){ { 0, false }, { 0, false }, { 0, false } };
	text = differences(80);
	is_text(text, "", "without pairs there is nothing");
	free(text);
	table_fake_make(&fake, 1);
}

static char *locks(size_t columns)
{
	struct fake_print print;
	locks_print(fake_open(&print, TABLE_TABLE, columns), &fake.compare, 0, 18);
	return fake_close(&print);
}

static void kernels_that_count_locks_have_a_table(void)
{
	char page_table[] = "page_table", lru[] = "lru";
	struct lock_cost lock[2] = { { .name = page_table }, { .name = lru } };
	char *text = locks(80);
	is_text(text, "", "kernels that do not count have no table");
	free(text);
	lock[0].of_page[LOCK_ACQUISITIONS].mean = real_of(1.5);
	lock[0].of_page[LOCK_ACQUISITIONS].half_width = real_of(0.25);
	lock[1].of_page[LOCK_ACQUISITIONS].mean = real_of(0.125);
	fake.cell[0][0].locks = (struct lock_costs){ lock, 2, 5 };
	text = locks(80);
	has(text, "locks taken for each page touched", "what it is stands above");
	has(text, "page table  +-95%", "a lock that is taken has a column with its interval");
	has(text, "  stock                1.5000 0.2500", "and its number");
	has(text, "  ahead                     -      -", "a side that did not count has none");
	free(text);
	table_fake_make(&fake, 1);
}

static char *pressure(size_t columns)
{
	struct fake_print print;
	struct columns all = compare_columns_make(&fake.compare);
	pressure_print(fake_open(&print, TABLE_TABLE, columns), &fake.compare, &all, 0);
	compare_columns_close(&all);
	return fake_close(&print);
}

static void pressure_has_the_columns_of_its_metrics(void)
{
	char *text = pressure(80);
	is_text(text, "", "a row without pressure has no table");
	free(text);
	fake.cell[0][1].pressure_percent = real_of(10);
	fake.value[0][1][METRIC_PRESSURE_UNUSED].value = real_of(0.25);
	fake.value[0][1][METRIC_PRESSURE_UNUSED].nr_known = 5;
	fake.value[0][1][METRIC_PRESSURE_GONE].value = real_of(0.5);
	fake.value[0][1][METRIC_PRESSURE_GONE].half_width = real_of(0.01);
	text = pressure(80);
	has(text, "under pressure: 10% of what is present asked back", "what was asked for is said");
	has(text, "unused  taken  gone +-95%   back +-95% enriched +-95%  cost  n\n",
	    "the columns are the metrics of the group");
	has(text, " 25.0      -  50.0   1.0 ", "shares are in percent");
	free(text);
	text = pressure(60);
	has_not(text, "enriched +-95%", "a narrow terminal has those that are needed");
	free(text);
	table_fake_make(&fake, 1);
}

int main(void)
{
	table_fake_make(&fake, 1);
	what_is_left_out_is_told();
	touches_and_limits_have_their_units();
	records_have_word_and_p();
	pairs_have_differences();
	kernels_that_count_locks_have_a_table();
	pressure_has_the_columns_of_its_metrics();
	return tap_done();
}
