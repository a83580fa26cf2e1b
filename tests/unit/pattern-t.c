/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "fault/latency.h"
#include "fault/pattern.h"
#include "fault/workload.h"
#include "tap.h"

/* All pages visited, in order, by a pattern: the caller frees. */
static uint32_t *visits_of(const char *text, uint64_t seed, size_t nr_pages,
			   size_t task, size_t *count)
{
	struct pattern_choice choice = { 0 };
	if (pattern_parse(text, &choice, NULL) != 0)
		return NULL;
	choice.seed = seed;
	const struct visits v = pattern_plan(&choice, nr_pages, task);
	uint32_t *page = calloc(v.count + 1, sizeof(*page));
	*count = v.count;
	if (v.step == 0)
		pattern_fill(&choice, nr_pages, task, page, v.count);
	else
		for (size_t i = 0; i < v.count; i++)
			page[i] = (uint32_t)(v.first + i * (size_t)v.step);
	return page;
}

static void test_regular(void)
{
	size_t n;
	uint32_t *page = visits_of("sequential", 1, 5, 0, &n);
	ok(n == 5 && page[0] == 0 && page[4] == 4, "sequential goes upwards over all pages");
	free(page);
	page = visits_of("descending", 1, 5, 0, &n);
	ok(n == 5 && page[0] == 4 && page[4] == 0, "descending goes downwards over all pages");
	free(page);
	page = visits_of("stride:4", 1, 9, 0, &n);
	ok(n == 3 && page[0] == 0 && page[1] == 4 && page[2] == 8,
	   "stride 4 visits every fourth of 9 pages");
	free(page);
	page = visits_of("stride:4", 1, 3, 0, &n);
	ok(n == 1 && page[0] == 0, "a stride wider than the slice visits its first page");
	free(page);
}

/* Every page below nr_pages at most once. */
static bool each_once(const uint32_t page[], size_t n, size_t nr_pages)
{
	bool *seen = calloc(nr_pages, sizeof(*seen));
	bool once = true;
	for (size_t i = 0; i < n; i++) {
		once &= page[i] < nr_pages && !seen[page[i]];
		if (page[i] < nr_pages)
			seen[page[i]] = true;
	}
	free(seen);
	return once;
}

static void test_random(void)
{
	static const size_t sizes[] = { 1, 2, 3, 100, 4096 };
	size_t n, m;
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		uint32_t *page = visits_of("random", 7, sizes[i], 0, &n);
		ok(n == sizes[i] && each_once(page, n, sizes[i]),
		   "random visits each of %zu pages exactly once", sizes[i]);
		free(page);
	}
	uint32_t *a = visits_of("random", 7, 1000, 0, &n);
	uint32_t *b = visits_of("random", 7, 1000, 0, &m);
	ok(memcmp(a, b, n * sizeof(*a)) == 0, "the same seed gives the same order");
	free(b);
	b = visits_of("random", 8, 1000, 0, &m);
	ok(memcmp(a, b, n * sizeof(*a)) != 0, "another seed gives another order");
	free(b);
	b = visits_of("random", 7, 1000, 1, &m);
	ok(memcmp(a, b, n * sizeof(*a)) != 0, "another task gets another order");
	free(b);
	size_t in_order = 0;
	for (size_t i = 1; i < n; i++)
		in_order += a[i] == a[i - 1] + 1;
	ok(in_order < 20, "hardly any two pages of a random order follow each other");
	free(a);
	a = visits_of("random:10", 7, 1000, 0, &n);
	ok(n == 100 && each_once(a, n, 1000), "random:10 visits a tenth of the pages, each once");
	free(a);
	a = visits_of("random:1", 7, 10, 0, &n);
	is_int(n, 1, "a part of few pages is one page at least");
	free(a);
}

/* Lengths of the maximal runs visited one page after the other. */
static void test_runs(void)
{
	for (uint64_t seed = 1; seed <= 20; seed++) {
		size_t n, run = 1, shortest = 1000, longest = 0;
		uint32_t *page = visits_of("runs:3-9", seed, 2000, 0, &n);
		bool fine = each_once(page, n, 2000);
		for (size_t i = 1; i <= n; i++) {
			if (i < n && page[i] == page[i - 1] + 1) {
				run++;
				continue;
			}
			/* Only the region's end may cut a run short. */
			if (page[i - 1] != 1999 && run < shortest)
				shortest = run;
			if (run > longest)
				longest = run;
			run = 1;
		}
		ok(fine && shortest >= 3 && longest <= 9 && n > 500 && n < 1800,
		   "runs:3-9 with seed %u has runs of 3 to 9 pages with gaps",
		   (unsigned)seed);
		free(page);
	}
	size_t n;
	uint32_t *page = visits_of("runs:1", 1, 100, 0, &n);
	is_int(n, 50, "runs:1 visits every other page");
	free(page);
}

static void test_interleaved(void)
{
	static const uint32_t three[] = { 0, 3, 6, 1, 4, 7, 2, 5, 8, 9 };
	size_t n;
	uint32_t *page = visits_of("interleaved:3", 1, 10, 0, &n);
	ok(n == 10 && memcmp(page, three, sizeof(three)) == 0,
	   "3 interleaved streams through 10 pages take turns, the longer part ends alone");
	free(page);
	page = visits_of("interleaved:1", 1, 5, 0, &n);
	ok(n == 5 && page[0] == 0 && page[1] == 1 && page[4] == 4,
	   "one stream is sequential");
	free(page);
	struct pattern_choice choice = { 0 };
	pattern_parse("interleaved:1", &choice, NULL);
	is_int(pattern_plan(&choice, 5, 0).step, 1, "and needs no array");
	page = visits_of("interleaved:7", 1, 3, 0, &n);
	ok(n == 3 && page[0] == 0 && page[1] == 1 && page[2] == 2,
	   "more streams than pages are as many as there are pages");
	free(page);
	for (size_t pages = 1; pages < 50; pages++) {
		page = visits_of("interleaved:7", 1, pages, 0, &n);
		if (n != pages || !each_once(page, n, pages))
			ok(false, "7 streams visit each of %zu pages once", pages);
		free(page);
	}
	page = visits_of("interleaved:1048576", 1, (1 << 20) + 1, 0, &n);
	ok(n == (1 << 20) + 1 && each_once(page, n, n),
	   "a million streams visit each page once");
	free(page);
}

static void test_words(void)
{
	static const char *const good[] = { "sequential", "descending", "stride:2",
		"interleaved:4", "random", "random:25", "runs:1-64", "runs:8" };
	static const char *const bad[] = { "", "seq", "stride", "stride:", "stride:0",
		"stride:x", "random:0", "random:101", "runs", "runs:0-3", "runs:9-3",
		"runs:1-2-3", "sequential:1", "stride:4294967297", "interleaved", "interleaved:0",
		"interleaved:1-2", "interleaved:1048577" };
	struct pattern_choice choice = { 0 };
	char text[40];
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		is_int(pattern_parse(good[i], &choice, NULL), 0, "'%s' is a pattern",
		       good[i]);
		is_text(pattern_text(&choice, text, sizeof(text)), good[i],
			"'%s' is written as it was asked for", good[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct error err = { "" };
		ok(pattern_parse(bad[i], &choice, &err) < 0 && err.text[0],
		   "'%s' is no pattern, and it is said why", bad[i]);
	}
}

static void test_slices(void)
{
	const struct workload w = { .bytes = 10 * 4096, .page_bytes = 4096,
				    .nr_tasks = 3 };
	uint64_t next = 0;
	for (uint32_t t = 0; t < 3; t++) {
		const struct slice slice = workload_slice(&w, t);
		is_int(slice.first_page, next, "slice %u begins where the last ended", t);
		next += slice.nr_pages;
		is_int(slice.nr_pages, t == 2 ? 4 : 3, "slice %u has its share", t);
	}
	is_int(next, 10, "the slices are the whole region");
}

static void test_latency(void)
{
	struct latency_touch touch[1000];
	for (uint32_t i = 0; i < 1000; i++)
		touch[i] = (struct latency_touch){ .page = i, .stamp = 1000 - i };
	struct latency *l = latency_sum_up(touch, 1000, 1000, 2.0, 5.0);
	is_near(l->min_ns, 2, 0, "the shortest touch is the minimum");
	is_near(l->p50_ns, 1000, 0, "half of the touches are at most the median");
	is_near(l->p99_ns, 1980, 0, "99 of 100 are at most the 99th percentile");
	is_near(l->p999_ns, 1998, 0, "999 of 1000 are at most the 99.9th");
	is_near(l->max_ns, 2000, 0, "the longest touch is the maximum");
	uint64_t sum = 0;
	bool ascends = true;
	for (size_t i = 0; i < l->nr_buckets; i++) {
		sum += l->histogram[i].count;
		ascends &= i == 0 || l->histogram[i].low_ns >
					     l->histogram[i - 1].low_ns;
	}
	is_int(sum, 1000, "the histogram has every touch");
	ok(ascends, "the histogram ascends");
	is_int(l->nr_slices, 1000, "a region of 1000 pages has 1000 slices");
	is_near(l->along[0].max_ns, 2000, 0, "page 0 took longest, and is first along");
	is_near(l->along[999].median_ns, 2, 0, "the last page is last along");
	latency_close(l);
	l = latency_sum_up(touch, 1, 1, 1.0, 5.0);
	ok(l->p50_ns == l->max_ns && l->nr_buckets == 1, "one touch is all percentiles");
	latency_close(l);
	for (uint64_t ns = 1; ns < UINT64_C(1) << 40; ns = ns * 3 + 1) {
		const uint64_t low = latency_bucket_low(ns);
		ok(low <= ns && (double)(ns - low) <= (double)ns / 16,
		   "%llu ns lies within a sixteenth of its bucket",
		   (unsigned long long)ns);
	}
}

int main(void)
{
	test_regular();
	test_random();
	test_runs();
	test_interleaved();
	test_words();
	test_slices();
	test_latency();
	return tap_done();
}
