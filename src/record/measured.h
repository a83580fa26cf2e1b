/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From what was measured to its record.
 */
#ifndef RECORD_MEASURED_H
#define RECORD_MEASURED_H

#include <stdbool.h>
#include <stdint.h>

#include "fault/trial.h"
#include "record/record.h"

/* Whose repetition it is; texts live as long as the records. */
struct measured_context {
	const char *run, *boot_id, *kernel, *engine;
	enum role role;
	bool warmup;
	uint64_t order, rep, row;
	const struct knobs *knobs;	/* set for the run */
};

/*
 * Append the sample of a repetition that ended just now.
 * result   its latency is moved to the sample
 */
struct sample *measured_add(struct records *records,
			    const struct workload *workload,
			    const struct measured_context *context,
			    struct trial_result *result);

#endif
