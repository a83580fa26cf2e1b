/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order in which the repetitions of rows are run: randomised blocks, seeded.
 * Each block has one repetition of every row, so that a drift of the machine
 * affects all rows alike. The first blocks that count also hold the limit and the
 * harness's own cost. One round of the harness comes first, in the order of the
 * rows, so that records list the rows in their order.
 */
#ifndef FAULT_ORDER_H
#define FAULT_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault/workload.h"

/* One repetition to be run. */
struct step {
	size_t row;
	enum role role;
	bool warmup;
	uint64_t rep;
};

struct order_choice {
	size_t nr_rows;			/* at least 1 */
	uint64_t reps, warmup;		/* together at least 1 */
	uint64_t limit_reps, nop_reps;	/* of each row; reps at the most count */
	uint64_t seed;
};

/*
 * step     receives an array of *nr_steps, which the caller frees; of more
 *          repetitions the first are the same
 * Errors   -ENOMEM, also for more steps than there are numbers.
 */
int order_make(const struct order_choice *choice, struct step **step,
	       size_t *nr_steps);

#endif
