/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A pattern of runs is a function that gives one after the other, from page 0
 * on; the order in which they are visited is drawn afterwards. So planning
 * needs no memory, and filling finds the same runs again.
 */
#include "fault/pattern_runs.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

struct run {
	uint32_t start, length;
};

/* Runs under way. */
struct runs {
	const struct pattern_choice *choice;
	size_t nr_pages;
	uint64_t seed;
	size_t at;		/* from here on there is none yet */
	/* Islands: places that they begin at, and which is next. */
	uint8_t place[ISLAND_PLACES];
	size_t nr_islands;
};

/* The next run; false when there is no more. */
typedef bool next_run(struct runs *runs, struct run *run);

/* ---- where runs lie ---- */

/* Gaps of 1 to high pages; the region's end may cut the last run short. */
static bool next_near(struct runs *runs, struct run *run)
{
	const uint32_t low = runs->choice->low, high = runs->choice->high;
	if (runs->at >= runs->nr_pages)
		return false;
	size_t length = low + random_below(&runs->seed, high - low + 1);
	const size_t gap = 1 + random_below(&runs->seed, high);
	if (length > runs->nr_pages - runs->at)
		length = runs->nr_pages - runs->at;
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
	for (size_t k = ISLAND_PLACES; i == 0 && k > 1; k--) {
		const size_t j = (size_t)random_below(&runs->seed, k);
		const uint8_t was = runs->place[k - 1];
		runs->place[k - 1] = runs->place[j];
		runs->place[j] = was;
	}
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
	const bool fits = start < runs->nr_pages &&
			  length <= runs->nr_pages - start;
	if (!fits && runs->at > 0)
		return false;
	if (!fits)
		start = 0;
	if (length > runs->nr_pages - start)
		length = runs->nr_pages - start;
	*run = (struct run){ (uint32_t)start, (uint32_t)length };
	runs->at = start + length + ISLAND_GAP;
	return true;
}

static bool next_uniform(struct runs *runs, struct run *run)
{
	const uint32_t low = runs->choice->low, high = runs->choice->high;
	return next_island(runs, low + random_below(&runs->seed, high - low + 1),
			   run);
}

/* Goes on with a chance of 1 - 1 / mean: so many are the mean, and one at least. */
static bool next_geometric(struct runs *runs, struct run *run)
{
	size_t length = 1;
	while (length < runs->nr_pages &&
	       random_below(&runs->seed, runs->choice->low) != 0)
		length++;
	return next_island(runs, length, run);
}

/* ---- how they are visited ---- */

static struct runs runs_of(const struct pattern_choice *choice, size_t nr_pages,
			   uint64_t seed)
{
	return (struct runs){ .choice = choice, .nr_pages = nr_pages,
			      .seed = seed };
}

static struct visits plan(struct runs runs, next_run *next)
{
	struct visits visits = { 0 };
	struct run run;
	while (next(&runs, &run))
		visits.count += run.length;
	return visits;
}

static size_t count_runs(struct runs runs, next_run *next)
{
	struct run run;
	size_t n = 0;
	while (next(&runs, &run))
		n++;
	return n;
}

/*
 * In random order, but never one behind the other, where a predictor would take
 * the second for a part of the first: there is a gap between any two.
 */
static void shuffle(struct run run[], size_t n, uint64_t seed)
{
	for (size_t i = n; i > 1; i--) {
		const size_t j = (size_t)random_below(&seed, i);
		const struct run was = run[i - 1];
		run[i - 1] = run[j];
		run[j] = was;
	}
}

static int fill(struct runs runs, next_run *next, uint32_t page[], size_t count,
		bool down)
{
	const uint64_t seed = runs.seed ^ UINT64_C(0x5bd1e995);
	const size_t nr_runs = count_runs(runs, next);
	struct run *run = malloc((nr_runs + 1) * sizeof(*run));
	size_t n = 0;
	if (!run)
		return -ENOMEM;
	for (size_t i = 0; i < nr_runs; i++)
		next(&runs, &run[i]);
	shuffle(run, nr_runs, seed);
	for (size_t i = 0; i < nr_runs; i++)
		for (uint32_t p = 0; p < run[i].length && n < count; p++)
			page[n++] = run[i].start +
				    (down ? run[i].length - 1 - p : p);
	free(run);
	return 0;
}

/* ---- for the table ---- */

struct visits plan_runs(const struct pattern_choice *choice, size_t nr_pages,
			uint64_t seed)
{
	return plan(runs_of(choice, nr_pages, seed), next_near);
}

int fill_runs(const struct pattern_choice *choice, size_t nr_pages,
	      uint64_t seed, uint32_t page[], size_t count)
{
	return fill(runs_of(choice, nr_pages, seed), next_near, page, count,
		    false);
}

struct visits plan_islands(const struct pattern_choice *choice, size_t nr_pages,
			   uint64_t seed)
{
	return plan(runs_of(choice, nr_pages, seed), next_uniform);
}

int fill_islands(const struct pattern_choice *choice, size_t nr_pages,
		 uint64_t seed, uint32_t page[], size_t count)
{
	return fill(runs_of(choice, nr_pages, seed), next_uniform, page, count,
		    false);
}

int fill_islands_down(const struct pattern_choice *choice, size_t nr_pages,
		      uint64_t seed, uint32_t page[], size_t count)
{
	return fill(runs_of(choice, nr_pages, seed), next_uniform, page, count,
		    true);
}

struct visits plan_geometric(const struct pattern_choice *choice,
			     size_t nr_pages, uint64_t seed)
{
	return plan(runs_of(choice, nr_pages, seed), next_geometric);
}

int fill_geometric(const struct pattern_choice *choice, size_t nr_pages,
		   uint64_t seed, uint32_t page[], size_t count)
{
	return fill(runs_of(choice, nr_pages, seed), next_geometric, page, count,
		    false);
}
