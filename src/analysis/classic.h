/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of a campaign of classic accounting as the tables of 2004 have them: User,
 * System and Wall are sums over the repetitions of a boot, here means over boots.
 */
#ifndef ANALYSIS_CLASSIC_H
#define ANALYSIS_CLASSIC_H

#include <stdbool.h>

#include "analysis/boots.h"
#include "analysis/compare.h"

/* Over boots. */
struct classic_row {
	struct real user_s, system_s, wall_s, per_cpu_s, per_wall_s;
	struct real half_width;	/* of fault/wsec, as a share */
	size_t nr_boots, nr_reps;
};

/* Whether a row of it is of classic accounting. */
bool classic_any(const struct compare *compare);
/* Whether a side's repetitions on a row are. */
bool classic_is(const struct compare_cell *cell);

/*
 * One side on one row.
 * boots    those of the campaign
 */
struct classic_row classic_row_of(const struct compare *compare,
				  const struct boots *boots, size_t row,
				  size_t side);

#endif
