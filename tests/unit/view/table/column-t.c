/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a column shows of a value, for people and for programs.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/auto.h"
#include "base/known.h"
#include "table-fake.h"
#include "tap.h"
#include "view/table/column.h"

static struct value get_it(const void *of, const struct column *column)
{
	(void)column;
	return *(const struct value *)of;
}

static void is_shown(const struct column *column, struct value value,
		     const char *expected, const char *name)
{
	AUTO_FREE char *text = column_text(column, &value, column->decimals);
	is_text(text, expected, "%s", name);
}

static void values_are_shown_to_people(void)
{
	const struct column three = { .decimals = 3, .get = get_it };
	const struct column percent = { .unit = "%", .decimals = 1, .get = get_it };
	const struct column cost = { .decimals = 2, .whole_from = 9999.5,
				       .get = get_it };
	is_shown(&three, value_real(real_of(1.5)), "1.500", "a real has its decimals");
	is_shown(&three, value_real((struct real){ 0 }), "-", "what is unknown is -");
	is_shown(&three, value_real(real_of(0.0004)), "<0.001",
		 "what is not nothing does not look like it");
	is_shown(&three, value_real(real_of(0)), "0.000", "nothing does");
	is_shown(&percent, value_real(real_of(0.1234)), "12.3%", "shares are in percent");
	is_shown(&cost, value_real(real_of(12345.6)), "12346", "large costs are whole");
	is_shown(&cost, value_real(real_of(3e9)), "3.0e+09", "huge ones have an exponent");
	is_shown(&three, value_count(count_of(7)), "7", "a count has no decimals");
	is_shown(&three, value_bool(true), "yes", "a bool is yes or no");
	is_shown(&three, value_text("a\nb"), "a?b", "text is printable");
	is_shown(&three, value_text(NULL), "-", "text that is unknown is -");
}

static struct value get_two(const void *of, const struct column *column)
{
	(void)column;
	return value_real(real_of(2.0 * *(const int *)of));
}

static struct value get_text(const void *of, const struct column *column)
{
	(void)of;
	return value_text(column->help);
}

static void programs_get_csv_and_json(void)
{
	static const struct column columns[] = {
		{ .name = "two", .where = IN_DATA, .get = get_two },
		{ .title = "people", .where = IN_TABLE, .get = get_two },
		{ .name = "text", .suffix = "_of", .where = IN_DATA, .get = get_text,
		  .help = "a,b" },
	};
	const struct columns all = { columns, ARRAY_SIZE(columns) };
	const int of = 21;
	struct fake_print print;
	FILE *out = fake_open(&print, TABLE_CSV, 0)->out;
	column_csv_names(out, &all, IN_DATA);
	column_csv_line(out, &all, IN_DATA, &of);
	column_json_line(out, &all, IN_DATA, "made", &of);
	char *text = fake_close(&print);
	is_text(text, "two,text_of\n42,\"a,b\"\n"
		"{\"type\":\"made\",\"schema\":\"pft/1\",\"two\":42,\"text_of\":\"a,b\"}\n",
		"CSV and JSON have the same columns with whole names, quoted as each wants it");
	free(text);
}

static void members_of_samples_are_found_by_name(void)
{
	const struct sample sample = { .kind = "anon-write", .pages = { 3, true } };
	is_text(value_of_member(&sample, "kind").text, "anon-write",
		"a text member is found");
	is_int(value_of_member(&sample, "pages").count.value, 3, "so is a count");
	ok(!value_of_member(NULL, "pages").count.known,
	   "of no sample nothing is known");
}

struct thing {
	const char *text;
	struct real real;
	bool flag;
	size_t n;
};

static void members_of_structs_have_their_types(void)
{
	static const struct column columns[] = {
		{ COLUMN_AT(struct thing, text) }, { COLUMN_AT(struct thing, real) },
		{ COLUMN_AT(struct thing, flag) }, { COLUMN_AT(struct thing, n) },
	};
	const struct thing thing = { "text", { 1.5, true }, true, 7 };
	is_text(value_at(&thing, &columns[0]).text, "text", "a text is found where it is");
	ok(value_at(&thing, &columns[1]).real.value == 1.5, "so is a real");
	ok(value_at(&thing, &columns[2]).flag, "so is a bool");
	is_int(value_at(&thing, &columns[3]).count.value, 7, "so is a size, as a count");
}

static void is_field(const char *text, const char *expected)
{
	const struct value value = value_text(text);
	struct fake_print print;
	value_put_csv(fake_open(&print, TABLE_CSV, 0)->out, &value);
	AUTO_FREE char *got = fake_close(&print);
	is_text(got, expected, "a field is safe and quoted: %s", expected);
}

static void fields_of_csv_are_safe(void)
{
	is_field(NULL, "");
	is_field("plain", "plain");
	is_field("a,b", "\"a,b\"");
	is_field("say \"yes\"", "\"say \"\"yes\"\"\"");
	is_field("=1+1", "'=1+1");
	is_field("two\nlines", "two?lines");
	is_field(" blank", "\" blank\"");
	const struct value numbers[] = { value_real(real_of(1.0 / 3)),
					 value_real((struct real){ 0 }),
					 value_count(count_of(7)) };
	struct fake_print print;
	FILE *out = fake_open(&print, TABLE_CSV, 0)->out;
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		fputs(i > 0 ? "," : "", out);
		value_put_csv(out, &numbers[i]);
	}
	AUTO_FREE char *text = fake_close(&print);
	is_text(text, "0.333333333333,,7", "numbers have twelve digits, what is unknown none");
}

int main(void)
{
	values_are_shown_to_people();
	programs_get_csv_and_json();
	members_of_samples_are_found_by_name();
	members_of_structs_have_their_types();
	fields_of_csv_are_safe();
	return tap_done();
}
