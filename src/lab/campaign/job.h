/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The boots of a campaign: in which order they are run, the job of each, and the key
 * of all. Pure: the same campaign gives the same anywhere.
 */
#ifndef LAB_CAMPAIGN_JOB_H
#define LAB_CAMPAIGN_JOB_H

#include <stddef.h>
#include <stdint.h>

#include "fault/job.h"
#include "lab/campaign/campaign.h"

struct schedule_step {
	size_t side;
	size_t set;		/* of rows */
	uint32_t round;
};

/*
 * Make a schedule, round by round, with a step for each set of rows that is measured
 * on a side. With more rounds, the first steps are the same. If the campaign drifts,
 * sides are in seeded order in one round and in the opposite order in the next
 * (ABBA). Else they are in their own order, as nothing that was before changes an
 * exact boot.
 * nr_steps receives their number
 * Returns  an array that the caller frees.
 */
struct schedule_step *schedule_make(const struct campaign *campaign,
				    size_t *nr_steps);

/* The job of one side for one set. Texts are the campaign's. */
struct campaign_job {
	struct job job;
	size_t *row;		/* [job.nr_rows] of the campaign */
	size_t side;
};

struct campaign_job campaign_job_make(const struct campaign *campaign,
				      size_t side, size_t set);
void campaign_job_close(struct campaign_job *job);

/* What boots, and in what. */
struct campaign_identity {
	const char *const *image_id;	/* [nr_sides] build id of what boots */
	const char *guest_id;	/* of the guest program; NULL: none */
	const char *emulator;	/* its name and version; NULL: none */
};

enum { CAMPAIGN_KEY_SIZE = 20 };

/*
 * A name for what would be measured. Campaigns with the same key have the same
 * results, or, where time is measured, ask the same question. The number of rounds
 * is part of it, unless rounds are open.
 * key      receives 16 digits
 */
void campaign_key(const struct campaign *campaign,
		  const struct campaign_identity *identity,
		  char key[CAMPAIGN_KEY_SIZE]);

#endif
