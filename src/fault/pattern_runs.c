/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A pattern of runs is a function that gives one after the other, from page 0
 * on; the order in which they are visited is drawn afterwards. So planning
 * needs no memory, and filling finds the same runs again.
 */
#include "fault/pattern_runs.h"

#include <errno.h>
#include <stdlib.h>

#include "base/random.h"

struct run {
	uint32_t start, length;
};

/* Runs under way. */
struct runs {
	const struct runs_choice *choice;
	size_t nr_pages;
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

static bool next_run(struct runs *runs, struct run *run)
{
	switch (runs->choice->shape) {
	case RUNS_ISLANDS:
		return next_uniform(runs, run);
	case RUNS_GEOMETRIC:
		return next_geometric(runs, run);
	default:
		return next_near(runs, run);
	}
}

/* ---- how they are visited ---- */

static struct runs runs_open(const struct runs_choice *choice)
{
	return (struct runs){ .choice = choice, .nr_pages = choice->nr_pages,
			      .seed = choice->seed };
}

size_t runs_nr_pages(const struct runs_choice *choice)
{
	struct runs runs = runs_open(choice);
	struct run run;
	size_t n = 0;
	while (next_run(&runs, &run))
		n += run.length;
	return n;
}

static size_t nr_runs(const struct runs_choice *choice)
{
	struct runs runs = runs_open(choice);
	struct run run;
	size_t n = 0;
	while (next_run(&runs, &run))
		n++;
	return n;
}

/*
 * Runs are visited in random order. One behind the other, a predictor would take
 * the second for a part of the first; but there is a gap between any two.
 */
int runs_fill(const struct runs_choice *choice, uint32_t page[], size_t count)
{
	struct runs runs = runs_open(choice);
	uint64_t seed = choice->seed ^ UINT64_C(0x5bd1e995);
	const size_t n = nr_runs(choice);
	size_t at = 0;
	struct run *run = malloc((n + 1) * sizeof(*run));
	if (!run)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		next_run(&runs, &run[i]);
	random_shuffle(&seed, run, n, sizeof(*run));
	for (size_t i = 0; i < n; i++)
		for (uint32_t p = 0; p < run[i].length && at < count; p++)
			page[at++] = run[i].start +
				     (choice->down ? run[i].length - 1 - p : p);
	free(run);
	return 0;
}
