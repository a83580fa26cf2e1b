/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A job: what one boot, or one run, is to set and measure, as text that can be
 * handed to a guest. Written on one machine, resolved on another: pages,
 * rounding and CPUs are those of the machine that runs it.
 *
 *   job 1
 *   seed N
 *   engine exact|kvm|tcg|native
 *   reps N
 *   warmup N
 *   limit N           repetitions of the limit
 *   nop N             repetitions of the empty loop
 *   knob PATH VALUE   in the order to be set; VALUE is the rest of the line
 *   row kind=K pattern=P bytes=N tasks=threads|processes n=N cachelines=N
 *       regions=shared|own bind=B mem=M thp=T faults=exact|any
 *       [latency] [classic]
 *                     all in one line; one for each row
 *   end
 */
#ifndef FAULT_JOB_H
#define FAULT_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "fault/order.h"
#include "fault/workload.h"

struct job_knob {
	char path[256], value[128];
};

struct job {
	uint64_t seed, reps, warmup, limit_reps, nop_reps;
	char engine[16];
	struct job_knob *knob;	/* [nr_knobs]; owned */
	size_t nr_knobs;
	/* requested_bytes is as asked; bytes, page_bytes and placement are 0
	 * until job_resolve. */
	struct workload *row;	/* [nr_rows]; owned */
	struct bind_choice *bind;	/* [nr_rows]; owned */
	size_t nr_rows;
};

/* The job as text, which the caller frees; NULL without memory. */
char *job_text(const struct job *job);
/*
 * The other way.
 * Errors   -EINVAL with a message that names the line.
 */
int job_parse(const char *text, struct job *job, struct error *err);

/*
 * Fill in what depends on the machine: whole pages, placement, policy.
 * Errors   -errno with a message: what this machine cannot do.
 */
int job_resolve(struct job *job, struct error *err);

void job_close(struct job *job);

#endif
