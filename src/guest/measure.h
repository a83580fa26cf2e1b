/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The job's repetitions, in their order, each sent as a line when it has been
 * judged.
 */
#ifndef GUEST_MEASURE_H
#define GUEST_MEASURE_H

#include "base/error.h"
#include "fault/job.h"
#include "guest/channel.h"

/*
 * Errors   -errno with a message: what could not be run. A repetition that
 *          failed its gate is no error: its line says so.
 */
int measure_job(struct job *job, struct channel *channel, struct error *err);

#endif
