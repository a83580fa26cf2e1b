/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows that have times, on the page.
 */
#include <stdlib.h>
#include <string.h>

#include "page-fake.h"
#include "tap.h"

int main(void)
{
	struct page_fake fake = { 0 };
	page_fake_make(&fake);
	is_int(html_rows.count(&fake.page), 0, "without rows there is no section");
	page_fake_close(&fake);
	page_fake_sample(&fake, "\"wall_s\":0.1");
	page_fake_sample(&fake, "\"wall_s\":0.1");
	page_fake_sample(&fake, "\"threads\":2,\"ok\":false,\"invalid\":\"3 < 4\"");
	page_fake_sample(&fake, "\"kernel\":\"<b>\"");
	page_fake_make(&fake);
	is_int(html_rows.count(&fake.page), 1, "there is one section");
	char *html = page_fake_print(&fake, &html_rows, 0);
	has(html, "id=\"block-1\"", "a block is a place that links lead to");
	has(html, "id=\"block-2\"", "another kernel is another block");
	has(html, "<th scope=\"row\">1</th><td>2</td>",
	    "a line begins with the tasks and the repetitions");
	has(html, "<td>655360</td>", "fault/wsec is pages over wall time");
	has(html, "<p class=\"invalid\">INVALID 1 of 1: 3 &lt; 4</p>",
	    "what is INVALID is said below its line");
	has(html, "kernel &lt;b&gt;", "a label is text");
	free(html);
	page_fake_close(&fake);
	return tap_done();
}
