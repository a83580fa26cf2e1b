/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/schedule.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/random.h"

/* The sides of the round before, backwards. */
static void mirror(const struct schedule_step before[],
		   struct schedule_step step[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		step[i].side = before[n - 1 - i].side;
}

struct schedule_step *schedule_make(const struct schedule_choice *choice,
				    size_t *nr_steps)
{
	const size_t n = choice->nr_sides;
	uint64_t state = choice->seed;
	*nr_steps = n * choice->rounds;
	struct schedule_step *step = error_unless_memory(
		calloc(*nr_steps + 1, sizeof(*step)));
	for (uint32_t round = 0; round < choice->rounds; round++) {
		struct schedule_step *first = step + round * n;
		for (size_t i = 0; i < n; i++)
			first[i] = (struct schedule_step){ .side = i,
							 .round = round };
		if (choice->drifts && round % 2 == 0)
			random_shuffle(&state, first, n, sizeof(*first));
		else if (choice->drifts)
			mirror(first - n, first, n);
	}
	return step;
}
