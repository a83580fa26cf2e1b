/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a reader should know of a repetition beside its numbers.
 */
#ifndef FAULT_REMARK_H
#define FAULT_REMARK_H

#include <stddef.h>

#include "fault/trial_result.h"
#include "fault/workload.h"

enum { REMARKS_MAX = 10 };

/* The one of pages that had to go to other nodes: fault/locality.h. */
extern const char remark_spill[];

/*
 * remark   [REMARKS_MAX] receives string constants
 * Returns  how many.
 */
size_t remarks(const struct workload *workload, const struct trial_result *result,
	       const char *remark[REMARKS_MAX]);

#endif
