/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/order.h"

#include <errno.h>
#include <stdlib.h>

#include "base/random.h"

static void add(struct step step[], size_t *n, struct step one)
{
	step[(*n)++] = one;
}

/* One block: every row once, and in the first ones also what goes beside. */
static void add_block(const struct order_choice *choice, uint64_t block,
		      struct step step[], size_t *n)
{
	const bool warm = block < choice->warmup;
	const uint64_t rep = warm ? block : block - choice->warmup;
	for (size_t row = 0; row < choice->nr_rows; row++) {
		add(step, n, (struct step){ row, ROLE_MEASURE, warm, rep });
		if (!warm && rep < choice->limit_reps)
			add(step, n, (struct step){ row, ROLE_LIMIT, false, rep });
		if (!warm && rep > 0 && rep < choice->nop_reps)
			add(step, n, (struct step){ row, ROLE_NOP, false, rep });
	}
}

/* An upper bound of the number of steps; 0 if it overflows. */
static size_t most_steps(const struct order_choice *choice)
{
	uint64_t most = choice->warmup;
	if (__builtin_add_overflow(most, choice->reps, &most) ||
	    __builtin_add_overflow(most, choice->limit_reps, &most) ||
	    __builtin_add_overflow(most, choice->nop_reps, &most) ||
	    __builtin_mul_overflow(most, choice->nr_rows, &most) ||
	    most >= SIZE_MAX / sizeof(struct step))
		return 0;
	return (size_t)most;
}

int order_make(const struct order_choice *choice, struct step **step,
	       size_t *nr_steps)
{
	const size_t most = most_steps(choice);
	uint64_t state = choice->seed;
	*nr_steps = 0;
	*step = most ? calloc(most, sizeof(**step)) : NULL;
	if (!*step)
		return -ENOMEM;
	for (size_t row = 0; choice->nop_reps && row < choice->nr_rows; row++)
		add(*step, nr_steps, (struct step){ row, ROLE_NOP, false, 0 });
	for (uint64_t block = 0; block < choice->warmup + choice->reps; block++) {
		const size_t first = *nr_steps;
		add_block(choice, block, *step, nr_steps);
		random_shuffle(&state, *step + first, *nr_steps - first,
			       sizeof(**step));
	}
	return 0;
}
