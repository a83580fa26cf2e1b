/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/pattern.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/known.h"
#include "base/near.h"
#include "base/random.h"
#include "base/size.h"

enum {
	/* Islands are so far apart that what a kernel maps beyond a run's end is
	 * not of the next run: its largest window is 32 pages. */
	ISLAND_GAP = 32,
	/* Islands begin at each of so many places in turn. */
	ISLAND_PLACES = 16,
};

/* ---- regular ---- */

static struct visits plan_sequential(const struct pattern_slice *slice)
{
	const bool down = slice->choice->pattern->down;
	return (struct visits){ .count = slice->nr_pages,
				.first = down ? slice->nr_pages - 1 : 0,
				.step = down ? -1 : 1 };
}

static struct visits plan_stride(const struct pattern_slice *slice)
{
	const uint32_t step = slice->choice->low;
	const size_t count = (slice->nr_pages + step - 1) / step;
	/* The step is not taken then, and might not fit an address. */
	return (struct visits){ .count = count, .first = 0,
				.step = count > 1 ? step : 1 };
}

/* ---- random ---- */

static struct visits plan_random(const struct pattern_slice *slice)
{
	const size_t count = (size_t)((uint64_t)slice->nr_pages *
				      slice->choice->low / 100);
	return (struct visits){ .count = count ? count : 1 };
}

/*
 * All pages in random order, or a random part of them: selection sampling
 * (Knuth 3.4.2 S) picks which, then they are shuffled.
 */
static int fill_random(const struct pattern_slice *slice, uint32_t page[],
		       size_t count)
{
	uint64_t seed = slice->seed;
	size_t n = 0;
	for (size_t i = 0; i < slice->nr_pages && n < count; i++)
		if (random_below(&seed, slice->nr_pages - i) < count - n)
			page[n++] = (uint32_t)i;
	random_shuffle(&seed, page, count, sizeof(*page));
	return 0;
}

/* ---- streams ---- */

/* Streams there can be: each has a page at least. */
static size_t nr_streams(const struct pattern_slice *slice)
{
	const uint32_t asked = slice->choice->low;
	return asked < slice->nr_pages ? asked : slice->nr_pages;
}

static struct visits plan_streams(const struct pattern_slice *slice)
{
	if (nr_streams(slice) == 1)
		return plan_sequential(slice);
	return (struct visits){ .count = slice->nr_pages };
}

/* Where the part of a stream begins: parts differ by one page at the most. */
static size_t stream_start(const struct pattern_slice *slice, size_t stream)
{
	return (size_t)((uint64_t)stream * slice->nr_pages / nr_streams(slice));
}

/* A round is the next page of each stream that has one left. */
static int fill_streams(const struct pattern_slice *slice, uint32_t page[],
			size_t count)
{
	const bool down = slice->choice->pattern->down;
	size_t n = 0;
	for (size_t round = 0; n < count; round++)
		for (size_t s = 0; s < nr_streams(slice) && n < count; s++) {
			const size_t start = stream_start(slice, s);
			const size_t end = stream_start(slice, s + 1);
			if (round < end - start)
				page[n++] = (uint32_t)(down ? end - 1 - round :
							      start + round);
		}
	return 0;
}

/* ---- runs ---- */

/*
 * Runs: some pages one after the other, then pages that are not touched. A function
 * gives one run after the other, from page 0 on; the order in which they are visited
 * is drawn afterwards. So planning needs no memory, and filling finds the same runs
 * again.
 */

struct run {
	uint32_t start, length;
};

/* Runs under way. */
struct runs {
	const struct pattern_slice *slice;
	uint64_t seed;
	size_t at;		/* from here on there is none yet */
	/* Islands: places that they begin at, and which is next. */
	uint8_t place[ISLAND_PLACES];
	size_t nr_islands;
};

/* ---- where runs lie: each gives the next one; false when there is no more ---- */

/* Gaps of 1 to high pages; the region's end may cut the last run short. */
static bool next_near(struct runs *runs, struct run *run)
{
	const uint32_t low = runs->slice->choice->low, high = runs->slice->choice->high;
	if (runs->at >= runs->slice->nr_pages)
		return false;
	size_t length = low + random_below(&runs->seed, high - low + 1);
	const size_t gap = 1 + random_below(&runs->seed, high);
	if (length > runs->slice->nr_pages - runs->at)
		length = runs->slice->nr_pages - runs->at;
	*run = (struct run){ (uint32_t)runs->at, (uint32_t)length };
	runs->at += length + gap;
	return true;
}

/* Each place once in every round of ISLAND_PLACES, in seeded order. */
static size_t next_place(struct runs *runs)
{
	const size_t i = runs->nr_islands++ % ISLAND_PLACES;
	for (size_t k = 0; i == 0 && k < ISLAND_PLACES; k++)
		runs->place[k] = (uint8_t)k;
	if (i == 0)
		random_shuffle(&runs->seed, runs->place, ISLAND_PLACES, 1);
	return runs->place[i];
}

/*
 * A run of that length at the next place behind the gap. One that the region's
 * end would cut is left out, or lengths would not be what they are said to be;
 * only in a region that has no room for the first it is cut.
 */
static bool next_island(struct runs *runs, size_t length, struct run *run)
{
	const size_t place = next_place(runs);
	size_t start = runs->at + (place + ISLAND_PLACES -
				   runs->at % ISLAND_PLACES) % ISLAND_PLACES;
	const bool fits = start < runs->slice->nr_pages &&
			  length <= runs->slice->nr_pages - start;
	if (!fits && runs->at > 0)
		return false;
	if (!fits)
		start = 0;
	if (length > runs->slice->nr_pages - start)
		length = runs->slice->nr_pages - start;
	*run = (struct run){ (uint32_t)start, (uint32_t)length };
	runs->at = start + length + ISLAND_GAP;
	return true;
}

static bool next_uniform(struct runs *runs, struct run *run)
{
	const uint32_t low = runs->slice->choice->low, high = runs->slice->choice->high;
	return next_island(runs, low + random_below(&runs->seed, high - low + 1),
			   run);
}

/* Goes on with a chance of 1 - 1 / mean: so many are the mean, and one at least. */
static bool next_geometric(struct runs *runs, struct run *run)
{
	size_t length = 1;
	while (length < runs->slice->nr_pages &&
	       random_below(&runs->seed, runs->slice->choice->low) != 0)
		length++;
	return next_island(runs, length, run);
}

/* Returns their number; *nr_pages receives that of all their pages. */
static size_t count_runs(const struct pattern_slice *slice, size_t *nr_pages)
{
	struct runs runs = { .slice = slice, .seed = slice->seed };
	struct run run;
	size_t n = 0;
	*nr_pages = 0;
	for (; slice->choice->pattern->next_run(&runs, &run); n++)
		*nr_pages += run.length;
	return n;
}

static struct visits plan_runs(const struct pattern_slice *slice)
{
	struct visits visits = { 0 };
	count_runs(slice, &visits.count);
	return visits;
}

/*
 * Runs are visited in random order. One behind the other, a predictor would take
 * the second for a part of the first; but there is a gap between any two.
 */
static int fill_runs(const struct pattern_slice *slice, uint32_t page[],
		     size_t count)
{
	const struct pattern *pattern = slice->choice->pattern;
	struct runs runs = { .slice = slice, .seed = slice->seed };
	uint64_t seed = slice->seed ^ UINT64_C(0x5bd1e995);
	const size_t n = count_runs(slice, &count);
	size_t at = 0;
	struct run *run = malloc((n + 1) * sizeof(*run));
	if (!run)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		pattern->next_run(&runs, &run[i]);
	random_shuffle(&seed, run, n, sizeof(*run));
	for (size_t i = 0; i < n; i++)
		for (uint32_t p = 0; p < run[i].length && at < count; p++)
			page[at++] = run[i].start +
				     (pattern->down ? run[i].length - 1 - p : p);
	free(run);
	return 0;
}

/* ---- the table ---- */

const struct pattern patterns[] = {
	{ .name = "sequential", .argument = "",
	  .help = "every page, in ascending order",
	  .plan = plan_sequential },
	{ .name = "descending", .argument = "",
	  .help = "every page, in descending order",
	  .down = true, .plan = plan_sequential },
	{ .name = "stride", .argument = ":N",
	  .help = "every N-th page, in ascending order",
	  .nr_numbers = 1, .least = 1, .most = 1 << 20,
	  .plan = plan_stride },
	{ .name = "interleaved", .argument = ":N",
	  .help = "N ascending streams, one page of each in turn",
	  .nr_numbers = 1, .least = 1, .most = 1 << 20,
	  .plan = plan_streams, .fill = fill_streams },
	{ .name = "interleaved-down", .argument = ":N",
	  .help = "N descending streams, one page of each in turn",
	  .nr_numbers = 1, .least = 1, .most = 1 << 20,
	  .down = true, .plan = plan_streams, .fill = fill_streams },
	{ .name = "random", .argument = "[:PERCENT]",
	  .help = "every page (or PERCENT of them) once, in random order from --seed",
	  .nr_numbers = 1, .least = 1, .most = 100, .standard = 100,
	  .plan = plan_random, .fill = fill_random },
	{ .name = "runs", .argument = ":[N-]M",
	  .help = "runs of N to M pages with gaps, in random order from --seed",
	  .nr_numbers = 2, .least = 1, .most = 1 << 20,
	  .next_run = next_near, .plan = plan_runs, .fill = fill_runs },
	{ .name = "islands", .argument = ":[N-]M",
	  .help = "runs of N to M pages with gaps of 32 to 47 pages, in random order from --seed",
	  .nr_numbers = 2, .least = 1, .most = 1 << 20,
	  .next_run = next_uniform, .plan = plan_runs, .fill = fill_runs },
	{ .name = "islands-down", .argument = ":[N-]M",
	  .help = "the same runs, each in descending order",
	  .nr_numbers = 2, .least = 1, .most = 1 << 20,
	  .next_run = next_uniform, .down = true,
	  .plan = plan_runs, .fill = fill_runs },
	{ .name = "geometric", .argument = ":N",
	  .help = "islands whose lengths have a geometric distribution with mean N",
	  .nr_numbers = 1, .least = 1, .most = 1 << 20,
	  .next_run = next_geometric, .plan = plan_runs, .fill = fill_runs },
};
const size_t nr_patterns = ARRAY_SIZE(patterns);

static const struct pattern *find(const char *text, size_t n)
{
	for (size_t i = 0; i < nr_patterns; i++)
		if (strlen(patterns[i].name) == n &&
		    strncmp(patterns[i].name, text, n) == 0)
			return &patterns[i];
	return NULL;
}

static int parse_numbers(const struct pattern *pattern, const char *text,
			 struct pattern_choice *choice, struct error *err)
{
	char low[24] = "";
	const char *high = text;
	const char *dash = pattern->nr_numbers == 2 ? strchr(text, '-') : NULL;
	if (dash && (size_t)(dash - text) < sizeof(low)) {
		memcpy(low, text, (size_t)(dash - text));
		high = dash + 1;
	}
	uint64_t from, to;
	char what[48];
	snprintf(what, sizeof(what), "pattern %s:", pattern->name);
	int rc = number_parse(NUMBERS(what, pattern->least, pattern->most),
			      high, &to, err);
	from = to;
	if (rc == 0 && dash)
		rc = number_parse(NUMBERS(what, pattern->least, to), low, &from,
				  err);
	if (rc != 0)
		return rc;
	choice->low = (uint32_t)from;
	choice->high = (uint32_t)to;
	return 0;
}

static int no_such_pattern(const char *text, struct error *err)
{
	char names[320] = "";
	struct near near = near_start(text, strcspn(text, ":"));
	for (size_t i = 0; i < nr_patterns; i++) {
		snprintf(names + strlen(names), sizeof(names) - strlen(names),
			 "%s%s%s",
			 i == 0 ? "" : i + 1 < nr_patterns ? ", " : " or ",
			 patterns[i].name, patterns[i].argument);
		near_try(&near, patterns[i].name);
	}
	AUTO_FREE char *end = near_end(&near, "", "");
	return error_set(err, -EINVAL, "pattern '%s': expected %s%s", text,
			 names, end);
}

int pattern_parse(const char *text, struct pattern_choice *choice,
		  struct error *err)
{
	const size_t n = strcspn(text, ":");
	const struct pattern *pattern = find(text, n);
	if (!pattern)
		return no_such_pattern(text, err);
	struct pattern_choice parsed = {
		.pattern = pattern, .seed = choice->seed,
		.low = pattern->standard, .high = pattern->standard,
	};
	if (text[n] ? pattern->nr_numbers == 0 :
		      pattern->nr_numbers && !pattern->standard)
		return error_set(err, -EINVAL, "pattern '%s': expected %s%s",
				 text, pattern->name, pattern->argument);
	if (text[n]) {
		const int rc = parse_numbers(pattern, text + n + 1, &parsed, err);
		if (rc != 0)
			return rc;
	}
	*choice = parsed;
	return 0;
}

const char *pattern_text(const struct pattern_choice *choice, char *text,
			 size_t n)
{
	const struct pattern *pattern = choice->pattern;
	if (pattern->nr_numbers == 0 ||
	    (pattern->standard && choice->low == pattern->standard))
		snprintf(text, n, "%s", pattern->name);
	else if (choice->low == choice->high)
		snprintf(text, n, "%s:%" PRIu32, pattern->name, choice->low);
	else
		snprintf(text, n, "%s:%" PRIu32 "-%" PRIu32, pattern->name,
			 choice->low, choice->high);
	return text;
}

/* Each task has its own stream of random numbers. */
static struct pattern_slice slice_of(const struct pattern_choice *choice,
				     size_t nr_pages, size_t task)
{
	uint64_t state = choice->seed * UINT64_C(0x2545f4914f6cdd1d) + task;
	return (struct pattern_slice){ .choice = choice, .nr_pages = nr_pages,
				       .seed = random_next(&state) };
}

struct visits pattern_plan(const struct pattern_choice *choice, size_t nr_pages,
			   size_t task)
{
	const struct pattern_slice slice = slice_of(choice, nr_pages, task);
	/* cppcheck-suppress returnDanglingLifetime ; plan keeps no slice */
	return choice->pattern->plan(&slice);
}

int pattern_fill(const struct pattern_choice *choice, size_t nr_pages,
		 size_t task, uint32_t page[])
{
	const struct pattern_slice slice = slice_of(choice, nr_pages, task);
	return choice->pattern->fill(&slice, page,
				     choice->pattern->plan(&slice).count);
}
