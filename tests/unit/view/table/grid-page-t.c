/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table on the page: columns, names of lines, classes, lines below a line.
 */
#include "view/table/grid.h"

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

static char *print(struct grid *grid)
{
	const struct table_style style = { .format = TABLE_PAGE };
	struct text_stream stream;
	grid->columns = &columns;
	grid->where = IN_PAGE;
	grid->first = things;
	grid->size = sizeof(*things);
	grid->n = 2;
	grid_print(&(struct doc){ text_open(&stream), &style }, grid);
	return text_close(&stream);
}

static void the_first_column_has_the_names(void)
{
	char *html = print(&(struct grid){ .name = "a \"name\"" });
	is_text(html,
		"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"a &quot;name&quot;\">\n"
		"<table>\n<caption>a &quot;name&quot;</caption>\n"
		"<thead><tr><th scope=\"col\" class=\"text\">name</th><th scope=\"col\">number</th></tr></thead>\n"
		"<tbody>\n"
		"<tr><th scope=\"row\">a &lt;</th><td>1.2</td></tr>\n"
		"<tr><th scope=\"row\">b</th><td>2.0</td></tr>\n"
		"</tbody>\n</table>\n</div>\n",
		"a table of the page has a name, titles, and a line for each thing");
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

static void notes(const struct doc *doc, const void *of)
{
	if (of == &things[1])
		doc_text(doc, 2, DOC_RED, "why");
}

static void a_label_is_a_column_of_its_own(void)
{
	char *html = print(&(struct grid){
		.label_title = "side", .label = label, .class_of = class_of,
		.notes = notes });
	ok(strstr(html, "<thead><tr><th scope=\"col\" class=\"text\">side</th>"),
	   "the names have a title");
	ok(strstr(html, "<tr><th scope=\"row\">a &lt;</th><td class=\"text\">a &lt;</td><td class=\"good\">1.2</td></tr>\n<tr><th"),
	   "text and cells with a class say so");
	ok(strstr(html, "<tr class=\"notes\"><td class=\"text\" colspan=\"3\"><p class=\"invalid\">why</p>\n</td></tr>\n</tbody>"),
	   "a note spans all columns, below its line");
	free(html);
}

int main(void)
{
	the_first_column_has_the_names();
	a_label_is_a_column_of_its_own();
	return tap_done();
}
