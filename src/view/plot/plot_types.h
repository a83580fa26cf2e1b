/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of pictures, and what a picture's own file includes. A picture is a
 * row here, a file plot_NAME.c with the two functions that the row names, and a
 * script in plots/.
 */
#ifndef VIEW_PLOT_TYPES_H
#define VIEW_PLOT_TYPES_H

#include "view/plot/plot_words.h"

/*
 * Make a picture of things (series, panels, curves) from number first on: as many as it
 * has room for. They are numbered from 0 in each group, and in all series: those are
 * asked for without a group. A picture that was not opened is not drawn.
 * Returns  how many of them; 0: there is no thing number first
 */
typedef size_t plot_fill_fn(struct picture *picture, const struct plot_input *in,
			    size_t first);

/*
 * A sort of pictures: literals. Those of one sort are told apart by a number
 * behind their name: "rate-per-wall", "rate-per-wall-2".
 */
struct plot_type {
	const char *name;	/* "rate-per-wall" */
	const char *shows;	/* what one shows: "fault/wsec against threads" */
	const char *script;	/* of gnuplot, in plots/: "rate.gp" */
	plot_fill_fn *fill;
};

/* In the order of the page. */
#define PLOT_TYPES(TYPE)                                                              \
	TYPE("gain", "gain against threads", "gain.gp", gain)                         \
	TYPE("scaling", "rate against threads, beside published ones", "gain.gp", scaling) \
	TYPE("comparison", "cost of a page fault, compared", "comparison.gp", comparison) \
	TYPE("memory", "memory against speed", "memory.gp", memory)                   \
	TYPE("rate-per-wall", "fault/wsec against threads", "rate.gp", rate_per_wall) \
	TYPE("rate-per-cpu", "flt/cpu/s against threads", "rate.gp", rate_per_cpu)    \
	TYPE("cpu-time", "user, system and wall time", "cpu-time.gp", cpu_time)       \
	TYPE("drift", "cost against the time of measuring", "drift.gp", drift)        \
	TYPE("latency", "how long single touches took", "latency.gp", latency)        \
	TYPE("latency-along", "how long touches took along the region", "along.gp", along) \
	TYPE("rss", "memory present against memory touched", "rss.gp", rss)

#define PLOT_DECLARE(name, shows, script, function) plot_fill_fn plot_fill_##function;
PLOT_TYPES(PLOT_DECLARE)
#undef PLOT_DECLARE

#endif
