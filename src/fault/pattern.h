/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Patterns: the order in which a task visits the pages of its slice. Regular
 * orders are a start, a step and a count; irregular ones fill an array. Pure:
 * the same choice, slice and seed give the same visits anywhere.
 */
#ifndef FAULT_PATTERN_H
#define FAULT_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct run;
struct runs;

/* A pattern is chosen with up to two numbers: "stride:4", "runs:2-32". */
struct pattern_choice {
	const struct pattern *pattern;
	uint32_t low, high;
	uint64_t seed;
};

/* Visits of one task, in pages of its slice. */
struct visits {
	size_t count;
	size_t first;		/* regular: first page */
	ptrdiff_t step;		/* regular: pages to the next; 0: irregular */
};

/* What one task visits by. */
struct pattern_slice {
	const struct pattern_choice *choice;
	size_t nr_pages;
	uint64_t seed;		/* the task's own */
};

struct pattern {
	const char *name;
	const char *argument;	/* how --help shows it: "", ":N", "[:PERCENT]" */
	const char *help;
	/* Numbers: 0 none, 1 "N", 2 "N-M" or "N"; with their bounds. */
	int nr_numbers;
	uint32_t least, most, standard;	/* standard 0: the number is a must */
	bool down;		/* the same, but downwards */
	/* Of a pattern of runs: gives the next one; false when there is no more. */
	bool (*next_run)(struct runs *runs, struct run *run);
	/* How many pages of the slice are visited, and how, when regular. */
	struct visits (*plan)(const struct pattern_slice *slice);
	/* Irregular: fill page [count] of plan; NULL: regular. */
	int (*fill)(const struct pattern_slice *slice, uint32_t page[],
		    size_t count);
};

extern const struct pattern patterns[];
extern const size_t nr_patterns;

/* "sequential", "stride:4", "random:10", "runs:1-64". */
int pattern_parse(const char *text, struct pattern_choice *choice,
		  struct error *err);
/* The same word; text [n], 40 bytes are enough. */
const char *pattern_text(const struct pattern_choice *choice, char *text,
			 size_t n);

/* The visits of one task's slice. */
struct visits pattern_plan(const struct pattern_choice *choice, size_t nr_pages,
			   size_t task);
/* Fill page [plan's count] where the plan's step is 0. Errors: -ENOMEM. */
int pattern_fill(const struct pattern_choice *choice, size_t nr_pages,
		 size_t task, uint32_t page[]);
/* The page of visit i; page as above. */
static inline size_t visits_page(const struct visits *visits,
				 const uint32_t page[], size_t i)
{
	return visits->step ? visits->first + i * (size_t)visits->step : page[i];
}

#endif
