/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of user, system and wall time as bars.
 */
#include "plot-made.h"
#include "tap.h"

static void test_bars(void)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	made_sample(&made, ",\"reps\":10,\"accounting\":\"classic\",\"wall_s\":10,\"cpu_s\":20,"
		    "\"user_s\":5,\"system_s\":15");
	made_sample(&made, ",\"reps\":10,\"accounting\":\"classic\",\"wall_s\":1,\"cpu_s\":2,\"threads\":2,"
		    "\"user_s\":null,\"system_s\":null");
	made_read(&made);
	is_int(plot_fill_cpu_time(&picture, &made.in, 0), 1, "one series is in a picture");
	is_text(made_table(&picture),
		"series,threads,user_s,system_s,cpu_s,wall_s,nr_reps,times_were_sums\n"
		"stock,1,0.5,1.5,2,1,10,true\n"
		"stock,2,,,0.2,0.1,10,true\n", "its bars are of one repetition");
	is_text(picture.variant, "unsplit", "some bar is not split into user and system");
	is_text(picture.note, "Sums are divided by their repetitions.", "a note says so");
	is_near(picture.panel.line[0].high, 2, 0, "the panel is as high as its highest bar");
	is_near(picture.panel.line[0].unit, 1, 0, "in seconds");
	picture_close(&picture);
	made_close(&made);
}

static void test_scales(double wall, bool shared)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	made_sample(&made, ",\"wall_s\":1,\"cpu_s\":1");
	made_sample(&made, ",\"kernel\":\"other\",\"boot_id\":\"b2\",\"wall_s\":%g,\"cpu_s\":%g",
		    wall, wall);
	made_read(&made);
	is_int(plot_fill_cpu_time(&picture, &made.in, 0), 2, "two series have a panel each");
	is_near(picture.panel.line[1].high, shared ? 1 : wall, 0,
		"bars of %g beside one of 1 have %s scale", wall, shared ? "its" : "their own");
	is_near(picture.y.high, shared ? 1 : 0, 0, "the axis knows");
	picture_close(&picture);
	made_close(&made);
}

int main(void)
{
	test_bars();
	test_scales(0.25, true);
	test_scales(0.1, false);
	return tap_done();
}
