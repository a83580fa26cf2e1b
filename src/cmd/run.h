/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft run: its options, of which pft ab has many as well; from them to the workloads
 * and the order they are run in; and, with --precision or --budget, how long it goes on.
 */
#ifndef CMD_RUN_H
#define CMD_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/known.h"
#include "cmd/options.h"
#include "cmd/precision.h"
#include "fault/order.h"
#include "fault/workload.h"
#include "fault/workload_words.h"

/* As the options say; what is not given has its default. */
struct run_options {
	struct output_options out;
	struct workload_words words;	/* the workloads, a row for each */
	struct count reps, warmup;	/* unknown: the default */
	/* Half of the 95% interval that is wanted, as a share; 0: none is. */
	double precision;
	double budget_s;		/* 0: none was given */
	uint64_t seed;
	const char *label;		/* NULL: uname -r */
};

/* 2^53 - 1: what a number in JSON holds. */
#define SEED_MOST 9007199254740991.0
#define REPS_MOST 1000000

enum { RUN_REPS = 10 };		/* without --reps */

/* Rows that pft run and pft ab both have, for a struct option_row table. */
#define OPTION_WARMUP(target, member) \
	{ "warmup", '\0', "N", "number of warm-up repetitions before them, excluded from all results", \
	  .standard = "1; classic: 0", OPTION_FROM(COUNT, target, member, 0, REPS_MOST) }
#define OPTION_SEED(target, member) \
	{ "seed", '\0', "N", "seed of random orders", .standard = "1", \
	  OPTION_FROM(NUMBER, target, member, 0, SEED_MOST) }

/* Whether the number of rounds is open: --precision or --budget was given. */
bool run_options_are_open(const struct run_options *options);

/* Repetitions that do not count: with --classic none, unless asked for. */
uint64_t run_options_warmup(const struct run_options *options);

/* ---- the plan ---- */

/* Wall times of the valid repetitions of a row, in the order measured. */
struct run_times {
	double *wall_s;		/* [n]; owned */
	size_t n;
};

struct plan {
	struct workload *row;		/* [nr_rows] */
	size_t nr_rows;
	struct step *step;		/* [nr_steps], in the order to be run */
	size_t nr_steps;
	uint64_t reps;			/* of each row in them */
	struct run_times *times;	/* [nr_rows] of what was measured; owned */
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

/* ---- --precision and --budget ---- */

/*
 * A round is a block, which has one repetition of every row. Rows that are narrow
 * already go on with the others: they are compared with one another, so the machine is
 * to drift for all alike, and n is the same for all.
 */

/* Seconds that it may take: as given, or else the default. */
double run_budget_s(const struct run_options *options);

/* Make the time run from here on; plan->times are looked at. */
void run_precision_open(struct precision *precision,
			const struct run_options *options, const struct plan *plan);
/* A repetition that counts. */
void run_times_add(struct run_times *times, const struct sample *sample);

#endif
