/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Many rows of one name, of which the worst are shown.
 */
#include <stdlib.h>

#include "table-fake.h"
#include "tap.h"
#include "view/table/worst.h"

static struct table_fake fake;

int main(void)
{
	struct fake_print print;
	table_fake_make(&fake, 12);
	const struct doc *doc = fake_open(&print, TABLE_TABLE, 80);
	is_int(worst_rows(doc, &fake.compare, 0), 12, "twelve rows of one name are one");
	worst_print(doc, &fake.compare, 0, 12);
	print.style.verbose = true;
	is_int(worst_rows(doc, &fake.compare, 0), 1, "-v shows each by itself");
	char *text = fake_close(&print);
	has(text, "rows: 12 rows, from anon-write, 64M to anon-write, 64M", "the heading says which");
	has(text, "  ahead            -12.60 -12.47  islands:3      -12.97   1.250  islands:3\n",
	    "a side has its slowest row, the mean, and the row with most memory");
	free(text);
	table_fake_make(&fake, 3);
	doc = fake_open(&print, TABLE_TABLE, 80);
	is_int(worst_rows(doc, &fake.compare, 0), 1, "a few rows are shown as they are");
	free(fake_close(&print));
	return tap_done();
}
