/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options of pft ab.
 */
#ifndef CMD_AB_OPTIONS_H
#define CMD_AB_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/known.h"
#include "cmd/run_options.h"
#include "fault/job.h"
#include "lab/campaign/backend.h"

enum { AB_KERNELS = 32, AB_KNOBS = 64, AB_BESIDE = 8 };

struct ab_knobs {
	struct knob knob[AB_KNOBS];
	size_t n;
};

/* --a or --b with what was set for it. */
struct ab_side {
	const char *word;	/* NULL: the same kernel as A */
	struct ab_knobs knobs;
};

/* As the options say; 0 where the default depends on others. */
struct ab_options {
	struct run_options run;	/* first: as cmd/output_options.h has it */
	const struct engine *engine;	/* NULL: not given */
	enum kernel_arch arch;
	struct ab_side a;
	struct ab_side *b;	/* [nr_b]; owned */
	size_t nr_b;
	struct ab_knobs all;	/* --set */
	uint64_t memory_bytes, cpus, nodes, boots, layouts;
	uint64_t limit_reps, swap_bytes, boot_limit_s;
	bool dry_run, fresh;
	const char *part;	/* of the file, alone; NULL: each */
	const char *report;	/* a folder for tables and pictures, or NULL */
	const char *beside[AB_BESIDE];	/* record files shown there as well */
	size_t nr_beside;
	struct real fail_percent;	/* --fail-if-slower */
};

struct ab_options ab_options_default(void);
void ab_options_close(struct ab_options *options);

/* The machine's own architecture, or x86_64. */
enum kernel_arch ab_host_arch(void);

/*
 * pft ab with kernels and boots by backend: what tests call.
 * Returns  the exit status.
 */
int ab_main(int argc, char **argv, const struct lab_backend *backend);

#endif
