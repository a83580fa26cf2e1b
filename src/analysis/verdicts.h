/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Kernels whose repetitions are of no campaign: parted by their labels and compared with
 * the first, as pft compare does with one file.
 */
#ifndef ANALYSIS_VERDICTS_H
#define ANALYSIS_VERDICTS_H

#include <stdbool.h>

#include "analysis/compare.h"

struct verdicts {
	struct compare compare;	/* where made */
	bool made;
	char *why_not;		/* why several labels are not compared; NULL; owned */
};

/*
 * Compare the labels. With one label there is nothing to compare; imported tables,
 * which say nothing of their spread, are left out.
 * records  must outlive verdicts, and not be added to
 * diagnose as in struct compare_request
 * verdicts verdicts_close frees it
 */
void verdicts_make(const struct records *records, bool diagnose,
		   struct verdicts *verdicts);
/* Accepts an empty object. */
void verdicts_close(struct verdicts *verdicts);

/* Whether there are labels to be compared, be they compared or not. */
bool verdicts_any(const struct verdicts *verdicts);
/* Whether a repetition that is compared is INVALID. */
bool verdicts_any_invalid(const struct verdicts *verdicts);

#endif
