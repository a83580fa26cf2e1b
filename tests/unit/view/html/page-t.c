/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page as a whole: its sections, its contents, what it may load.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/stream.h"
#include "page-fake.h"
#include "tap.h"

static char *print(const struct page_fake *fake)
{
	struct error err = { "" };
	struct text_stream stream;
	const int rc = html_page_print(text_open(&stream), &fake->page, &err);
	is_int(rc, 0, "a page is printed: %s", err.text);
	return text_close(&stream);
}

static void sections_are_in_the_contents(void)
{
	struct page_fake fake = { 0 };
	page_fake_sample(&fake, "\"ok\":false,\"invalid\":\"x\"");
	page_fake_read(&fake, "data/campaign-exact.jsonl");
	page_fake_make(&fake);
	char *html = print(&fake);
	has(html, "<title>Page fault report: 1 comparison, 1 row of times</title>",
	    "the title counts what is in it");
	has(html, "default-src 'none'", "a policy forbids to load anything");
	has(html, "<li><a href=\"#invalid\">What is INVALID, and why</a></li>\n<li><a href=\"#campaign-1\">",
	    "what is INVALID comes first in the contents, then campaigns");
	has(html, "<section id=\"campaign-1\">\n<h2>Comparison with <bdi>",
	    "a section has the heading that the contents have");
	has(html, "<li><a href=\"#rows\">Times, row by row</a></li>",
	    "rows are in the contents");
	ok(!strstr(html, "href=\"#verdicts\""), "a section without content is not there");
	has(html, "id=\"reading\"", "how to read it is at the end");
	free(html);
	page_fake_close(&fake);
}

static void a_missing_style_is_an_error(void)
{
	struct page_fake fake = { 0 };
	struct error err = { "" };
	struct text_stream stream;
	page_fake_make(&fake);
	setenv("PFT_DATADIR", "/nowhere", 1);
	const int rc = html_page_print(text_open(&stream), &fake.page, &err);
	ok(rc == 0 || rc == -ENOENT, "without its style there is no page, unless pft is installed");
	free(text_close(&stream));
	page_fake_close(&fake);
}

int main(void)
{
	sections_are_in_the_contents();
	a_missing_style_is_an_error();
	return tap_done();
}
