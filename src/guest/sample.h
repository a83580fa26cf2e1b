/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The line of one repetition, as record/jsonl_read reads it. What the host knows
 * better is null: run, boot_id, time, kernel, config.
 */
#ifndef GUEST_SAMPLE_H
#define GUEST_SAMPLE_H

#include <stdint.h>

#include "fault/job.h"
#include "fault/trial.h"

/*
 * On the exact engine a nanosecond is an instruction: what was timed is then
 * told as instructions, and never as seconds.
 * order    the step's place in the order, from 0
 * Returns  the line with its newline, which the caller frees; NULL without
 *          memory.
 */
char *sample_line(const struct job *job, const struct step *step,
		  uint64_t order, const struct trial_result *result);

#endif
