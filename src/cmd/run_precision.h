/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft run with --precision or --budget: a round is a block, which has one
 * repetition of every row. Rows that are narrow already go on with the others:
 * they are compared with one another, so the machine is to drift for all alike,
 * and n is the same for all.
 */
#ifndef CMD_RUN_PRECISION_H
#define CMD_RUN_PRECISION_H

#include "cmd/plan.h"
#include "cmd/precision.h"

/* Seconds that it may take: as given, or else the default. */
double run_budget_s(const struct run_options *options);

/* Wall times of the valid repetitions of a row, in the order measured. */
struct run_times {
	double *wall_s;		/* [n]; owned */
	size_t n;
};

/*
 * Make the time run from here on.
 * times    [nr_rows of the plan] that look is at; outlives precision
 */
void run_precision_open(struct precision *precision,
			const struct run_options *options, const struct plan *plan,
			const struct run_times *times);
/* A repetition that counts. */
void run_times_add(struct run_times *times, const struct sample *sample);

#endif
