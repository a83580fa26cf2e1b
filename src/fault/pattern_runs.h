/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Patterns of runs: some pages one after the other, then pages that nobody
 * touches. For the table in pattern.c alone.
 */
#ifndef FAULT_PATTERN_RUNS_H
#define FAULT_PATTERN_RUNS_H

#include "fault/pattern.h"

enum {
	/* What a kernel maps beyond a run's end is then none of the next one's:
	 * its largest window is 32 pages. */
	ISLAND_GAP = 32,
	/* Islands begin at each of so many places in turn. */
	ISLAND_PLACES = 16,
};

struct visits plan_runs(const struct pattern_choice *choice, size_t nr_pages,
			uint64_t seed);
int fill_runs(const struct pattern_choice *choice, size_t nr_pages,
	      uint64_t seed, uint32_t page[], size_t count);

struct visits plan_islands(const struct pattern_choice *choice, size_t nr_pages,
			   uint64_t seed);
int fill_islands(const struct pattern_choice *choice, size_t nr_pages,
		 uint64_t seed, uint32_t page[], size_t count);
int fill_islands_down(const struct pattern_choice *choice, size_t nr_pages,
		      uint64_t seed, uint32_t page[], size_t count);

struct visits plan_geometric(const struct pattern_choice *choice,
			     size_t nr_pages, uint64_t seed);
int fill_geometric(const struct pattern_choice *choice, size_t nr_pages,
		   uint64_t seed, uint32_t page[], size_t count);

#endif
