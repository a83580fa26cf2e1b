/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the lines of a boot to samples. The guest says what it measured; the run, the
 * boot and the side are added here.
 */
#ifndef LAB_COLLECT_H
#define LAB_COLLECT_H

#include <stddef.h>
#include <stdint.h>

#include "lab/campaign/job.h"
#include "record/record.h"

/* Texts live as long as the records. */
struct collect_context {
	const char *run, *boot_id, *kernel;
	uint64_t first_order;	/* of the boot's first sample in the run */
	const struct campaign_job *job;
};

/*
 * Append the samples in lines. Other records are passed over.
 * Returns  0 when all repetitions of all rows are there.
 * Errors   -EINVAL for what is missing or wrong, with a message; samples that
 *          could be read are appended all the same.
 */
int collect_lines(const char *lines, const struct collect_context *context,
		  struct records *records, struct error *err);

/*
 * Give a sample the campaign's number for its row, and its side.
 * row      of the job
 */
void collect_mark(struct records *records, struct sample *sample, size_t row,
		  const struct campaign_job *job);

#endif
