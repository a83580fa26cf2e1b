/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of how long single touches took.
 */
#include "plot-made.h"
#include "tap.h"

static void put(struct made *made, const char *unit, const char *histogram, const char *more)
{
	made_sample(made, ",\"stamped\":true,\"latency_%s\":{\"stamp\":8,\"min\":100,"
		    "\"p50\":1,\"p90\":1,\"p99\":1,\"p99.9\":1,\"max\":4100,\"histogram\":%s,"
		    "\"along\":[]}%s", unit, histogram, more);
}

static void test_times(void)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	put(&made, "ns", "[[100,90],[1024,9],[4096,1]]", "");
	put(&made, "ns", "[[100,95],[512,5]]", ",\"order\":1");
	put(&made, "ns", "[[100,100]]", ",\"threads\":2");
	put(&made, "ns", "[]", ",\"threads\":4");
	made_read(&made);
	is_int(made_fill(&made, plot_fill_latency, &picture, 0), 2, "two curves have a histogram");
	is_text(made_table(&picture),
		"series,nr_reps,stamp_ns,from_ns,below_ns,touches,share_up_to\n"
		"1 thread,2,8,100,104,185,0.925\n"
		"1 thread,2,8,512,544,5,0.95\n"
		"1 thread,2,8,1024,1088,9,0.995\n"
		"1 thread,2,8,4096,4352,1,1\n"
		"2 threads,1,8,100,104,100,1\n", "those of repetitions are put together");
	is_text(picture.mark.line[0].text, "102 ns", "the key has the median");
	is_text(picture.mark.line[3].text, "4.10 \xc2\xb5s", "and the longest touch");
	is_near(picture.mark.line[5].y, 4100, 0, "which is a point of its own");
	is_near(picture.mark.line[5].x, 0.0025, 1e-12, "at half the share of one touch");
	is_near(picture.x.low, 0.0025, 1e-12, "where the axis ends");
	const struct picture_words *stamp = &picture.mark.line[picture.mark.n - 1];
	is_text(stamp->text, "a time stamp alone: 8.00 ns", "the stamp has a line");
	is_text(picture.title[0], "How long single touches took", "the title says what is drawn");
	picture_close(&picture);
	made_close(&made);
}

static void test_instructions(void)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	made_sample(&made, ",\"engine\":\"exact\",\"wall_s\":null,\"stamped\":true,"
		    "\"latency_instructions\":{\"stamp\":8,\"min\":100,\"p50\":1,\"p90\":1,"
		    "\"p99\":1,\"p99.9\":1,\"max\":4100,\"histogram\":[[4096,7]],\"along\":[]}");
	made_read(&made);
	is_int(made_fill(&made, plot_fill_latency, &picture, 0), 1, "instructions of touches are drawn");
	is_text(picture.variant, "instructions", "with columns named so");
	is_text(picture.mark.line[0].text, "4.10k", "and no unit of time");
	is_text(picture.y.text, "instructions of a touch", "nor at the axis");
	picture_close(&picture);
	made_close(&made);
}

int main(void)
{
	test_times();
	test_instructions();
	return tap_done();
}
