/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the options of pft ab and a campaign file to a campaign.
 */
#ifndef CMD_AB_PLAN_H
#define CMD_AB_PLAN_H

#include "cmd/ab_options.h"
#include "lab/campaign/campaign.h"
#include "lab/campaign/file.h"

struct ab_owned;

struct ab_plan {
	struct campaign_file file;
	const struct setting_group *part;	/* of file; NULL: it has none */
	struct ab_options options;
	struct ab_owned *own;	/* what sides point to */
	struct campaign_side *side;
	size_t nr_sides;
	struct workload *row;	/* owned, as what they hold */
	const char **row_name;	/* [nr_rows], texts of the file; NULL: no name */
	size_t *row_group;	/* [nr_rows] the file's workload that it is of */
	size_t nr_rows;
	bool *measured;		/* as in struct campaign; NULL: all */
	struct campaign campaign;
};

/*
 * Read options and the campaign file they name; nothing is run.
 * part     which of the file's parts, from 0; 0 where it has none
 * Returns  0, 1 when help was printed, -errno with a message.
 */
int ab_plan_make(int argc, char **argv, size_t part, struct ab_plan *plan,
		 struct error *err);
/* Fill in plan->campaign for an engine. Errors: -errno with a message. */
int ab_plan_finish(struct ab_plan *plan, const struct engine *engine,
		   struct error *err);
void ab_plan_close(struct ab_plan *plan);

/* ---- ab_file.c: what a campaign file's settings mean ---- */

/* The part of a file that a group of settings stands in. */
enum ab_part { AB_TOP, AB_PART, AB_WORKLOAD, AB_TREATMENT };

/*
 * Apply the settings of a group that are options of pft ab.
 * part     which of them are allowed
 */
int ab_file_apply(const struct campaign_file *file,
		  const struct setting_group *group, enum ab_part part,
		  struct ab_options *target, struct error *err);

/* ---- ab_measured.c: which rows are measured on which sides ---- */

/*
 * Make plan->measured from the sides of the file's workloads, once rows
 * and sides are there.
 * Errors   -EINVAL for one that there is not; -ENOMEM.
 */
int ab_measured_make(struct ab_plan *plan, struct error *err);

/* ---- ab_side.c ---- */

/* Whether --a or --b say what is compared: then the file's sides do not. */
bool ab_sides_given(const struct ab_plan *plan);

/* Whether the file has a side of that name, be it of the part or not. */
bool ab_sides_has(const struct ab_plan *plan, const char *name);

/* Make plan->side from --a and --b, or else from the file or its part. */
int ab_sides_make(struct ab_plan *plan, struct error *err);
/* Take one away again, before a campaign is made of them. */
void ab_sides_leave_out(struct ab_plan *plan, size_t side);
void ab_sides_close(struct ab_plan *plan);

/* ---- ab_native.c ---- */

/*
 * Leave out what a file asks for and the running kernel does not have, and say so:
 * one file serves many machines. The first side is never left out, nor what
 * --a and --b ask for. plan->campaign is then to be made again.
 * quiet    it is not said
 * Errors   -ENOTSUP where nothing is left to compare; -ENOMEM.
 */
int ab_native_leave_out(struct ab_plan *plan, bool quiet, struct error *err);

#endif
