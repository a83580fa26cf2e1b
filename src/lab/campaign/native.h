/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The native engine: one side's block of repetitions on the running kernel. The
 * side's knobs are set for the block and put back after it.
 */
#ifndef LAB_NATIVE_H
#define LAB_NATIVE_H

#include <stdatomic.h>

#include "base/error.h"
#include "lab/campaign/run_record.h"

/*
 * Run a block and append its samples.
 * block    its job is not resolved
 * Errors   -EINTR when interrupted, or those of setting a knob and of running a
 *          repetition; the caller then drops the samples so far.
 */
int native_run(struct campaign_boot *block,
	       const _Atomic int *interrupts, struct records *records,
	       struct error *err);

/*
 * Whether the knobs are there and may be set, before the first block.
 * Errors   as reading one; -EACCES. The message has the mend.
 */
int native_check_knobs(const struct knob knob[], size_t n,
		       struct error *err);

/* Whether the running kernel lacks what a side sets; what, into why [n]. */
bool native_lacks(const struct campaign_side *side, char *why, size_t n);

/* What boots, for the campaign's key: this kernel, this boot. Freed by the caller. */
char *native_image_id(void);

#endif
