/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fields of CSV.
 */
#include <stdlib.h>

#include "base/known.h"
#include "table-fake.h"
#include "tap.h"
#include "view/table/csv.h"

static void is_field(const char *text, const char *expected)
{
	struct fake_print print;
	csv_text(fake_open(&print, TABLE_CSV, 0)->out, text);
	char *got = fake_close(&print);
	is_text(got, expected, "a field is safe and quoted: %s", expected);
	free(got);
}

int main(void)
{
	is_field(NULL, "");
	is_field("plain", "plain");
	is_field("a,b", "\"a,b\"");
	is_field("say \"yes\"", "\"say \"\"yes\"\"\"");
	is_field("=1+1", "'=1+1");
	is_field("two\nlines", "two?lines");
	is_field(" blank", "\" blank\"");
	struct fake_print print;
	FILE *out = fake_open(&print, TABLE_CSV, 0)->out;
	csv_real(out, real_of(1.0 / 3));
	fputc(',', out);
	csv_real(out, (struct real){ 0 });
	fputc(',', out);
	csv_count(out, count_of(7));
	char *text = fake_close(&print);
	is_text(text, "0.333333333333,,7", "numbers have twelve digits, what is unknown none");
	free(text);
	return tap_done();
}
