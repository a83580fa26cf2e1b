/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a report is made of: the campaigns that records hold, each compared by
 * itself, and the repetitions that are shown as rows of their own.
 */
#ifndef ANALYSIS_PARTS_H
#define ANALYSIS_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"
#include "record/record.h"
#include "analysis/compare.h"

struct part {
	struct records records;		/* of one campaign's run, each once */
	struct compare compare;	/* of them */
};

struct parts {
	struct part *part;		/* in the order of their run records */
	size_t n;
	/*
	 * What plain tables show: all that is of no campaign, and of campaigns
	 * what has times. The exact engine's repetitions have none.
	 */
	struct records plain;
	size_t nr_others;		/* repetitions of no campaign */
	size_t first_other;		/* of them, among the samples of all records */
	size_t nr_doubles;		/* of campaigns, left out: they were there already */
};

/*
 * Part records. Of a campaign, repetitions whose boot has no record are left
 * out: that boot was killed, and made again.
 * records  its samples are put into another order: those of a part together, in
 *          the order they had, and what is left out last
 * parts    points into records, which must outlive it and not be added to;
 *          parts_close frees it, after an error too
 * Errors   those of compare_campaign. Without memory the program stops, as in
 *          record.h.
 */
int parts_collect(struct records *records, struct parts *parts,
		  struct error *err);
/* Accepts an empty object. */
void parts_close(struct parts *parts);

/* Whether anything of a campaign is INVALID, or a boot was lost. */
bool parts_any_invalid(const struct parts *parts);

/* Whether the kernels of any campaign counted their locks. */
bool parts_have_locks(const struct parts *parts);

#endif
