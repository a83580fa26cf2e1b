/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables of the page: columns, names of lines, classes, lines below a line.
 */
#include "view/html/grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "base/stream.h"
#include "tap.h"

struct thing {
	const char *name;
	double number;
};

static const struct thing things[] = { { "a <", 1.25 }, { "b", 2 } };

static struct value get_name(const void *of, const struct column *column)
{
	(void)column;
	return value_text(((const struct thing *)of)->name);
}

static struct value get_number(const void *of, const struct column *column)
{
	(void)column;
	return value_real(real_of(((const struct thing *)of)->number));
}

static const struct column column[] = {
	{ .title = "name", .left = true, .where = IN_PAGE, .get = get_name },
	{ .title = "number", .decimals = 1, .where = IN_PAGE, .get = get_number },
	{ .title = "elsewhere", .where = IN_MAIL, .get = get_number },
};
static const struct columns columns = { column, ARRAY_SIZE(column) };

static char *print(const struct html_grid *grid)
{
	struct text_stream stream;
	html_grid_print(text_open(&stream), grid);
	return text_close(&stream);
}

static void the_first_column_has_the_names(void)
{
	char *html = print(&(struct html_grid){
		.name = "a \"name\"", .columns = &columns, .where = IN_PAGE,
		.of = things, .size = sizeof(*things), .n = 2 });
	is_text(html,
		"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"a &quot;name&quot;\">\n"
		"<table>\n<caption>a &quot;name&quot;</caption>\n"
		"<thead><tr><th scope=\"col\" class=\"text\">name</th><th scope=\"col\">number</th></tr></thead>\n"
		"<tbody>\n"
		"<tr><th scope=\"row\">a &lt;</th><td>1.2</td></tr>\n"
		"<tr><th scope=\"row\">b</th><td>2.0</td></tr>\n"
		"</tbody>\n</table>\n</div>\n",
		"a table has a name, titles, and a line for each thing");
	free(html);
}

static const char *label(const void *of)
{
	return ((const struct thing *)of)->name;
}

static const char *class_of(const void *of, const struct column *of_column)
{
	return of_column == &column[1] && of == &things[0] ? "good" : NULL;
}

static void notes(FILE *out, size_t nr_columns, const void *of)
{
	html_grid_note(out, "invalid", nr_columns, of == &things[1] ? "why" : "");
}

static void a_label_is_a_column_of_its_own(void)
{
	char *html = print(&(struct html_grid){
		.name = "x", .columns = &columns, .where = IN_PAGE,
		.label_title = "side", .label = label, .class = class_of,
		.notes = notes, .of = things, .size = sizeof(*things), .n = 2 });
	ok(strstr(html, "<thead><tr><th scope=\"col\" class=\"text\">side</th>"),
	   "the names have a title");
	ok(strstr(html, "<tr><th scope=\"row\">a &lt;</th><td class=\"text\">a &lt;</td><td class=\"good\">1.2</td></tr>"),
	   "text and cells with a class say so");
	ok(strstr(html, "<tr class=\"invalid\"><td class=\"text\" colspan=\"3\">why</td></tr>\n</tbody>"),
	   "a note spans all columns, below its line");
	ok(!strstr(strstr(html, "invalid") + 1, "invalid"),
	   "a note without words is not there");
	free(html);
}

int main(void)
{
	the_first_column_has_the_names();
	a_label_is_a_column_of_its_own();
	return tap_done();
}
