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

/* Wall times of a row's valid repetitions, in the order measured. */
struct run_times {
	double *wall_s;		/* [n]; owned */
	size_t n;
};

struct run_precision {
	struct precision precision;
	struct run_times *times;	/* [nr_rows] of the plan; owned */
};

/* Whether the options ask for it. */
bool run_is_open(const struct run_options *options);
/* Seconds that it may take: as given, or else the default. */
double run_budget_s(const struct run_options *options);

/* The time runs from here on. Errors: -ENOMEM. */
int run_precision_open(struct run_precision *run, const struct run_options *options,
		       const struct plan *plan);
/* A repetition that counts. */
void run_precision_add(struct run_precision *run, size_t row,
		       const struct sample *sample);
/* A block ends, or the first one begins: whether another is wanted. */
bool run_precision_wants(struct run_precision *run, uint64_t rounds);
/* Look at what is there, as at the end. */
void run_precision_look(struct run_precision *run);
/* Accepts an empty object. */
void run_precision_close(struct run_precision *run);

#endif
