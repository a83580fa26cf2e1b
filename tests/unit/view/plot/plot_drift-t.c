/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of cost against the time of measuring.
 */
#include <stdio.h>

#include "plot-made.h"
#include "tap.h"

static void at(struct made *made, int second, const char *more)
{
	made_sample(made, ",\"order\":%d,\"time\":\"2026-01-02T03:04:%02d.5Z\"%s",
		    second, second, more);
}

static void test_repetitions(void)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	at(&made, 0, "");
	at(&made, 10, ",\"wall_s\":0.0003");
	at(&made, 20, ",\"wall_s\":null");
	made_read(&made);
	is_int(made_fill(&made, plot_fill_drift, &picture, 0), 1, "one panel is in a picture");
	is_text(made_table(&picture),
		"panel,series,what,boot,time_s_since_1970,ns_per_page,percent_off_mean,nr_reps\n"
		"1 thread,stock,repetition,b1,1767323040.500,1000,-50.000000,1\n"
		"1 thread,stock,repetition,b1,1767323050.500,3000,50.000000,1\n",
		"repetitions have their times, and what they are off the mean");
	is_near(picture.x.high - picture.x.low, 10, 0, "the axis is as long as they took");
	is_text(picture.x.text, "seconds since 2026-01-02 03:04:00 UTC", "and says from when");
	is_text(picture.y.text, "ns per page, off the mean", "the other what is drawn");
	is_near(picture.panel.line[0].high, 56, 0.01, "a panel is a little higher than they are");
	picture_close(&picture);
	made_close(&made);
}

static void test_units(void)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	for (int boot = 1; boot <= 2; boot++)
		for (int rep = 0; rep < 2; rep++) {
			char more[100];
			snprintf(more, sizeof(more), ",\"boot_id\":\"b%d\",\"run\":\"r%d\",\"wall_s\":0.000%d",
				 boot, boot, boot);
			at(&made, 10 * boot + rep, more);
		}
	made_read(&made);
	is_int(made_fill(&made, plot_fill_drift, &picture, 0), 1, "boots of one kernel share a panel");
	is_int(picture.curve.n, 2, "as repetitions and as means");
	is_near(picture.curve.line[1].y - picture.curve.line[1].x, 1, 0,
		"of which each boot has one");
	is_int(picture.curve.line[1].style, 1, "in another style");
	picture_close(&picture);
	made_close(&made);
}

static void test_many_keys(void)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	for (int key = 0; key < 10; key++)
		for (int i = 0; i < 2; i++) {
			char more[100];
			snprintf(more, sizeof(more), ",\"kernel\":\"k%d\",\"boot_id\":\"b%d\"", key, key);
			at(&made, 2 * key + i, more);
		}
	made_read(&made);
	is_int(made_fill(&made, plot_fill_drift, &picture, 0), 1, "the first has one");
	is_int(picture.key.n, 8, "of eight kernels");
	picture_close(&picture);
	is_int(made_fill(&made, plot_fill_drift, &picture, 1), 1, "and so has the second");
	is_text(picture.key.line[0].text, "k8", "of the others");
	picture_close(&picture);
	is_int(made_fill(&made, plot_fill_drift, &picture, 2), 0,
	       "ten kernels have a panel in two pictures");
	made_close(&made);
}

int main(void)
{
	test_repetitions();
	test_units();
	test_many_keys();
	return tap_done();
}
