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
		pattern_fill(&choice, nr_pages, task, page);
	for (size_t i = 0; i < v.count; i++)
		page[i] = (uint32_t)visits_page(&v, page, i);
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

/* Runs as they are visited; each begins where the page before is no neighbour. */
struct seen_runs {
	size_t n, shortest, longest, pages;
	size_t at[16];		/* runs that begin at this place of 16 */
	size_t least_gap;
	bool once, whole;
};

static struct seen_runs look_at_runs(const char *pattern, uint64_t seed,
				     size_t nr_pages, int step)
{
	struct seen_runs seen = { .shortest = SIZE_MAX, .least_gap = SIZE_MAX };
	bool *touched = calloc(nr_pages + 1, sizeof(*touched));
	uint32_t *page = visits_of(pattern, seed, nr_pages, 0, &seen.pages);
	seen.once = each_once(page, seen.pages, nr_pages);
	for (size_t i = 0, length = 1; i < seen.pages; i++, length++) {
		touched[page[i]] = true;
		if (i + 1 < seen.pages &&
		    (int64_t)page[i + 1] == (int64_t)page[i] + step)
			continue;
		seen.n++;
		seen.shortest = length < seen.shortest ? length : seen.shortest;
		seen.longest = length > seen.longest ? length : seen.longest;
		seen.at[(step > 0 ? page[i] + 1 - length : page[i]) % 16]++;
		length = 0;
	}
	for (size_t i = 0, gap = nr_pages; i < nr_pages; i++, gap++) {
		if (touched[i] && gap > 0 && gap < seen.least_gap)
			seen.least_gap = gap;
		if (touched[i])
			gap = SIZE_MAX;
	}
	free(touched);
	free(page);
	return seen;
}

/* Every place equally often: the last round of 16 may be begun only. */
static bool places_are_even(const struct seen_runs *seen)
{
	for (size_t i = 0; i < 16; i++)
		if (seen->at[i] < seen->n / 16 || seen->at[i] > seen->n / 16 + 1)
			return false;
	return true;
}

static void test_islands(void)
{
	static const struct { const char *pattern; size_t low, high; int step; }
	cases[] = {
		{ "islands:1", 1, 1, 1 }, { "islands:61", 61, 61, 1 },
		{ "islands:128", 128, 128, 1 }, { "islands:1-128", 1, 128, 1 },
		{ "islands-down:61", 61, 61, -1 },
		{ "islands-down:2-9", 2, 9, -1 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		for (uint64_t seed = 1; seed <= 3; seed++) {
			const struct seen_runs seen =
				look_at_runs(cases[i].pattern, seed, 20000,
					     cases[i].step);
			ok(seen.once && seen.shortest >= cases[i].low &&
			   seen.longest <= cases[i].high,
			   "%s with seed %u touches each page of its runs once, and no run is cut",
			   cases[i].pattern, (unsigned)seed);
			ok(seen.least_gap >= 32,
			   "%s with seed %u leaves 32 pages or more between any two runs",
			   cases[i].pattern, (unsigned)seed);
			ok(seen.n >= 100 && places_are_even(&seen),
			   "%s with seed %u begins at every place of 16 equally often",
			   cases[i].pattern, (unsigned)seed);
		}
	}
	const struct seen_runs uniform = look_at_runs("islands:1-128", 1, 1 << 20, 1);
	is_near((double)uniform.pages / (double)uniform.n, 64.5, 1.5,
		"lengths of 1 to 128 pages are 64.5 in the mean");
	ok(uniform.shortest == 1 && uniform.longest == 128,
	   "and both ends of the range come");
}

static void test_geometric(void)
{
	const struct seen_runs seen = look_at_runs("geometric:16", 1, 1 << 20, 1);
	ok(seen.once && seen.least_gap >= 32 && places_are_even(&seen),
	   "geometric runs lie as islands do");
	is_near((double)seen.pages / (double)seen.n, 16, 0.5,
		"geometric:16 has runs of 16 pages in the mean");
	ok(seen.shortest == 1 && seen.longest > 64, "some are short, some are long");
	size_t n;
	uint32_t *page = visits_of("geometric:1", 1, 16, 0, &n);
	ok(n == 1, "geometric:1 has runs of one page");
	free(page);
}

static void test_small_islands(void)
{
	for (size_t pages = 1; pages < 200; pages++) {
		size_t n;
		uint32_t *page = visits_of("islands:20", 3, pages, 0, &n);
		if (n == 0 || n > pages || !each_once(page, n, pages))
			ok(false, "islands of 20 pages find room in %zu", pages);
		free(page);
	}
	size_t n;
	uint32_t *page = visits_of("islands:20", 3, 7, 0, &n);
	ok(n == 7 && page[0] == 0 && page[6] == 6,
	   "an island larger than the slice is the slice");
	free(page);
}

static void test_interleaved_down(void)
{
	static const uint32_t three[] = { 2, 5, 9, 1, 4, 8, 0, 3, 7, 6 };
	size_t n;
	uint32_t *page = visits_of("interleaved-down:3", 1, 10, 0, &n);
	ok(n == 10 && memcmp(page, three, sizeof(three)) == 0,
	   "3 streams downwards through 10 pages take turns from their ends");
	free(page);
	page = visits_of("interleaved-down:1", 1, 5, 0, &n);
	ok(n == 5 && page[0] == 4 && page[4] == 0, "one stream downwards is descending");
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
		"interleaved:4", "random", "random:25", "runs:1-64", "runs:8",
		"islands:61", "islands:1-128", "islands-down:5", "geometric:16",
		"interleaved-down:4" };
	static const char *const bad[] = { "", "seq", "stride", "stride:", "stride:0",
		"stride:x", "random:0", "random:101", "runs", "runs:0-3", "runs:9-3",
		"runs:1-2-3", "sequential:1", "stride:4294967297", "interleaved", "interleaved:0",
		"interleaved:1-2", "interleaved:1048577", "islands", "islands:0",
		"islands:9-3", "geometric", "geometric:0", "geometric:1-2",
		"interleaved-down" };
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
		const struct task_slice slice = workload_slice(&w, t);
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
	struct latency *l = latency_sum_up(&(struct latency_touches){
		.touch = touch, .n = 1000, .nr_pages = 1000, .unit_ns = 2,
		.stamp_ns = 5 });
	is_near(l->min, 2, 0, "the shortest touch is the minimum");
	is_near(l->p50, 1000, 0, "half of the touches are at most the median");
	is_near(l->p99, 1980, 0, "99 of 100 are at most the 99th percentile");
	is_near(l->p999, 1998, 0, "999 of 1000 are at most the 99.9th");
	is_near(l->max, 2000, 0, "the longest touch is the maximum");
	uint64_t sum = 0;
	bool ascends = true;
	for (size_t i = 0; i < l->nr_buckets; i++) {
		sum += l->histogram[i].count;
		ascends &= i == 0 || l->histogram[i].low >
					     l->histogram[i - 1].low;
	}
	is_int(sum, 1000, "the histogram has every touch");
	ok(ascends, "the histogram ascends");
	is_int(l->nr_slices, 1000, "a region of 1000 pages has 1000 slices");
	is_near(l->along[0].max, 2000, 0, "page 0 took longest, and is first along");
	is_near(l->along[999].median, 2, 0, "the last page is last along");
	latency_close(l);
	l = latency_sum_up(&(struct latency_touches){
		.touch = touch, .n = 1, .nr_pages = 1, .unit_ns = 1 });
	ok(l->p50 == l->max && l->nr_buckets == 1, "one touch is all percentiles");
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
	test_islands();
	test_small_islands();
	test_geometric();
	test_interleaved();
	test_interleaved_down();
	test_words();
	test_slices();
	test_latency();
	return tap_done();
}
