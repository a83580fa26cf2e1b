/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The commands: pft's main, its help and its completion read this table.
 */
#ifndef CMD_COMMANDS_H
#define CMD_COMMANDS_H

#include "analysis/compare.h"
#include "cmd/options.h"
#include "lab/campaign/runner.h"
#include "record/writer.h"

extern const struct command command_ab;
extern const struct command command_compare;
extern const struct command command_host;
extern const struct command command_import;
extern const struct command command_kernel;
extern const struct command command_report;
extern const struct command command_run;

/* pft ab with kernels and boots by a backend: what tests call. Returns the exit status. */
int ab_main(struct arguments *arguments, const struct lab_backend *backend);

extern const struct command *const commands[];
extern const size_t nr_commands;

/* The command of that name, or NULL with a message. */
const struct command *commands_find(const char *name, struct error *err);

/*
 * Open the file that records are appended to. Without -o that is always a new one:
 * ${XDG_STATE_HOME:-~/.local/state}/pft/<UTC>.jsonl, or <UTC>-2.jsonl and so on; its
 * folder is made.
 * output   as -o says; or NULL
 * path     receives its path, which the caller frees once the writer is closed
 * Errors   those of writer_open, or of making it; with a message.
 */
int commands_open_output(const char *output, struct writer *writer, char **path,
			 struct error *err);

/*
 * What --fail-if-slower makes of a comparison: one line on stderr names the side that
 * costs most, its row and by how much.
 * share    0.05 is 5%; unknown: the option was not given
 * Returns  the exit status, 3 or 0
 */
int commands_fail_if_slower(const struct compare *compare, struct real share);

#endif
