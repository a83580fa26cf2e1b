/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options of pft kernel, one table for all that it does; each action takes
 * some of them.
 */
#ifndef CMD_KERNEL_OPTIONS_H
#define CMD_KERNEL_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "cmd/options.h"
#include "cmd/output_options.h"
#include "lab/kernel/kernel.h"

enum kernel_action { KERNEL_BUILD, KERNEL_LIST, KERNEL_CHECK, KERNEL_CLEAN };

struct kernel_options {
	struct output_options output;
	enum kernel_action action;
	struct kernel_request request;
	uint64_t jobs;		/* 0: one a CPU */
	struct kernel_clean_choice clean;
};

/* "build", "list", "check", "clean", NULL. */
extern const char *const kernel_actions[];
extern const struct option_row kernel_options[];

/*
 * Parse the command line; the first operand is the action, the others are left.
 * Returns  as options_parse; -EINVAL also for an option or an operand that the
 *          action does not take.
 */
int kernel_options_parse(const struct command *command,
			 struct arguments *arguments,
			 struct kernel_options *options, struct error *err);

#endif
