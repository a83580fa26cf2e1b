/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the page says of what is INVALID.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "page-fake.h"
#include "tap.h"

static void rows_are_listed(void)
{
	struct page_fake fake = { 0 };
	page_fake_sample(&fake, "");
	page_fake_make(&fake);
	is_int(html_invalid.count(&fake.page), 0,
	       "where all is well there is no section");
	page_fake_close(&fake);
	page_fake_sample(&fake, "");
	page_fake_sample(&fake, "\"threads\":4,\"ok\":false,\"invalid\":\"<x>\"");
	page_fake_make(&fake);
	is_int(html_invalid.count(&fake.page), 1, "else there is one");
	char *html = page_fake_print(&fake, &html_invalid, 0);
	has(html, "<a href=\"#block-1\">1 of 1 repetitions at 4 tasks, stock, anon-write",
	    "a row leads to its block");
	has(html, ": &lt;x&gt;</a>", "the reason is text");
	free(html);
	page_fake_close(&fake);
}

static void many_are_counted(void)
{
	struct page_fake fake = { 0 };
	for (int i = 1; i <= 50; i++) {
		char *members = text_format("\"threads\":%d,\"ok\":false,\"invalid\":\"x\"", i);
		page_fake_sample(&fake, members);
		free(members);
	}
	page_fake_make(&fake);
	char *html = page_fake_print(&fake, &html_invalid, 0);
	has(html, "10 more are in the tables below", "lines beyond 40 are counted");
	free(html);
	page_fake_close(&fake);
}

static void add_campaign(struct page_fake *fake)
{
	page_fake_add(fake, "{\"type\":\"run\",\"schema\":\"pft/1\",\"id\":\"c1\",\"engine\":\"native\",\"unit\":\"block\",\"rounds\":2,\"reps\":1,\"treatments\":[\"stock\",\"other\"],\"kernels\":[\"\",\"\"],\"rows\":[\"a row\"],\"names\":[\"\"]}");
	page_fake_add(fake, "{\"type\":\"boot\",\"schema\":\"pft/1\",\"id\":\"u0\",\"run\":\"c1\",\"place\":0,\"round\":0,\"treatment\":0,\"kernel\":\"stock\",\"outcome\":\"ok\",\"why\":null}");
	page_fake_sample(fake, "\"run\":\"c1\",\"boot_id\":\"u0\",\"counters\":{\"row\":0,\"treatment\":0}");
	page_fake_add(fake, "{\"type\":\"boot\",\"schema\":\"pft/1\",\"id\":\"u1\",\"run\":\"c1\",\"place\":1,\"round\":0,\"treatment\":1,\"kernel\":\"other\",\"outcome\":\"panic\",\"why\":\"a BUG\"}");
}

static void campaigns_are_listed(void)
{
	struct page_fake fake = { 0 };
	add_campaign(&fake);
	page_fake_make(&fake);
	char *html = page_fake_print(&fake, &html_invalid, 0);
	has(html, "<a href=\"#campaign-1\">block 1 of 2 of other: panic: a BUG</a>",
	    "a boot that was lost leads to its campaign");
	has(html, "<a href=\"#campaign-1\">other on a row: nothing was measured</a>",
	    "and a side of which nothing was measured is listed");
	free(html);
	page_fake_close(&fake);
}

int main(void)
{
	rows_are_listed();
	many_are_counted();
	campaigns_are_listed();
	return tap_done();
}
