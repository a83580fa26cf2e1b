/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of a comparison.
 */
#include <stdlib.h>
#include <string.h>

#include "table-fake.h"
#include "tap.h"
#include "view/table/compare_table.h"

static struct table_fake fake;

static char *printed(enum table_format format, size_t columns)
{
	struct fake_print print;
	const struct doc *doc = fake_open(&print, format, columns);
	compare_print(doc->out, &fake.compare, NULL, &print.style);
	return fake_close(&print);
}

static void a_campaign_has_costs_ratios_and_memory(void)
{
	char *text = printed(TABLE_TABLE, 80);
	has(text, "engine exact: instructions per page touched", "the engine says what costs are");
	has(text, "  ahead: the running kernel as it is\n", "each side says what it is");
	has(text, "  ahead             800.00  1.250 1.240-1.260 1300.00  1.154   0.5000   1.250  5\n",
	    "a line has the cost, its ratio and interval, with unmapping, faults, memory, n");
	has(text, "  cheaper: ahead\n", "the word stands below the row");
	free(text);
	text = printed(TABLE_TABLE, 60);
	has(text, "left out, as the terminal is narrow: +unmap", "a narrow terminal has no unmapping");
	has_not(text, "1300.00", "and says so");
	free(text);
}

static void what_is_invalid_stands_below_its_line(void)
{
	fake.cell[0][1].nr_invalid = 2;
	fake.cell[0][1].reason[0].text = "faults";
	fake.cell[0][1].reason[0].n = 2;
	fake.cell[0][1].nr_reasons = 1;
	fake.cell[0][1].varies = true;
	char *text = printed(TABLE_TABLE, 80);
	has(text, "INVALID 2 of 17 repetitions: 2 x faults", "with its reason");
	has(text, "INVALID: exact boots of one layout differ", "also where boots differ");
	free(text);
	table_fake_make(&fake, 1);
}

static void markdown_has_the_columns_of_the_page(void)
{
	char *text = printed(TABLE_MARKDOWN, 0);
	has(text, "| side | verdict | n | fault | ratio | 95% | p, Holm |", "with titles");
	has(text, "| ahead | cheaper | 5 | 800.00 | 1.250 | 1.240 to 1.260 | &lt;0.0001 |",
	    "and a line for each side");
	free(text);
}

static void records_without_a_campaign_have_the_word_in_the_line(void)
{
	fake.compare.run = NULL;
	char *text = printed(TABLE_TABLE, 80);
	has(text, "   5x3  cheaper\n", "behind the number of units and repetitions");
	has(text, "   5x3  baseline\n", "the first side is the baseline");
	free(text);
	text = printed(TABLE_TABLE, 60);
	has(text, "\n    cheaper\n", "on a narrow terminal it has a line of its own");
	free(text);
	table_fake_make(&fake, 1);
}

static size_t nr_lines(const char *text)
{
	size_t n = 0;
	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static void each_side_of_each_row_is_a_line(void)
{
	struct fake_print print;
	compare_csv_print(fake_open(&print, TABLE_CSV, 0)->out, &fake.compare, 1, true);
	char *text = fake_close(&print);
	is_int(nr_lines(text), 5, "CSV has names, and a line for each side of each row");
	free(text);
	compare_csv_print(fake_open(&print, TABLE_CSV, 0)->out, &fake.compare, 1, false);
	text = fake_close(&print);
	is_int(nr_lines(text), 4, "what goes on has no names");
	free(text);
	compare_json_print(fake_open(&print, TABLE_CSV, 0)->out, &fake.compare);
	text = fake_close(&print);
	is_int(nr_lines(text), 4, "JSON has none");
	is_int(strncmp(text, "{\"type\":\"comparison\",\"schema\":\"pft/1\",\"run\":\"run\"", 48), 0,
	       "and records of type comparison");
	free(text);
}

static void locks_are_lines_of_their_own(void)
{
	double unit[2] = { 0.5, 0.7 }, few[2] = { 1e-6, 1e-6 };
	char often[] = "lru", rarely[] = "zone";
	struct lock_cost lock[2] = { { .name = often }, { .name = rarely } };
	for (int k = 0; k < NR_LOCK_NUMBERS; k++) {
		lock[0].unit[k] = unit;
		lock[1].unit[k] = few;
		lock[0].of_page[k] = estimate_of(unit, 2);
		lock[1].of_page[k] = estimate_of(few, 2);
	}
	fake.cell[0][1].locks = (struct lock_costs){ lock, 2, 2 };
	const struct campaigns campaigns = { .compare = &fake.compare, .n = 1 };
	struct fake_print print;
	campaigns_print_locks(fake_open(&print, TABLE_CSV, 0)->out, &campaigns);
	char *text = fake_close(&print);
	has(text, ",lru,0.6,", "a lock that is taken has a line");
	has(text, ",(others),1e-06,", "those that are hardly taken are one");
	free(text);
}

int main(void)
{
	table_fake_make(&fake, 1);
	a_campaign_has_costs_ratios_and_memory();
	what_is_invalid_stands_below_its_line();
	markdown_has_the_columns_of_the_page();
	records_without_a_campaign_have_the_word_in_the_line();
	table_fake_make(&fake, 2);
	each_side_of_each_row_is_a_line();
	locks_are_lines_of_their_own();
	return tap_done();
}
