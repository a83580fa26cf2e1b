/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures on the page: the image, its words, its data.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "page-fake.h"
#include "tap.h"

static char folder[] = "/tmp/pictures-t-XXXXXX";

static void write_file(const char *name, const char *text)
{
	struct error err = { "" };
	char *path = text_format("%s/%s", folder, name);
	is_int(file_replace(path, text, strlen(text), &err), 0, "%s is there", name);
	free(path);
}

static void remove_file(const char *name)
{
	char *path = text_format("%s/%s", folder, name);
	unlink(path);
	free(path);
}

static const struct plot_type type = { "rate", "rate against threads", "rate.gp", NULL };

/* The table of a picture: a line of names and two of fields. */
static char *fields[] = { "series", "rate", "a <", "1.5", "b", "" };

static struct plot_item item_of(char *csv)
{
	return (struct plot_item){
		.type = &type, .name = "rate", .title = "a \"title\"",
		.caption = "n = 3\nMachine: <m>", .command = "pft run",
		.svg = "rate.svg", .png = "rate.png", .csv = csv,
	};
}

int main(void)
{
	struct plot_item items[3] = {
		item_of("rate.csv"), item_of("comparison.csv"), item_of("comparison.csv"),
	};
	struct page_fake fake = { 0 };
	if (!mkdtemp(folder))
		return EXIT_FAILURE;
	write_file("rate.svg", "<svg>");
	write_file("rate.csv", "series,rate\n");
	page_fake_make(&fake);
	is_int(html_pictures.count(&fake.page), 0, "without pictures there is no section");
	fake.page.why_no_pictures = "gnuplot: <not found>";
	is_int(html_pictures.count(&fake.page), 1, "unless there is a reason");
	items[0].data = (struct picture_data){ fields, 2, 2, 70 };
	fake.pictures = (struct plot_list){ .item = items, .n = 3 };
	fake.page.dir = folder;
	char *html = page_fake_print(&fake, &html_pictures, 0);
	has(html, "<p class=\"warning\">gnuplot: &lt;not found&gt;</p>", "which is said");
	has(html, "<img alt=\"rate against threads: a &quot;title&quot;. ",
	    "an image has words for people who cannot see it");
	has(html, "src=\"data:image/svg+xml;base64,PHN2Zz4=\"", "and is in the page");
	has(html, "<p class=\"note\">n = 3</p>", "what is counted stands below it");
	has(html, "<p>Machine: &lt;m&gt;</p>", "and the rest of its caption");
	has(html, "<a download=\"rate.csv\" href=\"data:text/csv;charset=utf-8;base64,c2VyaWVzLHJhdGUK\">",
	    "its data can be saved");
	has(html, "<tr><th scope=\"row\">a &lt;</th><td>1.5</td></tr>\n<tr><th scope=\"row\">b</th><td>-</td></tr>",
	    "and read, where what is unknown is a dash");
	has(html, "68 more lines are in the file.", "lines that are not shown are counted");
	has(html, "The tables above have these numbers", "a comparison is a table already");
	has(html, "<p class=\"note\">Data: comparison.csv, with an earlier picture.</p>",
	    "data that several pictures share is there once");
	free(html);
	page_fake_close(&fake);
	remove_file("rate.svg");
	remove_file("rate.csv");
	rmdir(folder);
	return tap_done();
}
