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

#include "view/plot/plot_past.h"
#include "view/plot/plot_types.h"

/* Workloads and curves of a picture. */
enum { GAIN_WORKLOADS = 3, GAIN_CURVES = 8 };

/* A curve of a side of the campaign, or of a published table. */
struct gain_curve {
	size_t side;		/* where label is NULL */
	const char *label;	/* of the kernel of a published table */
	bool cpu;		/* of it CPU time, not wall time */
	bool first;		/* of it the table that others are compared with */
	const struct sample *like;	/* of that table */
};

struct gain {
	const struct plot_input *in;
	const struct part *part;
	/* Ratios to the first side's rate with the fewest tasks; else to its cost. */
	bool scaling;
	bool has_both;			/* the unmapping is known */
	size_t workload[GAIN_WORKLOADS];	/* its first row */
	size_t nr_workloads;
	struct gain_curve curve[GAIN_CURVES];
	size_t nr_curves, nr_left_out;
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

/* Workloads of a campaign that are measured with two numbers of tasks or more. */
size_t gain_count(const struct part *part, bool scaling);
/* The workloads from number first on, as many as a picture has, and their curves. */
struct gain gain_of(const struct plot_input *in, const struct part *part,
		    bool scaling, size_t first);
/* The points of a curve in a panel; the caller frees them. */
struct gain_points gain_points_of(const struct gain *gain, size_t panel,
				  const struct gain_curve *curve);

size_t gain_nr_panels(const struct gain *gain);
/* The first row of a panel's workload, and a repetition of it. */
size_t gain_row(const struct gain *gain, size_t panel);
const struct sample *gain_like(const struct gain *gain, size_t panel);
bool gain_is_with_unmapping(const struct gain *gain, size_t panel);
/* The fewest tasks of a workload, given by its first row. */
uint64_t gain_fewest_tasks(const struct gain *gain, size_t row);

#endif
