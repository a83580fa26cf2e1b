/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of 2004, exactly.
 */
#ifndef VIEW_TABLE_CLASSIC_H
#define VIEW_TABLE_CLASSIC_H

#include <stdint.h>
#include <stdio.h>

#include "analysis/compare.h"
#include "base/known.h"
#include "view/table/doc.h"

/* Times are sums over the repetitions; what is unknown is "-". */
struct classic_line {
	uint64_t bytes, reps, threads;
	struct real user_s, system_s, wall_s, per_cpu_s, per_wall_s;
};

void classic_titles(FILE *out);
void classic_line(FILE *out, const struct classic_line *line);

/* A table for each workload and side of a campaign of classic accounting. */
void classic_print(const struct doc *doc, const struct compare *compare);

#endif
