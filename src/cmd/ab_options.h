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
#include "cmd/options.h"
#include "cmd/run_options.h"
#include "fault/engine.h"
#include "lab/campaign/side.h"

enum { AB_BESIDE = 8 };

/* As the options say; 0 where the default depends on others. */
struct ab_options {
	struct run_options run;	/* first: as cmd/output_options.h has it */
	const struct engine *engine;	/* NULL: not given */
	enum kernel_arch arch;
	struct campaign_side all;	/* --set: of each side */
	struct campaign_side a;		/* --a, --a-set */
	struct campaign_sides b;	/* --b, --b-set; without a label */
	uint64_t memory_bytes, cpus, nodes, boots, layouts;
	uint64_t limit_reps, swap_bytes, boot_limit_s;
	bool dry_run, fresh;
	const char *part;	/* of the file, alone; NULL: each */
	const char *report;	/* a folder for tables and pictures, or NULL */
	const char *beside[AB_BESIDE];	/* record files shown there as well */
	size_t nr_beside;
	struct real fail_share;	/* --fail-if-slower: 0.05 is 5% */
};

extern const struct option_row ab_rows[];

struct ab_options ab_options_default(void);
void ab_options_close(struct ab_options *options);

/* The machine's own architecture, or x86_64. */
enum kernel_arch ab_host_arch(void);

#endif
