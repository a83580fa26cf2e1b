/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Imported tables that stand beside a campaign.
 */
#include "view/plot/plot_past.h"

#include "base/auto.h"
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
	is_int(plot_past_find(&made.in, &like, false, past), PASTS_MOST,
	       "of a file with four tables two are compared with the first");
	is_text(past[0].base->like->kernel, "stock",
		"the first table of a file comes first, and what was measured is no table");
	is_text(past[0].series->like->kernel, "patched", "the second table is compared with it");
	ok(!past[0].cpu && past[1].cpu && past[1].series == past[0].series,
	   "by wall time and by CPU time");
	is_text(past[2].base->like->kernel, "stock", "the third table is compared with it too");
	is_text(past[2].series->like->kernel, "third",
		"a table without a second and files without a note are left out");
	is_near(plot_past_ratio(&past[0], 2, 1).value, 4.0 / 3, 1e-9,
		"a rate of wall time is compared with the base's");
	is_near(plot_past_ratio(&past[1], 2, 1).value, 1, 1e-9, "and one of CPU time");
	ok(!plot_past_ratio(&past[0], 4, 1).known && !plot_past_ratio(&past[0], 1, 4).known,
	   "the rate of a number of threads without a row is unknown");
	AUTO_FREE char *name = plot_past_name(&past[1]);
	is_text(name, "2026: patched, CPU", "a table has a name");
	is_int(plot_past_find(&made.in, &like, true, past), PASTS_MOST,
	       "of scaling there are as many");
	ok(past[0].series == past[0].base && past[1].series != past[1].base && !past[1].cpu,
	   "with the first table, by wall time alone");
	like.bytes.value++;
	is_int(plot_past_find(&made.in, &like, false, past), 0,
	       "tables of another size are not beside it");
	like = made.records.sample[0];
	like.pattern = "random";
	is_int(plot_past_find(&made.in, &like, false, past), 0,
	       "tables of another pattern are not beside it");
	made_close(&made);
}

int main(void)
{
	test_found();
	return tap_done();
}
