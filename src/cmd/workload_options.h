/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options that say what a workload is: pft run and pft ab have the same
 * words for it.
 *
 * A struct run_options is the FIRST member of a command's own options, as
 * cmd/output_options.h has it for struct output_options.
 */
#ifndef CMD_WORKLOAD_OPTIONS_H
#define CMD_WORKLOAD_OPTIONS_H

#include <stddef.h>

#include "cmd/options.h"

/* Those whose defaults are the same everywhere: for command.shared. */
enum { NR_WORKLOAD_ROWS = 9 };
extern const struct option_row workload_rows[NR_WORKLOAD_ROWS];

/* The others, for option_row.set. */
int workload_set_gib(void *target, const char *value, struct error *err);
int workload_set_bytes(void *target, const char *value, struct error *err);
int workload_set_reps(void *target, const char *value, struct error *err);
int workload_set_threads(void *target, const char *value, struct error *err);
int workload_set_latency(void *target, const char *value, struct error *err);
int workload_set_classic(void *target, const char *value, struct error *err);
int workload_set_thp(void *target, const char *value, struct error *err);
int workload_set_faults(void *target, const char *value, struct error *err);
int workload_set_precision(void *target, const char *value, struct error *err);
int workload_set_budget(void *target, const char *value, struct error *err);

extern const char *const workload_faults_words[];	/* NULL-terminated */

#endif
