/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A job: what one boot, or one run, is to set and measure, as text that can be
 * handed to a guest. Written on one machine, resolved on another: pages,
 * rounding and CPUs are those of the machine that runs it.
 *
 *   job 1
 *   seed N
 *   engine WORD       of fault/engine.h
 *   reps N
 *   warmup N
 *   limit N           repetitions of the limit
 *   nop N             repetitions of the empty loop
 *   swap BYTES        swap on a compressed disk of that size; without, none
 *   knob PATH VALUE   in the order to be set; VALUE is the rest of the line
 *   row kind=K pattern=P bytes=N tasks=threads|processes n=N cachelines=N
 *       regions=shared|own bind=B mem=M thp=T faults=exact|any
 *       [pressure=PERCENT] [latency] [classic]
 *                     all in one line; one for each row
 *   end
 *
 * The first line is "job 1" and the last one "end", so that half a job is none.
 * Between them lines stand in any order; each of the numbers and the engine
 * once. A row has the words of fault/workload_field.h, all but those in brackets,
 * in any order. Lines that
 * are empty or begin with # are skipped. Bytes are written as people do: 64M.
 *
 * thp tells the mapping only (machine/thp.h): what the kernel needs to have set
 * for it stands in knobs.
 */
#ifndef FAULT_JOB_H
#define FAULT_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "fault/engine.h"
#include "fault/order.h"
#include "fault/workload.h"
#include "machine/knobs.h"

struct job {
	uint64_t seed, reps, warmup, limit_reps, nop_reps;
	uint64_t swap_bytes;	/* 0: none */
	const struct engine *engine;
	struct knob *knob;	/* [nr_knobs]; owned */
	size_t nr_knobs;
	/* [nr_rows]; owned. Until job_resolve what depends on the machine is 0. */
	struct workload *row;
	size_t nr_rows;
};

/* The job as text, which the caller frees. */
char *job_text(const struct job *job);
/*
 * The other way.
 * job      needs no initialisation; empty after an error
 * Errors   -EINVAL with a message that names the line.
 */
int job_parse(const char *text, struct job *job, struct error *err);

/* As workloads_resolve, of all rows. */
int job_resolve(struct job *job, struct error *err);

/*
 * Set the job's knobs for good: for a guest, where nobody wants them back. Each
 * is read again, for a knob may take a value and keep another.
 * knob     receives the one that failed; may be NULL
 * Errors   -errno with a message.
 */
int job_set_knobs(const struct job *job, const struct knob **knob,
		  struct error *err);

/* What order_make needs of it. */
struct order_choice job_order(const struct job *job);

void job_close(struct job *job);

#endif
