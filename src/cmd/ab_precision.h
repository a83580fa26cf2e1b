/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft ab with --precision or --budget: a round is a boot, layout or block of each
 * side, and what is to be narrow are the ratios to the first one.
 */
#ifndef CMD_AB_PRECISION_H
#define CMD_AB_PRECISION_H

#include "cmd/ab_options.h"
#include "cmd/precision.h"
#include "lab/campaign/runner.h"
#include "lab/campaign/campaign.h"

struct ab_precision {
	struct precision precision;
	const struct campaign *campaign;	/* not owned */
	const struct records *records;	/* that were measured so far; not owned */
};

/*
 * Make the rounds of a campaign open, where the options ask for it. With a
 * precision those that it has are the least; with a budget alone they are the
 * most, if they were asked for.
 */
void ab_open_rounds(const struct ab_options *options, struct campaign *campaign);
/*
 * Rounds that are measured in any case, even if time does not suffice: with a
 * precision those that have to be there before an interval is narrow enough.
 */
uint32_t ab_rounds_least(const struct campaign *campaign, bool precision);
/* Seconds that it may take: as given, or else the default. */
double ab_budget_s(const struct ab_options *options);

/* The time runs from here on. ab stays where it is; precision_close closes it. */
void ab_precision_start(struct ab_precision *ab, const struct ab_options *options,
			const struct campaign *campaign,
			const struct lab_backend *backend);
/* A group of rounds is about to begin: as runner_more has it. */
bool ab_precision_wants(void *ab, const struct records *records, uint32_t rounds);

#endif
