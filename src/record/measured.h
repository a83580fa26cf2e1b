/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From what was measured to its record, on a host and in a guest.
 */
#ifndef RECORD_MEASURED_H
#define RECORD_MEASURED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "fault/engine.h"
#include "fault/job.h"
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

/* A job that is being measured, on a host or in a guest. */
struct measuring {
	struct records *records;
	/* Its step and order are set for each repetition, its time on a host. */
	struct measured_context context;
	struct trial_context trial;	/* its backing and machine are set */
	/*
	 * Called for each repetition, whose sample is the last of records.
	 * Errors   end the job.
	 */
	int (*take)(struct measuring *measuring, struct sample *sample,
		    struct error *err);
	void *taker;			/* for take */
};

/*
 * Run the repetitions of a job in their order.
 * measuring    its context has the engine, and the order of the first sample
 * job          is resolved
 * Errors   -EINTR when interrupted, between two repetitions or as trial_run; -errno
 *          with a message: what could not be run. A repetition that failed its gate
 *          is no error: its sample says so.
 */
int measured_job(struct measuring *measuring, struct job *job, struct error *err);

#endif
