/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is to be said of repetitions, in words: why some are INVALID, and that pages had
 * no room. All text is printable.
 */
#ifndef VIEW_TABLE_REPS_H
#define VIEW_TABLE_REPS_H

#include <stdio.h>

#include "analysis/compare.h"

/* "INVALID 3 of 8 repetitions: 2 x REASON; 1 x other reasons" */
void reps_print_invalid(FILE *out, const struct compare_cell *cell);
/* "REASON", or "2 x REASON; 1 x REASON" where there are several. */
void reps_print_reasons(FILE *out, const struct summary *summary);

/* "37.2%", or "36.9 to 38.1%" where they differ; n is not 0. */
void reps_print_spill(FILE *out, const struct summary_spill *spill);
/*
 * The same as a line: how many repetitions of all, and what that means. spill->n
 * is not 0; the caller frees it.
 */
char *reps_spill_line(const struct summary_spill *spill, size_t nr_all);

#endif
