/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options of pft run.
 */
#ifndef CMD_RUN_OPTIONS_H
#define CMD_RUN_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/size.h"
#include "cmd/output_options.h"
#include "fault/workload.h"

/* Of kinds; and of patterns, of which one word may stand for many. */
enum { PLAN_WORDS = 16, PLAN_PATTERNS = 256 };

/* As the options say; what is not given has its default. */
struct run_options {
	struct output_options out;	/* first: see there */
	uint64_t bytes;			/* 0: the default */
	uint64_t reps, warmup;
	bool reps_given, warmup_given;
	struct list threads;		/* empty: 1, 2, 4 ... and every CPU */
	const struct kind *kind[PLAN_WORDS];
	size_t nr_kinds;
	struct pattern_choice pattern[PLAN_PATTERNS];
	size_t nr_patterns;
	uint64_t cachelines;
	bool processes, own_regions, regions_given;
	struct bind_choice bind;
	struct policy policy;
	struct thp_choice thp;
	bool any_faults, latency, classic;
	uint64_t pressure;		/* percent; 0: none. Of pft ab alone */
	/* Half of the 95% interval that is wanted, as a share; 0: none is. */
	double precision;
	double budget_s;		/* 0: none was given */
	uint64_t seed;
	const char *label;		/* NULL: uname -r */
};

struct run_options run_options_default(void);
void run_options_close(struct run_options *options);

/* Repetitions that do not count: with --classic none, unless asked for. */
uint64_t run_options_warmup(const struct run_options *options);

/* 1, 2, 4 ... and every CPU we may use. Errors: -ENOMEM. */
int run_threads_all(struct list *threads);

/* In cmd/run.c. */
int run_main(int argc, char **argv);

#endif
