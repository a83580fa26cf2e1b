/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The records of a campaign: the run, which says what was planned, each boot, and
 * its samples.
 */
#ifndef LAB_RUN_RECORD_H
#define LAB_RUN_RECORD_H

#include "lab/boot/boot.h"
#include "lab/campaign/job.h"
#include "record/record.h"

struct run_head {
	const char *const *argv;
	size_t nr_argv;
	const struct kernel *kernel;	/* [nr_sides] */
	const char *key;
};

/*
 * Append the host record and the run record.
 * Returns  the id of the run, kept by records.
 */
const char *run_record_head(struct records *records,
			    const struct campaign *campaign,
			    const struct run_head *head);

/* A boot or a block of a campaign. Texts live as long as the records. */
struct campaign_boot {
	const struct campaign *campaign;
	const struct schedule_step *step;
	size_t place;		/* of the step in the schedule */
	const char *id, *run;
	const struct kernel *kernel;
	const char *emulator;	/* NULL: none, or unknown */
	uint64_t first_order;	/* of its first sample in the run */
	struct campaign_job job;
	struct boot_result result;
};

/* The label of its side. */
const char *run_record_label(const struct campaign_boot *boot);

/* Append the boot record. */
const struct facts *run_record_boot(struct records *records,
				    const struct campaign_boot *boot);

/*
 * Append the samples in the lines of its result. The guest says what it measured; the
 * run, the boot and the side are added here. Other records are passed over.
 * Returns  0 when all repetitions of all rows are there.
 * Errors   -EINVAL for what is missing or wrong, with a message; samples that
 *          could be read are appended all the same.
 */
int run_record_samples(struct records *records, const struct campaign_boot *boot,
		       struct error *err);

/*
 * Give a sample the campaign's number for its row, and its side.
 * row      of the job
 */
void run_record_mark(struct records *records, struct sample *sample, size_t row,
		     const struct campaign_job *job);

#endif
