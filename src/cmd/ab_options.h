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
#include "cmd/run.h"
#include "fault/engine.h"
#include "lab/campaign/file.h"
#include "lab/campaign/side.h"

enum { AB_BESIDE = 8 };

/* As the options say; 0 where the default depends on others. */
struct ab_options {
	struct run_options run;
	const struct engine *engine;	/* NULL: not given */
	enum kernel_arch arch;
	struct campaign_side all;	/* --set: of each side */
	struct campaign_side a;		/* --a, --a-set, --a-name */
	struct campaign_sides b;	/* the same of --b; without a label: not named */
	uint64_t memory_bytes, cpus, nodes, boots, layouts;
	uint64_t limit_reps, swap_bytes, boot_limit_s;
	bool dry_run, fresh;
	const char *part;	/* of the file, alone; NULL: each */
	const char *report;	/* a folder for tables and pictures, or NULL */
	const char *beside[AB_BESIDE + 1];	/* record files shown there as well; NULL */
	size_t nr_beside;
	struct real fail_share;	/* --fail-if-slower: 0.05 is 5% */
};

/* As command_ab has them. */
extern const struct option_row ab_rows[];

struct ab_options ab_options_default(void);
void ab_options_close(struct ab_options *options);

/*
 * Apply the settings of a campaign file that stand outside of groups, then those of
 * the part.
 * Errors   -EINVAL with a message that begins with FILE:LINE.
 */
int ab_options_apply(const struct campaign_file *file,
		     struct ab_options *options, struct error *err);

/* The machine's own architecture, or x86_64. */
enum kernel_arch ab_host_arch(void);

#endif
