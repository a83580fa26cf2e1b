/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of pictures: captions, names that fit, and what tells names apart.
 */
#include <stdlib.h>

#include "base/auto.h"
#include "base/text.h"
#include "plot-made.h"
#include "tap.h"
#include "view/plot/plot_words.h"

static void is_shortened(const char *name, const char *expected)
{
	char *text = plot_shortened(text_format("%s", name), 11);
	is_text(text, expected, "'%s' has 11 columns at most", name);
	free(text);
}

static void test_shortened(void)
{
	is_shortened("", "");
	is_shortened("elevenchars", "elevenchars");
	is_shortened("twelve chars", "twel...hars");
	is_shortened("\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f of twelve", "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f...elve");
}

static void test_parts(void)
{
	char one[] = "seq, 1 thread, thp", two[] = "seq, 1 thread", three[] = "seq, 11 threads";
	char *const text[] = { one, two, three };
	char *shared = plot_parts(text, 3, 0, true), *own = plot_parts(text, 3, 0, false);
	is_text(shared, "seq", "what all texts have is shared");
	is_text(own, "1 thread, thp", "the rest is what tells the first apart");
	free(shared);
	free(own);
}

static void test_caption(void)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	fputs("{\"type\":\"host\",\"schema\":\"pft/1\",\"id\":\"h\",\"cpu_name\":\"Testium\",\"nr_cpus\":2}\n",
	      made.lines.out);
	for (int i = 0; i < 5; i++) {
		fprintf(made.lines.out, "{\"type\":\"run\",\"schema\":\"pft/1\",\"id\":\"r%d\",\"host\":\"h\","
			"\"time\":\"day %d\",\"argv\":[\"pft\",\"run\",\"%d\"]}\n", i, i / 3, i);
		made_sample(&made, ",\"run\":\"r%d\",\"kernel\":\"k\"", i);
	}
	made_read(&made);
	struct plot_source source = { .records = &made.records };
	for (size_t i = 0; i < made.records.nr_samples; i++)
		plot_source_add_run(&source, &made.records.sample[i]);
	is_int(source.nr_likes, 5, "each run is kept once");
	plot_caption(&picture, &source, text_format("n = 5"));
	is_text(picture.caption[0], "n = 5", "a caption begins with what is counted");
	is_text(picture.caption[1], "Machine: Testium, 2 CPUs", "a machine is told once");
	is_text(picture.caption[2], "Kernel: k", "and so is a kernel");
	is_text(picture.caption[3], "Date: day 0; day 1. Command: pft run 0; pft run 1; pft run 2 and 2 more",
		"of many commands the first are told");
	is_text(picture.command, "pft run 0\npft run 1\npft run 2", "which can be pasted into a shell");
	picture_close(&picture);
	made_close(&made);
}

static bool any(const struct sample_list *samples)
{
	return samples->n > 0;
}

static void is_name(const struct plot_curves *curves, size_t i, const char *expected)
{
	char *name = plot_curve_name(curves, i);
	is_text(name, expected, "curve %zu is called '%s'", i, expected);
	free(name);
}

static void test_curves(void)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	made_sample(&made, ",\"threads\":4");
	made_sample(&made, " ");
	made_sample(&made, ",\"kernel\":\"other\",\"boot_id\":\"b2\"");
	made_read(&made);
	struct plot_curves curves = plot_take_curves(made.in.groups, any, 0, 8);
	is_name(&curves, 0, "stock, 1 thread");
	is_name(&curves, 2, "stock, 4 threads");
	curves = plot_take_curves(made.in.groups, any, 0, 2);
	is_name(&curves, 0, "stock");
	is_name(&curves, 1, "other");
	plot_curves_words(&picture, &curves, "what", text_format("n = 2."));
	is_text(picture.title[0], "what: 1 thread", "the title has what all panels say");
	is_text(picture.caption[0], "n = 2.", "nothing is left out");
	picture_close(&picture);
	made_close(&made);
}

static void test_series(void)
{
	struct made made;
	struct picture picture = { .title = { text_format("rates") } };
	made_open(&made);
	made_sample(&made, " ");
	made_sample(&made, ",\"order\":1");
	made_sample(&made, ",\"kernel\":\"other\",\"boot_id\":\"b2\",\"tasks\":\"processes\"");
	made_read(&made);
	const struct series_span span = series_span(&made.in.series, 0, 8, false);
	plot_series_words(&picture, &made.records, &span, "a point");
	is_text(picture.title[0], "rates", "a title that is set stays");
	ok(picture.title[1] && text_has_word(picture.title[1], "sequential,"),
	   "the workload that series share is below it");
	is_text(picture.x.text, "Tasks", "threads and processes together are called tasks");
	is_text(picture.caption[0], "n = 1 to 2 repetitions a point.", "repetitions are counted");
	picture_close(&picture);
	made_close(&made);
}

static void test_campaign(void)
{
	struct plot_group group = { .title = (char *)"kvm: time in guests on this machine" };
	struct picture picture = { 0 };
	plot_campaign_title(&picture, &group, "drift of ", "k0");
	is_text(picture.title[0], "drift of k0", "a title has words and a text behind them");
	is_text(picture.title[1], "kvm: time in guests on this machine",
		"what is measured stands below");
	picture_close(&picture);
}

static void is_lost(const struct compare *c, const char *expected, const char *name)
{
	struct text_stream stream;
	plot_put_lost(text_open(&stream), c);
	AUTO_FREE char *text = text_close(&stream);
	is_text(text, expected, "%s", name);
}

static void test_lost(void)
{
	struct compare_boot boot[3] = { { .lost = true }, { .lost = false }, { .lost = true } };
	struct compare_cell cell[2] = { { .nr_invalid = 0 }, { .nr_invalid = 1 } };
	struct compare_row row = { .cell = cell };
	struct compare c = { .unit = "boot", .boot = boot, .nr_boots = 3,
			     .row = &row, .nr_rows = 1, .nr_sides = 2 };
	is_lost(&c, " INVALID: 2 boots lost. INVALID: 1 repetition left out.",
		"lost boots and INVALID repetitions of all sides are counted");
	c.nr_boots = 1;
	c.nr_sides = 1;
	is_lost(&c, " INVALID: 1 boot lost.", "one boot is singular");
	c.nr_boots = 0;
	is_lost(&c, "", "nothing is said where all is well");
}

int main(void)
{
	test_curves();
	test_series();
	test_campaign();
	test_lost();
	test_shortened();
	test_parts();
	test_caption();
	return tap_done();
}
