/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the options of pft ab and a campaign file to a campaign.
 */
#ifndef CMD_AB_PLAN_H
#define CMD_AB_PLAN_H

#include "cmd/ab_options.h"
#include "lab/campaign/campaign.h"
#include "lab/campaign/file.h"
#include "lab/campaign/from_file.h"
#include "lab/campaign/runner.h"

struct ab_plan {
	struct campaign_file file;	/* without a path: there is none */
	size_t part;			/* of the file, from 0 */
	struct ab_options options;
	struct campaign_sides sides;
	struct campaign_rows rows;
	struct campaign campaign;	/* points into all of these */
};

/*
 * Read options and the campaign file they name; nothing is run.
 * part     which of the file's parts, from 0; 0 where it has none. --part is before it
 * Returns  0, 1 when help was printed, -errno with a message.
 */
int ab_plan_make(const struct arguments *arguments, size_t part,
		 struct ab_plan *plan, struct error *err);
/*
 * Leave out the sides of a file that the running kernel cannot be given, and say
 * so, before ab_plan_finish: one file serves many machines. The first side always stays.
 * Errors   -ENOTSUP where nothing is left to compare.
 */
int ab_plan_leave_out(struct ab_plan *plan, struct error *err);
/* Fill in plan->campaign for an engine. Errors: -errno with a message. */
int ab_plan_finish(struct ab_plan *plan, const struct engine *engine,
		   struct error *err);
/*
 * Print what would be done, and how long it would take; nothing is built or booted.
 * Errors   -errno with a message.
 */
int ab_plan_preview(const struct ab_plan *plan, const struct runner_context *context,
		    struct error *err);
void ab_plan_close(struct ab_plan *plan);

#endif
