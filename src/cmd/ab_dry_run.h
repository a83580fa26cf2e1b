/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pft ab would do, and how long it would take.
 */
#ifndef CMD_AB_DRY_RUN_H
#define CMD_AB_DRY_RUN_H

#include "cmd/ab_options.h"
#include "lab/campaign/campaign.h"
#include "lab/campaign/runner.h"

/* Print it; nothing is built or booted. Returns the exit status. */
int ab_dry_run(const struct campaign *campaign, const struct ab_options *options,
	       const struct runner_context *context);

#endif
