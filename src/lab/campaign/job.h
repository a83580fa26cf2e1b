/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The job of one boot of a campaign, and the key of all its jobs.
 */
#ifndef LAB_CAMPAIGN_JOB_H
#define LAB_CAMPAIGN_JOB_H

#include <stddef.h>

#include "fault/job.h"
#include "lab/campaign/campaign.h"

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
