/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which locks a page takes.
 */
#include <stdlib.h>

#include "table-fake.h"
#include "tap.h"
#include "view/table/below.h"

static struct table_fake fake;

static char *printed(size_t columns)
{
	struct fake_print print;
	locks_print(fake_open(&print, TABLE_TABLE, columns), &fake.compare, 0, 18);
	return fake_close(&print);
}

int main(void)
{
	char page_table[] = "page_table", lru[] = "lru";
	struct lock_cost lock[2] = { { .name = page_table }, { .name = lru } };
	table_fake_make(&fake, 1);
	char *text = printed(80);
	is_text(text, "", "kernels that do not count have no table");
	free(text);
	lock[0].of_page[LOCK_ACQUISITIONS].mean = real_of(1.5);
	lock[0].of_page[LOCK_ACQUISITIONS].half_width = real_of(0.25);
	lock[1].of_page[LOCK_ACQUISITIONS].mean = real_of(0.125);
	fake.cell[0][0].locks = (struct lock_costs){ lock, 2, 5 };
	text = printed(80);
	has(text, "locks taken for each page touched", "what it is stands above");
	has(text, "page table  +-95%", "a lock that is taken has a column with its interval");
	has(text, "  stock                1.5000 0.2500", "and its number");
	has(text, "  ahead                     -      -", "a side that did not count has none");
	free(text);
	return tap_done();
}
