/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The names of formats.
 */
#include "tap.h"
#include "view/table/style.h"

int main(void)
{
	static const char *const names[] = {
		[TABLE_TABLE] = "table", [TABLE_CLASSIC] = "classic", [TABLE_MAIL] = "mail",
		[TABLE_CSV] = "csv", [TABLE_JSON] = "json", [TABLE_MARKDOWN] = "markdown",
	};
	for (int i = 0; i < TABLE_PAGE; i++)
		is_text(table_formats[i], names[i], "format number %d is called %s", i, names[i]);
	ok(!table_formats[TABLE_PAGE], "the list ends before the page, which has no name");
	return tap_done();
}
