/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs: some pages one after the other, then pages that are not touched. For
 * the table in pattern.c alone.
 */
#ifndef FAULT_PATTERN_RUNS_H
#define FAULT_PATTERN_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	/* Islands are so far apart that what a kernel maps beyond a run's end is
	 * not of the next run: its largest window is 32 pages. */
	ISLAND_GAP = 32,
	/* Islands begin at each of so many places in turn. */
	ISLAND_PLACES = 16,
};

enum runs_shape {
	RUNS_NEAR,	/* low to high pages, gaps of 1 to high */
	RUNS_ISLANDS,	/* low to high pages */
	RUNS_GEOMETRIC,	/* islands of low pages in the mean */
};

struct runs_choice {
	enum runs_shape shape;
	bool down;		/* each run is visited downwards */
	uint32_t low, high;
	size_t nr_pages;	/* that the runs lie in */
	uint64_t seed;
};

/* Pages in all runs together. */
size_t runs_nr_pages(const struct runs_choice *choice);
/* Fill page [count] in the order of visits. Errors: -ENOMEM. */
int runs_fill(const struct runs_choice *choice, uint32_t page[], size_t count);

#endif
