/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A line of the table of 2004, in exactly its columns.
 */
#ifndef VIEW_CLASSIC_LINE_H
#define VIEW_CLASSIC_LINE_H

#include <stdint.h>
#include <stdio.h>

#include "base/known.h"

/* Times are sums over the repetitions; what is unknown is shown as "-". */
struct classic_line {
	uint64_t bytes, reps, threads;
	struct real user_s, system_s, wall_s;
	struct real per_cpu_s, per_wall_s;	/* pages touched */
};

void classic_line_titles(FILE *out);
void classic_line_print(FILE *out, const struct classic_line *line);

#endif
