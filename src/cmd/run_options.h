/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options of pft run; those that pft ab has as well.
 */
#ifndef CMD_RUN_OPTIONS_H
#define CMD_RUN_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/known.h"
#include "cmd/options.h"
#include "cmd/output_options.h"
#include "fault/workload_words.h"

/* As the options say; what is not given has its default. */
struct run_options {
	struct output_options out;	/* first: see there */
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

/* Of pft run. */
extern const struct option_row run_rows[];

/* Whether the number of rounds is open: --precision or --budget was given. */
bool run_options_are_open(const struct run_options *options);

/* Repetitions that do not count: with --classic none, unless asked for. */
uint64_t run_options_warmup(const struct run_options *options);

#endif
