/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of how long touches took along the region.
 */
#include "plot-made.h"
#include "tap.h"

#define LATENCY(along)                                                              \
	",\"stamped\":true,\"latency_ns\":{\"stamp\":8,\"min\":100,\"p50\":1,\"p90\":1," \
	"\"p99\":1,\"p99.9\":1,\"max\":4100,\"histogram\":[[100,9]],\"along\":" along "}"

static void test_slices(void)
{
	struct made made;
	struct picture picture = { 0 };
	made_open(&made);
	made_sample(&made, LATENCY("[[100,200],[100,4100],[null,null],[0,400]]"));
	made_sample(&made, LATENCY("[[300,600],[100,4100],[null,null],[0,400]]") ",\"order\":1");
	made_sample(&made, LATENCY("[[1,2]]") ",\"order\":2");
	made_sample(&made, " ");
	made_read(&made);
	is_int(made_fill(&made, plot_fill_along, &picture, 0), 1, "one curve is in a picture");
	is_text(made_table(&picture),
		"series,nr_reps,offset_bytes,median_ns,median_of_longest_ns,longest_ns\n"
		"stock,2,0,200,400,600\n"
		"stock,2,102400,100,4100,4100\n"
		"stock,0,204800,,,\n"
		"stock,2,307200,0,400,400\n", "slices have medians over repetitions");
	is_near(picture.y.low, 100, 0, "the axis begins with the least median that is not 0");
	is_near(picture.y.high, 4100, 0, "and ends with the longest touch");
	is_near(picture.panel.line[0].high, 409600, 0, "a panel is as long as its region");
	is_text(picture.y.text, "time of a touch", "the axis says what is drawn");
	is_text(picture.caption[0], "The region in equal slices (1024, or a page each); medians over n = 2 repetitions of a slice's median, and of its longest touch. The time stamp's own cost is in each.",
		"the caption counts repetitions");
	picture_close(&picture);
	made_close(&made);
}

int main(void)
{
	test_slices();
	return tap_done();
}
