/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One repetition, from mapping to judgement.
 */
#ifndef FAULT_TRIAL_H
#define FAULT_TRIAL_H

#include <stdatomic.h>

#include "base/error.h"
#include "fault/gate.h"
#include "fault/trial_result.h"
#include "fault/workload.h"
#include "machine/clock.h"	/* CLOCK_NAME: what times are read from */

/* What a trial needs besides its workload. */
struct trial_context {
	struct backing *backing;
	pressure_ask *ask;	/* NULL: rows want no pressure */
	const _Atomic int *interrupts;	/* 2 or more: give the repetition up */
	/* By gate_machine_read: before the first trial, and again after a knob
	 * was changed. */
	struct gate_machine machine;
};

/*
 * Run one repetition.
 * result   filled on success; the caller frees it with trial_close
 * Errors   -errno with a message when it could not be run; -EINTR when it was
 *          given up: threads may then still be touching, and the caller must
 *          end the program soon. A repetition that ran and failed its gate is
 *          no error: result->ok is false.
 */
int trial_run(const struct workload *workload, enum role role,
	      const struct trial_context *context, struct trial_result *result,
	      struct error *err);

#endif
