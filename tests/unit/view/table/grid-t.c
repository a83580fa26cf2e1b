/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables that fit the room there is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "table-fake.h"
#include "tap.h"
#include "view/table/grid.h"

struct thing {
	const char *name;
	double value;
};

static struct value get_value(const void *of, const struct column *column)
{
	(void)column;
	return value_real(real_of(((const struct thing *)of)->value));
}

static struct value get_word(const void *of, const struct column *column)
{
	(void)of;
	(void)column;
	return value_text("word");
}

static const char *name_of(const void *of)
{
	return ((const struct thing *)of)->name;
}

static void note(const struct doc *doc, const void *of)
{
	if (((const struct thing *)of)->value > 100)
		doc_text(doc, 4, DOC_PLAIN, "large");
}

static const struct column columns[] = {
	{ .title = "value", .decimals = 3, .width = 6, .importance = NEEDED,
	  .where = IN_TABLE, .get = get_value },
	{ .title = "extra", .decimals = 1, .width = 6,
	  .importance = WHERE_THERE_IS_ROOM, .where = IN_TABLE, .get = get_value },
	{ .title = "verdict", .left = true, .importance = 5, .where = IN_TABLE,
	  .get = get_word },
};
static const struct columns all = { columns, ARRAY_SIZE(columns) };
static const struct thing things[] = { { "stock", 1.5 }, { "ahead", 1234.5678 } };

static char *printed(enum table_format format, size_t width, char **left_out)
{
	struct fake_print print;
	const struct doc *doc = fake_open(&print, format, width);
	struct grid grid = { .columns = &all, .where = IN_TABLE, .label = name_of,
			     .first = things, .size = sizeof(*things), .n = 2,
			     .notes = note, .label_title = "side",
			     .left_out = left_out };
	grid_print(doc, &grid);
	return fake_close(&print);
}

static void a_table_has_titles_names_and_notes(void)
{
	char *left_out, *text = printed(TABLE_TABLE, 44, &left_out);
	is_text(text,
		"                       value  extra  verdict\n"
		"  stock                1.500    1.5  word\n"
		"  ahead             1234.568 1234.6  word\n"
		"    large\n",
		"numbers stand right, words left, notes below their line");
	is_text(left_out, "", "nothing is left out where there is room");
	free(text);
	free(left_out);
}

static void a_narrow_table_loses_decimals_then_columns(void)
{
	char *left_out, *text = printed(TABLE_TABLE, 24, &left_out);
	has(text, "1234.6", "decimals go first");
	is_text(left_out, "verdict", "then the least important columns");
	has_not(text, "word", "whose values are not printed");
	for (char *rest = text, *line; (line = strsep(&rest, "\n"));)
		if (strlen(line) > 24)
			ok(false, "no line is wider than the room");
	free(text);
	free(left_out);
}

static void markdown_has_all_columns(void)
{
	char *left_out, *text = printed(TABLE_MARKDOWN, 24, &left_out);
	is_text(text,
		"\n| side | value | extra | verdict |\n"
		"| :--- | ---: | ---: | :--- |\n"
		"| stock | 1.500 | 1.5 | word |\n"
		"| ahead | 1234.568 | 1234.6 | word |\n\n"
		"- large\n",
		"it has every column, and notes behind the table");
	is_text(left_out, "", "and leaves out none");
	free(text);
	free(left_out);
}

static void long_names_have_a_line_of_their_own(void)
{
	static const struct thing one = { "a name that is much too long for it", 1 };
	struct fake_print print;
	const struct doc *doc = fake_open(&print, TABLE_TABLE, 40);
	grid_print(doc, &(struct grid){ .columns = &all, .where = IN_TABLE,
					.label = name_of, .first = &one,
					.size = sizeof(one), .n = 1 });
	char *text = fake_close(&print);
	has(text, "\n  a name that is much too long for it\n    ",
	    "the line of its numbers follows");
	free(text);
}

int main(void)
{
	a_table_has_titles_names_and_notes();
	a_narrow_table_loses_decimals_then_columns();
	markdown_has_all_columns();
	long_names_have_a_line_of_their_own();
	return tap_done();
}
