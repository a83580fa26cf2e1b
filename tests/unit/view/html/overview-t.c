/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All rows of a comparison in one table.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/stream.h"
#include "page-fake.h"
#include "tap.h"

/* other is twice as fast on one thread, half as fast on two. */
static void add_labels(struct page_fake *fake, int most_threads)
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

static char *print(int most_threads)
{
	struct page_fake fake = { 0 };
	struct text_stream stream;
	add_labels(&fake, most_threads);
	page_fake_make(&fake);
	html_overview_print(&(struct doc){ text_open(&stream), &page_fake_style },
			    &fake.page.verdicts->compare);
	page_fake_close(&fake);
	return text_close(&stream);
}

int main(void)
{
	char *html = print(1);
	is_text(html, "", "of one row its own table says it all");
	free(html);
	html = print(2);
	has(html, "<th scope=\"row\">other</th><td>1</td><td>1</td><td>0</td><td>0</td><td>0</td>",
	    "rows are counted by word");
	has(html, "<td class=\"text wide\">0.500 (0.500 to 0.501, n 4) at anon-write sequential", "the least ratio is there");
	has(html, "<td class=\"text wide\">1.999 (", "and the most");
	has(html, "bind compact, 2 threads</td>", "with the tasks of their rows");
	ok(!strstr(html, "<th scope=\"row\">stock</th>"), "the first side is compared with nothing");
	free(html);
	return tap_done();
}
