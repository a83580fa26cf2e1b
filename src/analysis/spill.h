/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Repetitions whose pages did not fit the NUMA nodes of their tasks, so that
 * some are on other nodes: fault/locality.h.
 */
#ifndef ANALYSIS_SPILL_H
#define ANALYSIS_SPILL_H

#include <stddef.h>
#include <stdio.h>

#include "record/record.h"

/* Starts as { 0 }. */
struct spill {
	size_t n;		/* repetitions in which there was one */
	double least, most;	/* share of the pages that was elsewhere */
};

/* Add a repetition, if there was a spill in it. */
void spill_add(struct spill *spill, const struct sample *sample);

/* "37.2%", or "36.9 to 38.1%" where they differ; n is not 0. */
void spill_print_share(FILE *out, const struct spill *spill);

/*
 * The same as a line: how many repetitions of all, and what that means. spill->n
 * is not 0; the caller frees it.
 */
char *spill_line(const struct spill *spill, size_t nr_all);

#endif
