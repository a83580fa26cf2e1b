/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The gate: whether a repetition did what it claims. A source that could not be
 * read is unknown, not a mismatch.
 */
#ifndef FAULT_GATE_H
#define FAULT_GATE_H

#include <stdint.h>

#include "base/known.h"
#include "fault/trial_result.h"
#include "fault/workload.h"

/* What was seen of the region's pages, all tasks together. */
struct gate_looks {
	struct count before, after;	/* present; unknown: not looked at */
	uint64_t missing, extra;	/* after, against what was touched */
	struct count huge_bytes;
};

/* Set ok and invalid of a result whose expectation and counts are filled in. */
void gate_judge(struct trial_result *result, enum role role,
		const struct gate_looks *looked);

#endif
