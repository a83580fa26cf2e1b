/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pictures of series share.
 */
#include "view/plot/plot_series.h"

#include <stdlib.h>

#include "base/auto.h"
#include "base/text.h"
#include "plot-made.h"
#include "tap.h"

static bool has_cpu(const struct summary *point)
{
	return point->fault_per_cpu_s.known;
}

static bool has_none(const struct summary *point)
{
	(void)point;
	return false;
}

/* Two kernels, of which one knows no CPU time. */
static void open_kernels(struct made *made, const char *tasks)
{
	static const int threads[] = { 40, 1, 39, 1 };
	made_open(made);
	for (int i = 0; i < 4; i++)
		made_sample(made, ",\"threads\":%d,\"order\":%d", threads[i], i);
	made_sample(made, ",\"kernel\":\"other\",\"boot_id\":\"b2\",\"cpu_s\":null,\"threads\":2,"
		    "\"tasks\":\"%s\"", tasks);
	made_read(made);
}

static void test_counts(void)
{
	struct made made;
	open_kernels(&made, "threads");
	const struct series_list *list = &made.in.series;
	const struct series_span span = series_span(list, 0, 8, false);
	is_int(list->n, 2, "each kernel is a series");
	is_int(plot_count_series(list, has_cpu, 0), 1,
	       "series that have a point to draw are counted");
	is_int(plot_count_series(list, has_cpu, 1), 0, "counting begins with a number");
	ok(plot_any_series(&span, has_cpu), "a span with one such point can be drawn");
	ok(!plot_any_series(&span, has_none), "a span without one cannot be drawn");
	made_close(&made);
}

static void test_axis(void)
{
	struct made made;
	struct picture picture = { 0 };
	size_t n;
	open_kernels(&made, "threads");
	const struct series_span span = series_span(&made.in.series, 0, 8, false);
	AUTO_FREE uint64_t *threads = plot_series_threads(&span, &n);
	ok(n == 4 && threads[0] == 1 && threads[1] == 2 && threads[2] == 39 && threads[3] == 40,
	   "each number of tasks is there once, ascending");
	plot_series_ticks(&picture, &span);
	is_int(picture.nr_marks, 4, "each number has a mark");
	ok(picture.x.low == 1 && picture.x.high == 40,
	   "the axis goes from the fewest tasks to the most");
	is_text(picture.mark[2].text, "39", "a mark with room has its label");
	ok(!picture.mark[3].text && picture.mark[3].x == 40, "a mark without room has no label");
	picture_close(&picture);
	made_close(&made);
}

static void test_words(void)
{
	struct made made;
	struct picture picture = { .title = { text_format("rates") } };
	open_kernels(&made, "processes");
	const struct series_span span = series_span(&made.in.series, 0, 8, false);
	plot_series_words(&picture, &made.records, &span, "a point");
	is_text(picture.title[0], "rates", "a title that is set stays");
	ok(picture.title[1] && text_has_word(picture.title[1], "sequential,"),
	   "the workload that series share is below it");
	is_text(picture.x.name, "Tasks", "threads and processes together are called tasks");
	is_text(picture.caption[0], "n = 1 to 2 repetitions a point.", "repetitions are counted");
	picture_close(&picture);
	made_close(&made);
}

int main(void)
{
	test_counts();
	test_axis();
	test_words();
	return tap_done();
}
