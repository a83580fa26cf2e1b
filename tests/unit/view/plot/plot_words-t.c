/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of pictures: captions, names that fit, and what tells names apart.
 */
#include <stdlib.h>

#include "base/text.h"
#include "plot-made.h"
#include "tap.h"

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

int main(void)
{
	test_shortened();
	test_parts();
	test_caption();
	return tap_done();
}
