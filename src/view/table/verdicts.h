/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a report says of kernels whose repetitions are of no campaign: parted by
 * their labels and compared with the first, as pft compare does with one file.
 */
#ifndef VIEW_VERDICTS_H
#define VIEW_VERDICTS_H

#include <stdbool.h>
#include <stdio.h>

#include "analysis/compare.h"
#include "analysis/parts.h"
#include "view/table/table.h"

/* Points into itself once it is made: it is not to be moved. */
struct verdicts {
	struct compare_arm *arm;	/* one for each label; owned */
	struct compare_request request;	/* that compare was made with */
	struct compare compare;		/* where made */
	bool made;
	char *why_not;		/* why several labels are not compared; NULL; owned */
};

/*
 * Compare the labels. With one label there is nothing to compare; imported
 * tables, which say nothing of their spread, are left out.
 * parts    of records; both must outlive verdicts
 * diagnose as in struct compare_request
 * verdicts verdicts_close frees it
 */
void verdicts_make(const struct records *records, const struct parts *parts,
		   bool diagnose, struct verdicts *verdicts);
/* Accepts an empty object. */
void verdicts_close(struct verdicts *verdicts);

/* Whether there is anything to be said. */
bool verdicts_any(const struct verdicts *verdicts);
/* Whether a repetition that is compared is INVALID. */
bool verdicts_any_invalid(const struct verdicts *verdicts);

/*
 * Print as compare_print does; for people with a line above it, or the one line
 * that says why nothing is compared; nothing where there is nothing to be said.
 * The columns of 2004 have no room for it.
 */
void verdicts_print(FILE *out, const struct verdicts *verdicts,
		    const struct table_style *style);

#endif
