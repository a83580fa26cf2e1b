/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comparisons for programs.
 */
#include <stdlib.h>
#include <string.h>

#include "table-fake.h"
#include "tap.h"
#include "view/table/compare_data.h"

static struct table_fake fake;

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
	compare_data_print(fake_open(&print, TABLE_CSV, 0)->out, &fake.compare, false);
	char *text = fake_close(&print);
	is_int(nr_lines(text), 5, "CSV has names, and a line for each side of each row");
	free(text);
	compare_data_go_on(fake_open(&print, TABLE_CSV, 0)->out, &fake.compare);
	text = fake_close(&print);
	is_int(nr_lines(text), 4, "what goes on has no names");
	free(text);
	compare_data_print(fake_open(&print, TABLE_CSV, 0)->out, &fake.compare, true);
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
	table_fake_make(&fake, 2);
	each_side_of_each_row_is_a_line();
	locks_are_lines_of_their_own();
	return tap_done();
}
