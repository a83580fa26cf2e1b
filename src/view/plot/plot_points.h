/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Repetitions as points: when each was, and what a page cost. Only plot_drift.c
 * includes this.
 */
#ifndef VIEW_PLOT_POINTS_H
#define VIEW_PLOT_POINTS_H

#include <stdbool.h>
#include <stddef.h>

#include "view/plot/plot_group.h"

struct point {
	const struct sample *sample;
	double at_s;		/* since 1970 */
	double cost;		/* ns per page touched */
};

/* Repetitions of one curve, each boot's together and in order of time. */
struct points {
	struct point *point;	/* owned */
	size_t n;
};

/* A repetition, or a unit (a run in a boot) of so many: the means of them. */
struct mark {
	double at_s, cost;
	size_t nr_reps;
};

/* Whether two repetitions have different times; the first two that do will do. */
bool plot_any_drift(const struct plot_group *group,
		    const struct sample_list *samples);
/* Those of which time and cost are known. */
struct points plot_points_of(const struct plot_group *group,
			     const struct sample_list *samples);
/* Of all costs; 1 of none. */
double plot_points_mean(const struct points *points);

/* The boot, or where that is unknown the run; "" where both are. */
const char *plot_boot_of(const struct sample *sample);
/* Whether point i is the first of its unit. */
bool plot_begins_unit(const struct points *points, size_t i);
/* The mean of the unit that begins at *i, which moves behind it. */
struct mark plot_next_unit(const struct points *points, size_t *i);

#endif
