/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a report is made of: the campaigns that records hold, each compared by itself; the
 * repetitions that are shown as rows of their own; and kernels whose repetitions are of no
 * campaign: parted by their labels and compared with the first, as pft compare does with
 * one file.
 */
#ifndef ANALYSIS_CAMPAIGNS_H
#define ANALYSIS_CAMPAIGNS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "record/record.h"
#include "record/row.h"
#include "analysis/compare.h"

struct campaigns {
	const struct records *records;
	struct compare *compare;	/* [n] in the order of their run records; owned */
	size_t n;
	size_t nr_others;		/* repetitions of no campaign */
};

/*
 * Compare each campaign.
 * records  must outlive campaigns, and not be added to
 * campaigns   campaigns_close frees it, after an error too
 * Errors   those of compare_campaign. Without memory the program stops, as in record.h.
 */
int campaigns_collect(const struct records *records, struct campaigns *campaigns,
		      struct error *err);
/* Accepts an empty object. */
void campaigns_close(struct campaigns *campaigns);

/*
 * The rows of plain tables: of all that is of no campaign, and of campaigns what has
 * times. The exact engine's repetitions have none, and those that are accounted as in
 * 2004 have tables of their own. Repetitions of a boot that was lost or killed are left
 * out: it was made again.
 * rows     rows_close frees it
 */
void campaigns_plain_rows(const struct campaigns *campaigns, struct rows *rows);

/* Repetitions that were there already, those in rows apart. */
size_t campaigns_doubles(const struct campaigns *campaigns);
/* Whether anything of a campaign is INVALID, or a boot was lost. */
bool campaigns_any_invalid(const struct campaigns *campaigns);
/* Whether the kernels of any campaign counted their locks. */
bool campaigns_have_locks(const struct campaigns *campaigns);

/* ---- labels ---- */

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
