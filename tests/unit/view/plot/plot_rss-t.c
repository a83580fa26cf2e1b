/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of memory present against memory touched.
 */
#include "plot-made.h"
#include "tap.h"

static void test_points(void)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	made_sample(&made, ",\"rss_bytes\":409600");
	made_sample(&made, ",\"bytes\":819200,\"pages\":200,\"rss_bytes\":null,\"pages_present\":400");
	made_sample(&made, ",\"bytes\":4096,\"pages\":null,\"rss_bytes\":4096");
	made_read(&made);
	is_int(plot_fill_rss(&picture, &made.in, 0), 1, "sizes of one workload are one series");
	is_text(made_table(&picture), "series,threads,touched_bytes,rss_bytes,nr_reps\n"
		"stock,1,409600,409600,1\n"
		"stock,1,819200,1638400,1\n"
		"stock,1,,,1\n", "pages present stand for an RSS that is unknown");
	is_near(picture.x.low, 409600, 0, "the axes begin at the least of both");
	is_near(picture.x.high, 1638400, 0, "and end at the most");
	is_text(picture.title[0], "Memory present against memory touched", "the title says what is drawn");
	picture_close(&picture);
	made_close(&made);
}

static void test_nothing(void)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	made_sample(&made, ",\"rss_bytes\":409600");
	made_read(&made);
	is_int(plot_fill_rss(&picture, &made.in, 0), 1, "one size of which all is present");
	ok(!picture.table.out, "is no picture");
	made_close(&made);
}

int main(void)
{
	test_points();
	test_nothing();
	return tap_done();
}
