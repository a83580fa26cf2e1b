/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A cell of a campaign that is accounted as in 2004, in the numbers of those tables: each
 * boot is one run of them.
 */
#ifndef ANALYSIS_CLASSIC_H
#define ANALYSIS_CLASSIC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/known.h"

struct classic_row {
	/* Sums over the repetitions of a boot, as means over boots. */
	struct real user_s, system_s, wall_s;
	struct real per_cpu_s, per_wall_s;	/* pages touched, over all boots */
	struct real half_width;		/* of the 95% interval of per_wall_s, as a share */
	size_t nr_boots;
	size_t nr_reps;			/* of a boot, rounded */
};

struct compare;
struct compare_cell;
struct units;

/* Whether any row, or a side's repetitions on a row, are accounted so. */
bool classic_any(const struct compare *compare);
bool classic_is(const struct compare_cell *cell);

struct classic_row classic_of(const struct units *units);

#endif
