/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of rates against tasks.
 */
#include "plot-made.h"
#include "tap.h"

static void test_numbers(void)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	made_sample(&made, ",\"threads\":4");
	for (int i = 1; i <= 3; i++)
		made_sample(&made, ",\"order\":%d,\"wall_s\":0.000%d", i, i);
	made_read(&made);
	is_int(plot_fill_rate_per_wall(&picture, &made.in, 0), 1, "one series is in a picture");
	/* Mean 0.0002 s, sd 0.0001 s, t(2) 4.302653: the interval is longer than the rate. */
	is_text(made_table(&picture),
		"series,threads,fault_per_wall_s,fault_per_wall_s_low95,fault_per_wall_s_high95,nr_reps\n"
		"stock,1,500000,0,1121034.42794,3\n"
		"stock,4,1000000,,,1\n", "its table has rates, and intervals where they are known");
	is_text(picture.variant, "wall", "a script knows which columns they are");
	is_int(picture.curve.n, 1, "with one curve");
	is_near(picture.curve.line[0].y - picture.curve.line[0].x, 1, 0, "of two points");
	is_text(picture.key.line[0].text, "stock", "whose name is in the key");
	is_text(picture.y.text, "fault/wsec: thousand pages per second of wall time",
		"the axis has short numbers");
	is_near(picture.y.unit, 1000, 0, "which are divided by as much");
	is_near(picture.x.low, 1, 0, "the other begins with the fewest threads");
	is_near(picture.x.high, 4, 0, "and ends with the most");
	is_text(picture.x.text, "Threads", "which it counts");
	is_text(picture.mark.line[1].text, "4", "a mark has each number");
	is_text(picture.caption[0], "n = 1 to 3 repetitions a point; intervals: 95%, Student's t.",
		"the caption counts repetitions");
	is_int(plot_fill_rate_per_wall(&picture, &made.in, 1), 0, "there is no second picture");
	picture_close(&picture);
	made_close(&made);
}

static void test_axis(void)
{
	static const int threads[] = { 40, 1, 39, 2 };
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	for (int i = 0; i < 4; i++)
		made_sample(&made, ",\"threads\":%d,\"order\":%d", threads[i], i);
	made_read(&made);
	plot_fill_rate_per_wall(&picture, &made.in, 0);
	is_int(picture.mark.n, 4, "each number of tasks has a mark");
	ok(picture.x.low == 1 && picture.x.high == 40,
	   "the axis goes from the fewest tasks to the most");
	is_text(picture.mark.line[2].text, "39", "a mark with room has its label");
	ok(!picture.mark.line[3].text && picture.mark.line[3].x == 40,
	   "a mark without room has no label");
	picture_close(&picture);
	made_close(&made);
}

static void test_many(void)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	for (int i = 0; i < 20; i++)
		made_sample(&made, ",\"kernel\":\"k%d\",\"boot_id\":\"b%d\",\"cpu_s\":null", i, i);
	made_sample(&made, ",\"kernel\":\"bad\",\"boot_id\":\"bad\",\"ok\":false,\"invalid\":\"why\"");
	made_read(&made);
	is_int(plot_fill_rate_per_wall(&picture, &made.in, 8), 8, "a picture has eight series");
	is_text(picture.key.line[0].text, "k8", "the second one begins with the ninth");
	picture_close(&picture);
	is_int(plot_fill_rate_per_cpu(&picture, &made.in, 0), 8, "rates that nobody knows");
	ok(!picture.table.out, "are no picture");
	is_int(made_fill(&made, plot_fill_rate_per_wall, &picture, 0), 0,
	       "a group has no picture of series");
	is_int(plot_fill_rate_per_wall(&picture, &made.in, 16), 4, "the rest is in the last");
	is_text(picture.caption[0], "n = 1 repetition a point; no intervals known. 1 INVALID row left out.",
		"which tells of INVALID rows beside it");
	picture_close(&picture);
	made_close(&made);
}

int main(void)
{
	test_numbers();
	test_axis();
	test_many();
	return tap_done();
}
