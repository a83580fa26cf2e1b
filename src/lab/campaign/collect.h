/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From what came out of a boot to samples: the guest knows what it measured,
 * here they learn whose they are.
 */
#ifndef LAB_COLLECT_H
#define LAB_COLLECT_H

#include <stddef.h>
#include <stdint.h>

#include "fault/job.h"
#include "record/record.h"

/* Texts live as long as the records. */
struct collect_context {
	const char *run, *boot_id, *kernel;
	const struct engine *engine;
	size_t side;
	uint64_t first_order;	/* of the boot's first sample in the run */
	const struct job *job;
	const size_t *row;	/* [job's nr_rows] of the campaign; NULL: the same */
};

/*
 * Append the samples in lines, each with its row of the campaign; the side
 * is in "counters". Other records are passed over.
 * why      [n] receives what is missing or wrong, "" when all repetitions of
 *          all rows are there; samples that could be read are kept all the same
 * Returns  the number of samples appended.
 */
size_t collect_lines(const char *lines, const struct collect_context *context,
		     struct records *records, char *why, size_t n);

/* Give a sample its row and side. */
void collect_mark(struct records *records, struct sample *sample, size_t row,
		  size_t side);

#endif
