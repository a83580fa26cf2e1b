/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order in which the repetitions of rows are run: randomised blocks, seeded.
 * Each block has one repetition of every row, so that a machine that drifts
 * drifts for all rows alike.
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
	size_t nr_rows;
	uint64_t reps, warmup;
	uint64_t limit_reps, nop_reps;	/* of each row */
	uint64_t seed;
};

/*
 * step     receives an array of *nr_steps, which the caller frees
 * Errors   -ENOMEM.
 */
int order_make(const struct order_choice *choice, struct step **step,
	       size_t *nr_steps);

#endif
