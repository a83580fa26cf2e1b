/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comparisons on the page: of a campaign, and of labels.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "page-fake.h"
#include "tap.h"

static void a_campaign_has_a_table_for_each_row(void)
{
	struct page_fake fake = { 0 };
	page_fake_read(&fake, "data/campaign-exact.jsonl");
	page_fake_make(&fake);
	is_int(html_campaigns.count(&fake.page), 1, "a campaign is a section");
	char *html = page_fake_print(&fake, &html_campaigns, 0);
	has(html, "ratio: ", "it says what a ratio is");
	has(html, "<pre><code>", "and by which command it was measured");
	has(html, "What each side is", "and what each side is");
	has(html, "<th scope=\"col\" class=\"text\">side</th><th scope=\"col\" class=\"text\">verdict</th>",
	    "a table begins with the side and its verdict");
	has(html, "<td>exact</td>", "an exact ratio has no interval");
	has(html, "<td class=\"text\">baseline", "the first side is the baseline");
	free(html);
	page_fake_close(&fake);
}

static void add_labels(struct page_fake *fake)
{
	for (int boot = 0; boot < 8; boot++)
		for (int threads = 1; threads <= 2; threads++) {
			char *members = text_format(
				"\"boot_id\":\"b%d\",\"run\":\"r%d\",\"kernel\":\"%s\",\"threads\":%d,\"wall_s\":0.%d%d",
				boot, boot, boot % 2 ? "other" : "stock", threads,
				boot % 2 ? 1 : 2, boot / 2);
			page_fake_sample(fake, members);
			free(members);
		}
}

static void labels_are_compared(void)
{
	struct page_fake fake = { 0 };
	page_fake_sample(&fake, "");
	page_fake_make(&fake);
	is_int(html_labels.count(&fake.page), 0, "one label is not compared");
	page_fake_close(&fake);
	add_labels(&fake);
	page_fake_make(&fake);
	is_int(html_labels.count(&fake.page), 1, "two are");
	char *html = page_fake_print(&fake, &html_labels, 0);
	has(html, "</b> <span>2 faster</span>",
	    "rows that differ in tasks are one table, whose title counts words");
	has(html, "<td class=\"text\">1 thread</td>", "where a line has the tasks");
	has(html, "<td class=\"text good\">faster</td>", "a verdict is a word with a color");
	has(html, "<td>4 boots x 1</td>", "n counts boots and repetitions");
	free(html);
	page_fake_close(&fake);
}

static void why_labels_are_not_compared_is_said(void)
{
	struct page_fake fake = { 0 };
	page_fake_sample(&fake, "\"kernel\":\"a\"");
	page_fake_sample(&fake, "\"kernel\":\"b\",\"threads\":7");
	page_fake_make(&fake);
	char *html = page_fake_print(&fake, &html_labels, 0);
	has(html, "<p>Not compared: &#39;a&#39; and &#39;b&#39; differ in threads",
	    "where labels are unlike it says in what");
	free(html);
	page_fake_close(&fake);
}

/* other is twice as fast on one thread, half as fast on two. */
static void add_two_ways(struct page_fake *fake, int most_threads)
{
	static const int tenths[2][2] = { { 2, 2 }, { 1, 4 } };
	for (int boot = 0; boot < 8; boot++)
		for (int threads = 1; threads <= most_threads; threads++) {
			char *members = text_format(
				"\"boot_id\":\"b%d\",\"run\":\"r%d\",\"kernel\":\"%s\",\"threads\":%d,\"wall_s\":0.%d",
				boot, boot, boot % 2 ? "other" : "stock", threads,
				1000 * tenths[boot % 2][threads - 1] + boot / 2);
			page_fake_sample(fake, members);
			free(members);
		}
}

/* What the section has before its rows. */
static char *overview(int most_threads)
{
	struct page_fake fake = { 0 };
	add_two_ways(&fake, most_threads);
	page_fake_make(&fake);
	char *html = page_fake_print(&fake, &html_labels, 0);
	const char *from = strstr(html, "<h3>What came out"), *to = strstr(html, "<h3>Row by row");
	char *text = text_format("%.*s", from ? (int)(to - from) : 0, from ? from : "");
	free(html);
	page_fake_close(&fake);
	return text;
}

static void all_rows_are_in_one_table(void)
{
	char *html = overview(1);
	is_text(html, "", "of one row its own table says it all");
	free(html);
	html = overview(2);
	has(html, "<th scope=\"row\">other</th><td>1</td><td>1</td><td>0</td><td>0</td><td>0</td>",
	    "rows are counted by word");
	has(html, "<td class=\"text wide\">0.500 (0.500 to 0.501, n 4) at anon-write sequential", "the least ratio is there");
	has(html, "<td class=\"text wide\">1.999 (", "and the most");
	has(html, "bind compact, 2 threads</td>", "with the tasks of their rows");
	ok(!strstr(html, "<th scope=\"row\">stock</th>"), "the first side is compared with nothing");
	free(html);
}

int main(void)
{
	a_campaign_has_a_table_for_each_row();
	labels_are_compared();
	why_labels_are_not_compared_is_said();
	all_rows_are_in_one_table();
	return tap_done();
}
