/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From what was measured to its record, on a host and in a guest.
 */
#ifndef RECORD_MEASURED_H
#define RECORD_MEASURED_H

#include <stdbool.h>
#include <stdint.h>

#include "fault/engine.h"
#include "fault/order.h"
#include "fault/trial.h"
#include "record/record.h"

/* Which repetition it is; texts live as long as the records, NULL is unknown. */
struct measured_context {
	const char *run, *boot_id, *kernel, *time;
	const struct engine *engine;	/* counts instructions: no time is told in seconds */
	const struct step *step;
	uint64_t order;
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
