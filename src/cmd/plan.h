/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the options of pft run to the workloads and the order they are run in.
 */
#ifndef CMD_PLAN_H
#define CMD_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "cmd/run_options.h"
#include "fault/order.h"
#include "fault/workload.h"

struct plan {
	struct workload *row;		/* [nr_rows] */
	size_t nr_rows;
	struct step *step;		/* [nr_steps], in the order to be run */
	size_t nr_steps;
	uint64_t reps;			/* of each row in them */
};

/*
 * Work out rows and order. Everything that can be wrong with the request is
 * found here, before anything runs.
 * options  receive the default size
 * Errors   -errno with a message.
 */
int plan_make(struct run_options *options, struct plan *plan,
	      struct error *err);
/*
 * Plan further repetitions behind those that are planned: at least as many again.
 * Errors   -ENOMEM; the plan is as it was.
 */
int plan_more(const struct run_options *options, struct plan *plan);
/* Whether a block begins at step i, or the steps end there. */
bool plan_begins_block(const struct plan *plan, size_t i);
/* Repetitions of each row, without warm-up, before the block at step i. */
uint64_t plan_rounds(const struct plan *plan, size_t i);
void plan_close(struct plan *plan);

#endif
