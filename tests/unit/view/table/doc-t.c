/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text for people: wrapped, colored, or as Markdown.
 */
#include <stdlib.h>
#include <string.h>

#include "table-fake.h"
#include "tap.h"

static void text_fits_its_room(void)
{
	struct fake_print print;
	const struct doc *doc = fake_open(&print, TABLE_TABLE, 30);
	is_int(doc_room(doc), 30, "a terminal has the room it has");
	ok(!doc_is_wide(doc), "30 columns are narrow");
	doc_text(doc, 2, DOC_PLAIN, "one two three four five six seven eight");
	char *text = fake_close(&print);
	is_text(text, "  one two three four five six\n    seven eight\n",
		"what does not fit goes on below, indented");
	free(text);
	doc = fake_open(&print, TABLE_TABLE, 500);
	is_int(doc_room(doc), 80, "no more than 80 columns are used");
	free(fake_close(&print));
	doc = fake_open(&print, TABLE_MAIL, 0);
	is_int(doc_room(doc), 72, "a mail has 72");
	free(fake_close(&print));
}

static void colors_end_with_their_line(void)
{
	struct fake_print print;
	const struct doc *doc = fake_open(&print, TABLE_TABLE, 24);
	print.style.color = true;
	doc_text(doc, 0, DOC_RED, "INVALID: a reason that wraps");
	char *text = fake_close(&print);
	is_text(text, "\033[31mINVALID: a reason that\033[0m\n\033[31m  wraps\033[0m\n",
		"each line is colored by itself");
	free(text);
}

static void text_from_outside_is_harmless(void)
{
	struct fake_print print;
	const struct doc *doc = fake_open(&print, TABLE_TABLE, 0);
	doc_text(doc, 0, DOC_PLAIN, "label %s", "a\033[31m\nb");
	char *text = fake_close(&print);
	is_text(text, "label a?[31m?b\n", "control characters do not reach a terminal");
	free(text);
	doc = fake_open(&print, TABLE_MARKDOWN, 0);
	doc_heading(doc, "a|b <script> *x* [l](u)");
	text = fake_close(&print);
	is_text(text, "\n### a\\|b &lt;script&gt; \\*x\\* \\[l\\](u)\n",
		"nor markup Markdown");
	free(text);
}

static void markdown_has_lists_and_commands(void)
{
	struct fake_print print;
	const struct doc *doc = fake_open(&print, TABLE_MARKDOWN, 0);
	doc_text(doc, 0, DOC_BOLD, "strong");
	doc_text(doc, 4, DOC_PLAIN, "note");
	doc_item(doc, "date:", "today");
	doc_command(doc, "pft run");
	doc_command(doc, "");
	char *text = fake_close(&print);
	is_text(text, "\n**strong**\n- note\n- date: today\n\n```sh\npft run\n```\n",
		"paragraphs, list items and a fenced command");
	free(text);
}

static void formats_have_names(void)
{
	static const char *const names[] = {
		[TABLE_TABLE] = "table", [TABLE_CLASSIC] = "classic", [TABLE_MAIL] = "mail",
		[TABLE_CSV] = "csv", [TABLE_JSON] = "json", [TABLE_MARKDOWN] = "markdown",
	};
	for (int i = 0; i < TABLE_PAGE; i++)
		is_text(table_formats[i], names[i], "format number %d is called %s", i, names[i]);
	ok(!table_formats[TABLE_PAGE], "the list ends before the page, which has no name");
}

int main(void)
{
	text_fits_its_room();
	colors_end_with_their_line();
	text_from_outside_is_harmless();
	markdown_has_lists_and_commands();
	formats_have_names();
	return tap_done();
}
