/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which rows go into which picture: of tests/expected/view.jsonl, and of a few samples.
 */
#include "analysis/series.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "record/caption.h"
#include "record/jsonl.h"
#include "tap.h"

static struct records records;
static struct rows rows;
static struct summary *summary;

static void test_series(void)
{
	struct series_list list;
	series_collect(&rows, summary, &list);
	is_int(list.nr_invalid, 3, "INVALID rows are left out and counted");
	is_int(list.series[0].n, 3, "the others of their block are drawn");
	size_t n = 0, pictures = 0;
	while (n < list.n) {
		const struct series_span span = series_span(&list, n, 8, false);
		for (size_t i = 1; i < span.n; i++) {
			char *a = caption_part(span.series[0].like, PART_ENGINE);
			char *b = caption_part(span.series[i].like, PART_ENGINE);
			if (strcmp(a, b) != 0)
				ok(false, "no picture has two engines");
			free(a);
			free(b);
		}
		n += span.n;
		pictures++;
	}
	is_int(n, list.n, "every series is in one picture");
	/* Window native, exact, published and classic, then window again. */
	is_int(pictures, 5, "unlike engines and accountings have their own");
	series_close(&list);
}

/* Ten kernels on one workload: a legend with ten lines is no legend. */
static void test_many_series(void)
{
	struct records many = { 0 };
	struct rows found;
	struct series_list list;
	struct error err;
	for (int i = 0; i < 10; i++) {
		char line[512];
		snprintf(line, sizeof(line), "{\"type\":\"sample\",\"schema\":\"pft/1\",\"run\":\"r\",\"kernel\":\"k%d\",\"role\":\"measure\",\"ok\":true,\"threads\":1,\"pages\":9,\"wall_s\":1}", i);
		jsonl_read_line(line, &many, &err);
	}
	rows_collect(&many, &found);
	struct summary *sums = summary_all(&many, &found);
	series_collect(&found, sums, &list);
	is_int(list.n, 10, "ten kernels are ten series");
	is_int(series_span(&list, 0, 8, false).n, 8,
	       "the first picture has eight of them");
	const struct series_span rest = series_span(&list, 8, 8, false);
	is_int(rest.n, 2, "the second has the other two");
	char *name = series_name(&rest, 1);
	is_text(name, "k9", "a legend names what differs: the kernel");
	free(name);
	series_close(&list);
	free(sums);
	rows_close(&found);
	records_close(&many);
}

/* A block with no valid row is told of in the picture that would have it. */
static void test_empty_blocks(void)
{
	static const struct {
		const char *engine, *kernel, *kind, *ok;
	} rows_of[] = {
		{ "native", "k1", "a", "true" },
		{ "tcg", "k1", "b", "false" },
		{ "tcg", "k1", "a", "true" },
		{ "tcg", "k2", "a", "false" },
	};
	struct records few = { 0 };
	struct rows found;
	struct series_list list;
	struct error err;
	for (size_t i = 0; i < ARRAY_SIZE(rows_of); i++) {
		char line[512];
		snprintf(line, sizeof(line), "{\"type\":\"sample\",\"schema\":\"pft/1\",\"run\":\"r\",\"engine\":\"%s\",\"kernel\":\"%s\",\"kind\":\"%s\",\"role\":\"measure\",\"ok\":%s,\"threads\":1,\"pages\":9,\"wall_s\":1}",
			 rows_of[i].engine, rows_of[i].kernel, rows_of[i].kind,
			 rows_of[i].ok);
		jsonl_read_line(line, &few, &err);
	}
	rows_collect(&few, &found);
	struct summary *sums = summary_all(&few, &found);
	series_collect(&found, sums, &list);
	is_int(list.n, 2, "blocks with a valid row are drawn");
	is_int(list.nr_empty, 2, "those without are kept aside");
	is_int(series_span(&list, 0, 8, false).nr_invalid, 0,
	       "a picture does not tell of another engine's INVALID rows");
	is_int(series_span(&list, 1, 8, false).nr_invalid, 2,
	       "but of those it would show");
	is_int(series_span(&list, 1, 8, true).nr_invalid, 1,
	       "and of its own workload alone where it shows no other");
	series_close(&list);
	free(sums);
	rows_close(&found);
	records_close(&few);
}

static void test_join_sizes(void)
{
	struct sample samples[4];
	struct records some = { .sample = samples, .nr_samples = ARRAY_SIZE(samples) };
	struct rows found;
	struct series_list list, joined;
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
		samples[i] = (struct sample){
			.run = "r", .kernel = i % 2 ? "k2" : "k1", .role = "measure",
			.ok = true, .threads = count_of(2), .pages = count_of(9),
			.bytes = count_of((1 + i / 2) << 30), .wall_s = real_of(1),
		};
	rows_collect(&some, &found);
	struct summary *sums = summary_all(&some, &found);
	series_collect(&found, sums, &list);
	is_int(list.n, 4, "two kernels with two sizes are four series");
	struct series_span span = series_span(&list, 2, 8, true);
	is_int(span.n, 2, "of which one set has those of one size");
	char *title = series_title(&span);
	ok(strstr(title, "2 Gb"), "its title says the size: '%s'", title);
	free(title);
	series_join_sizes(&list, &joined);
	is_int(joined.n, 2, "without their sizes they are two");
	is_int(joined.series[0].n, 2, "which have the points of both sizes");
	is_int(series_threads(joined.series[0].point[1]), 2, "at their numbers of tasks");
	span = series_span(&joined, 0, 8, true);
	title = series_title(&span);
	char *name = series_name(&span, 1);
	ok(!strstr(title, "Gb"), "the title says no size then: '%s'", title);
	is_text(name, "k2", "nor does a name");
	free(title);
	free(name);
	series_close(&joined);
	series_close(&list);
	free(sums);
	rows_close(&found);
}

static void test_names(void)
{
	const struct sample never = { .kernel = "k", .thp = "never", .engine = "native" };
	struct sample always = { .kernel = "k", .thp = "always", .engine = "native" };
	const struct series two[] = { { .like = &never }, { .like = &always } };
	const struct series_span span = { .series = two, .n = ARRAY_SIZE(two) };
	char *title = series_title(&span), *name = series_name(&span, 1);
	ok(strstr(title, "native") && !strstr(title, "always"),
	   "a title has what all series share: '%s'", title);
	is_text(name, "k, thp always", "a name has what they do not share");
	free(title);
	free(name);
	always.thp = "never";
	always.time = "2026-01-02T03:04:05Z";
	name = series_name(&span, 1);
	is_text(name, "k, 2026-01-02T03:04:05Z", "or the time, where they share all");
	free(name);
}

int main(void)
{
	struct error err = { "" };
	if (!is_int(jsonl_read(TESTS_DIR "/expected/view.jsonl", &records, NULL,
			       &err), 0, "the file is read: '%s'", err.text))
		return tap_done();
	rows_collect(&records, &rows);
	summary = summary_all(&records, &rows);
	test_series();
	test_many_series();
	test_empty_blocks();
	test_join_sizes();
	test_names();
	free(summary);
	rows_close(&rows);
	records_close(&records);
	return tap_done();
}
