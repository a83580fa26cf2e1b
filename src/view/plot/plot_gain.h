/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The panels, curves and points of pictures of gain and scaling. Only
 * plot_gain*.c include this.
 *
 * A panel is of a workload and of what is in the cost: of the fault, and, where
 * that is known, one more of fault and unmapping.
 */
#ifndef VIEW_PLOT_GAIN_H
#define VIEW_PLOT_GAIN_H

#include "view/plot/plot_build.h"

struct gain_curve {
	size_t treatment;	/* where label is NULL */
	const char *label;	/* of the kernel of a published table */
	bool cpu;		/* of it CPU time, not wall time */
	bool first;		/* of it the table that others are held against */
	const struct sample *like;	/* of that table */
};

struct gain_curves {
	struct gain_curve curve[GAIN_CURVES];
	size_t n;
	size_t nr_left_out;
};

struct gain_point {
	uint64_t threads;
	struct ratio ratio;	/* no interval where it is a published sum */
	size_t nr_units;
};

/* By threads; owned. */
struct gain_points {
	struct gain_point *point;
	size_t n;
};

/* A repetition of the first treatment on a row, or NULL. */
const struct sample *gain_like(const struct compare *c, size_t row);
/* The fewest tasks of the workload that has that first row. */
uint64_t gain_base_threads(const struct gain_plot *plot, size_t workload);

/* Whether the unmapping is known. */
bool gain_has_both(const struct gain_plot *plot);
size_t gain_nr_panels(const struct gain_plot *plot);
/* The first row of a panel's workload. */
size_t gain_workload(const struct gain_plot *plot, size_t panel);
bool gain_is_with_unmapping(const struct gain_plot *plot, size_t panel);

struct gain_curves gain_curves_of(const struct gain_plot *plot);
struct gain_points gain_points_of(const struct gain_plot *plot, size_t panel,
				  const struct gain_curve *curve);

#endif
