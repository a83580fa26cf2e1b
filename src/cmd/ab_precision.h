/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft ab with --precision or --budget: a round is a boot, layout or block of each
 * side, and what is to be narrow are the ratios to the first one.
 */
#ifndef CMD_AB_PRECISION_H
#define CMD_AB_PRECISION_H

#include "cmd/ab_options.h"
#include "cmd/precision.h"
#include "lab/campaign/campaign.h"

struct ab_precision {
	struct precision precision;
	const struct campaign *campaign;	/* not owned */
};

/* Whether the options ask for it. */
bool ab_is_open(const struct ab_options *options);
/*
 * Make the rounds of a campaign open, where the options ask for it. With a
 * precision those that it has are the least; with a budget alone they are the
 * most, if they were asked for.
 */
void ab_open_rounds(const struct ab_options *options, struct campaign *campaign);
/*
 * Rounds that are measured in any case, be there time for them: with a precision
 * those that have to be there before an interval is narrow enough.
 */
uint32_t ab_rounds_least(const struct campaign *campaign, bool precision);
/* Seconds that it may take: as given, or else the default. */
double ab_budget_s(const struct ab_options *options);

/* The time runs from here on, by that clock. */
void ab_precision_start(struct ab_precision *ab, const struct ab_options *options,
			const struct campaign *campaign,
			uint64_t (*now_ns)(void));
/* A group of rounds is about to begin: as runner_more has it. */
bool ab_precision_wants(struct ab_precision *ab, const struct records *records,
			uint32_t rounds);
/* Look at what is there, as at the end. */
void ab_precision_look(struct ab_precision *ab, const struct records *records);
/* Accepts an empty object. */
void ab_precision_close(struct ab_precision *ab);

#endif
