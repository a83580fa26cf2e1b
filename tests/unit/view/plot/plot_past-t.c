/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Imported tables that stand beside a campaign.
 */
#include "view/plot/plot_past.h"

#include "plot-made.h"
#include "tap.h"

/* A row of a posting, which is a line of its own: 1 or 2 threads. */
static void posted(struct made *made, const char *run, const char *kernel, int threads)
{
	static int line;
	made_sample(made, ",\"run\":\"%s\",\"boot_id\":null,\"kernel\":\"%s\",\"threads\":%d,"
		    "\"wall_s\":0.0%d,\"cpu_s\":0.05,\"counters\":{\"input_line\":%d}",
		    run, kernel, threads, 5 - threads, ++line);
}

static void open_postings(struct made *made)
{
	static const char *const kernels[] = { "stock", "patched", "third", "fourth" };
	made_open(made);
	fputs("{\"type\":\"run\",\"schema\":\"pft/1\",\"id\":\"old\",\"note\":\"a posting\"}\n"
	      "{\"type\":\"run\",\"schema\":\"pft/1\",\"id\":\"lone\",\"note\":\"another\"}\n"
	      "{\"type\":\"run\",\"schema\":\"pft/1\",\"id\":\"unsaid\"}\n", made->lines.out);
	made_sample(made, ",\"run\":\"old\",\"kernel\":\"measured\"");
	posted(made, "lone", "alone", 1);
	posted(made, "unsaid", "a", 1);
	posted(made, "unsaid", "b", 1);
	for (size_t i = 0; i < 4; i++)
		for (int threads = 1; threads <= 2; threads++)
			posted(made, "old", kernels[i], threads);
}

static void test_found(void)
{
	struct made made;
	struct past past[PASTS_MOST] = { { 0 } };
	open_postings(&made);
	made_read(&made);
	struct sample like = made.records.sample[0];
	is_int(plot_past_find(&made.in, &like, past), PASTS_MOST,
	       "of a file with four tables two are compared with the first");
	if (!past[1].first)
		return;
	is_text(past[0].first->like->kernel, "stock",
		"the first table of a file comes first, and what was measured is no table");
	is_text(past[0].other->like->kernel, "patched", "the second table is compared with it");
	is_text(past[1].first->like->kernel, "stock", "the third table is compared with it too");
	is_text(past[1].other->like->kernel, "third",
		"a table without a second and files without a note are left out");
	is_near(plot_past_rate(past[0].first, 2, false).value, 100 / 0.03, 1e-3,
		"a rate can be of wall time");
	is_near(plot_past_rate(past[0].first, 2, true).value, 100 / 0.05, 1e-3,
		"a rate can be of CPU time");
	ok(!plot_past_rate(past[0].first, 4, false).known,
	   "the rate of a number of threads without a row is unknown");
	like.bytes.value++;
	is_int(plot_past_find(&made.in, &like, past), 0,
	       "tables of another size are not beside it");
	like = made.records.sample[0];
	like.pattern = "random";
	is_int(plot_past_find(&made.in, &like, past), 0,
	       "tables of another pattern are not beside it");
	made_close(&made);
}

int main(void)
{
	test_found();
	return tap_done();
}
