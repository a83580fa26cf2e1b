/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workloads of a campaign that are measured with several numbers of tasks.
 */
#ifndef VIEW_PLOT_WORKLOAD_H
#define VIEW_PLOT_WORKLOAD_H

#include "analysis/compare.h"

/* Rows that differ in their number of tasks alone, the fewest tasks first. */
struct plot_workload {
	size_t *row;		/* owned */
	size_t n;
};

struct plot_workloads {
	struct plot_workload *workload;	/* each of two numbers of tasks or more */
	size_t n;
};

/* Those that the first side was measured on; plot_workloads_close frees them. */
struct plot_workloads plot_workloads_of(const struct compare *compare);
void plot_workloads_close(struct plot_workloads *workloads);

/* A repetition of the first side on a row, or NULL. */
const struct sample *plot_row_like(const struct compare *compare, size_t row);
/* The number of tasks of a workload's row. */
uint64_t plot_row_tasks(const struct compare *compare, size_t row);

#endif
