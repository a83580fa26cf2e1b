/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the numbers came from: below the title, and run by run.
 */
#include <stdlib.h>
#include <string.h>

#include "base/stream.h"
#include "base/text.h"
#include "page-fake.h"
#include "tap.h"

static void add_run(struct page_fake *fake, const char *id, const char *time,
		    const char *host)
{
	char *line = text_format("{\"type\":\"host\",\"schema\":\"pft/1\",\"id\":\"%s\",\"cpu_name\":\"CPU %s\",\"nr_cpus\":2}",
				 host, host);
	page_fake_add(fake, line);
	free(line);
	line = text_format("{\"type\":\"run\",\"schema\":\"pft/1\",\"id\":\"%s\",\"host\":\"%s\",\"time\":\"%s\",\"argv\":[\"pft\",\"run\"],\"loaded\":true,\"rate\":0.5,\"list\":[1],\"nothing\":null}",
			   id, host, time);
	page_fake_add(fake, line);
	free(line);
}

static char *origin(const struct page_fake *fake)
{
	struct text_stream stream;
	html_origin_print(text_open(&stream), &fake->page);
	return text_close(&stream);
}

static void all_is_shown_of_a_run(void)
{
	struct page_fake fake = { 0 };
	page_fake_sample(&fake, "");
	page_fake_make(&fake);
	is_int(html_runs.count(&fake.page), 0, "without runs there is no section");
	page_fake_close(&fake);
	add_run(&fake, "r1", "2026-01-02T03:04:05Z", "h1");
	page_fake_sample(&fake, "");
	page_fake_make(&fake);
	char *html = page_fake_print(&fake, &html_runs, 0);
	has(html, "<h3>2026-01-02T03:04:05Z</h3>\n<p>CPU h1, 2 CPUs</p>",
	    "a run has its date and its machine");
	has(html, "<pre><code>pft run\n</code></pre>", "and its command");
	has(html, "<th scope=\"row\">loaded</th><td class=\"text\">true</td>",
	    "a flag is true or false");
	has(html, "<th scope=\"row\">rate</th><td class=\"text\">0.5</td>",
	    "a number has all its digits");
	has(html, "<th scope=\"row\">list</th><td class=\"text\">[1]</td>",
	    "a list is as it was recorded");
	has(html, "<th scope=\"row\">nothing</th><td class=\"text\">-</td>",
	    "what is unknown is a dash");
	has(html, "<th scope=\"row\">cpu_name</th>", "its machine's facts are there");
	free(html);
	page_fake_close(&fake);
}

static void the_top_has_each_machine_once(void)
{
	struct page_fake fake = { 0 };
	add_run(&fake, "r1", "2026-01-02T03:04:05Z", "h1");
	page_fake_sample(&fake, "");
	page_fake_make(&fake);
	char *html = origin(&fake);
	has(html, "<dt>Date</dt><dd>2026-01-02T03:04:05Z</dd>", "one date is one");
	has(html, "<dt>Kernels and settings</dt><dd><bdi>stock</bdi></dd>",
	    "the kernel is named");
	free(html);
	page_fake_close(&fake);
	add_run(&fake, "r1", "2026-01-02T03:04:05Z", "h1");
	add_run(&fake, "r2", "2025-01-02T03:04:05Z", "h1");
	add_run(&fake, "r3", "2026-03-02T03:04:05Z", "h2");
	page_fake_make(&fake);
	html = origin(&fake);
	has(html, "<dt>Machine</dt><dd><bdi>CPU h1, 2 CPUs</bdi>; <bdi>CPU h2, 2 CPUs</bdi></dd>",
	    "each machine is named once");
	has(html, "<dt>Date</dt><dd>2025-01-02T03:04:05Z to 2026-03-02T03:04:05Z</dd>",
	    "several dates are the first and the last");
	free(html);
	page_fake_close(&fake);
}

static void many_are_counted(void)
{
	struct page_fake fake = { 0 };
	for (int i = 10; i < 40; i++) {
		char *id = text_format("r%d", i);
		add_run(&fake, id, "2026-01-02T03:04:05Z", id);
		free(id);
	}
	page_fake_make(&fake);
	char *html = origin(&fake);
	has(html, "; and 18 more</dd>", "machines beyond a dozen are counted");
	free(html);
	html = page_fake_print(&fake, &html_runs, 0);
	has(html, "6 more runs are in the records", "runs beyond two dozen are counted");
	free(html);
	page_fake_close(&fake);
}

int main(void)
{
	all_is_shown_of_a_run();
	the_top_has_each_machine_once();
	many_are_counted();
	return tap_done();
}
