/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The commands: pft's main, its help and its completion read this table.
 */
#ifndef CMD_COMMANDS_H
#define CMD_COMMANDS_H

#include "cmd/options.h"

extern const struct command command_ab;
extern const struct command command_compare;
extern const struct command command_host;
extern const struct command command_import;
extern const struct command command_kernel;
extern const struct command command_report;
extern const struct command command_run;

extern const struct command *const commands[];
extern const size_t nr_commands;

/*
 * Where records go without -o: ${XDG_STATE_HOME:-~/.local/state}/pft/<UTC>.jsonl,
 * or <UTC>-2.jsonl and so on: always a new file. It and its folder are made.
 * Returns  the path, which the caller frees; NULL with a message.
 */
char *commands_default_output(struct error *err);

#endif
