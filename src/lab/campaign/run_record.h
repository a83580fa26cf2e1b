/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The records of a campaign beside its samples: the run, which says what was
 * planned, and each boot.
 */
#ifndef LAB_RUN_RECORD_H
#define LAB_RUN_RECORD_H

#include "lab/boot/boot.h"
#include "lab/campaign/campaign.h"
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

struct boot_facts {
	const char *id, *run;
	size_t place;		/* in the schedule */
	uint32_t round;
	size_t side;
	const struct boot_result *result;
	const struct kernel *kernel;
	const char *emulator;	/* NULL: none, or unknown */
};

/* Append the boot record. */
const struct facts *run_record_boot(struct records *records,
				    const struct campaign *campaign,
				    const struct boot_facts *boot);

#endif
