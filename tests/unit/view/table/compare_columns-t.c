/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of what was compared.
 */
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "table-fake.h"
#include "tap.h"
#include "view/table/compare_columns.h"

static struct table_fake fake;

static char *line_of(unsigned where, size_t side)
{
	struct columns columns = compare_columns_make(&fake.compare);
	struct fake_print print;
	size_t n;
	FILE *out = fake_open(&print, TABLE_CSV, 0)->out;
	struct compare_line *line = compare_lines(&fake.compare, 0, 1, &n);
	is_int(n, 2, "a row has a line for each side");
	column_csv_names(out, &columns, where);
	column_csv_line(out, &columns, where, &line[side]);
	free(line);
	compare_columns_close(&columns);
	return fake_close(&print);
}

static void each_metric_is_in_the_data(void)
{
	struct columns columns = compare_columns_make(NULL);
	for (int id = 0; id < NR_METRICS; id++) {
		size_t n = 0;
		for (size_t i = 0; i < columns.n; i++) {
			const char *name = columns.column[i].name;
			n += name && strncmp(name, metrics[id].name,
					     strlen(metrics[id].name)) == 0;
		}
		ok(n > 0 || metrics[id].word, "the metric %s has columns of data",
		   metrics[id].name);
	}
	compare_columns_close(&columns);
}

static void numbers_stand_under_their_names(void)
{
	char *text = line_of(IN_AB_DATA, 1);
	has(text, "fault_instructions_per_page,fault_unmap_instructions_per_page,fault_ns_per_page",
	    "costs are instructions or time");
	has(text, ",800,1300,,,1.25,1.24,1.26,", "each in its own columns");
	has(text, ",cheaper,1e-05,1e-05,1,", "the word is that of instructions");
	has(text, ",-200,-202,-198,-20,-20.2,-19.8,", "differences are in percent as well");
	free(text);
}

static void the_first_side_has_no_word(void)
{
	char *text = line_of(IN_AB_DATA, 0);
	has_not(text, "cheaper", "it is compared with nothing");
	free(text);
}

static void ratios_show_that_they_are_not_one(void)
{
	is_int(compare_ratio_decimals(1.5), 3, "three decimals do for most");
	is_int(compare_ratio_decimals(1.0004), 5, "five where it is nearly 1");
	is_int(compare_ratio_decimals(123), 0, "none where it is large");
	const struct ratio ratio = { real_of(2), real_of(1.9), real_of(2.1) };
	struct compare_cell cell = { 0 };
	char *text = compare_interval(&cell, &ratio, false);
	is_text(text, "1.900-2.100", "an interval has its bounds");
	free(text);
	text = compare_interval(&cell, &ratio, true);
	is_text(text, "1.900 to 2.100", "on the page with a word between");
	free(text);
	cell.exact_one_layout = true;
	text = compare_interval(&cell, &ratio, false);
	is_text(text, "exact", "and is no interval where the ratio is exact");
	free(text);
}

int main(void)
{
	table_fake_make(&fake, 1);
	each_metric_is_in_the_data();
	numbers_stand_under_their_names();
	the_first_side_has_no_word();
	ratios_show_that_they_are_not_one();
	return tap_done();
}
