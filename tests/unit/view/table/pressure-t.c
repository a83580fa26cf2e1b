/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What memory pressure did.
 */
#include <stdlib.h>

#include "table-fake.h"
#include "tap.h"
#include "view/table/below.h"

static struct table_fake fake;

static char *printed(size_t columns)
{
	struct fake_print print;
	pressure_print(fake_open(&print, TABLE_TABLE, columns), &fake.compare, 0);
	return fake_close(&print);
}

int main(void)
{
	table_fake_make(&fake, 1);
	char *text = printed(80);
	is_text(text, "", "a row without pressure has no table");
	free(text);
	fake.cell[0][1].pressure_percent = real_of(10);
	fake.value[0][1][METRIC_PRESSURE_UNUSED].value = real_of(0.25);
	fake.value[0][1][METRIC_PRESSURE_UNUSED].nr_known = 5;
	fake.value[0][1][METRIC_PRESSURE_GONE].value = real_of(0.5);
	fake.value[0][1][METRIC_PRESSURE_GONE].half_width = real_of(0.01);
	text = printed(80);
	has(text, "under pressure: 10% of what is present asked back", "what was asked for is said");
	has(text, "unused  taken  gone +-95%   back +-95% enriched +-95%  cost  n\n",
	    "the columns are the metrics of the group");
	has(text, " 25.0      -  50.0   1.0 ", "shares are in percent");
	free(text);
	text = printed(60);
	has_not(text, "enriched +-95%", "a narrow terminal has those that are needed");
	free(text);
	return tap_done();
}
