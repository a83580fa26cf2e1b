/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plots: data files handed to static gnuplot scripts. Nothing that came from a
 * record is ever part of gnuplot code, of a shell command or of a file name.
 *
 * A sort of pictures is a row of PLOT_TYPES, a file plot_NAME.c with the function that
 * the row names, and a script in plots/.
 */
#ifndef VIEW_PLOT_H
#define VIEW_PLOT_H

#include <stdatomic.h>
#include <stddef.h>

#include "analysis/campaigns.h"
#include "base/error.h"
#include "view/plot/picture.h"

/* ---- sorts of pictures ---- */

struct plot_input;

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

/* ---- those that are drawn ---- */

/*
 * Pictures of each sort. Nobody looks at more, and thousands of boots would draw
 * for an hour.
 */
enum { PLOT_PICTURES_MAX = 32 };

/*
 * One picture that was drawn. Texts are printable UTF-8, as text_shown makes
 * them, but may have any printable character: markup and quotes too.
 */
struct plot_item {
	const struct plot_type *type;
	char *name;		/* of its files: "rate-per-wall-2" */
	char *title;		/* what is drawn: one line, never empty */
	char *caption;		/* lines of it: n, machine, kernels, date, command */
	char *command;		/* that measured it, for a shell; several: a line each; or "" */
	char *svg, *png;	/* file names, in the folder */
	char *csv;		/* of the numbers it shows; other pictures may share it */
	/* The first lines of that file; empty of comparison.csv, which is a table itself. */
	struct picture_data data;
};

/* Those drawn, in the order they should be shown in. */
struct plot_list {
	struct plot_item *item;
	size_t n;
	/*
	 * How many series, panels or curves are in no picture, because there are too
	 * many of them: of the sort of pictures where they are most.
	 */
	size_t nr_left_out;
};

struct plot_request {
	const char *dir;		/* a folder that exists */
	const _Atomic int *stop;	/* not 0: draw no further picture; may be NULL */
};

/*
 * Draw every picture that the parts of records allow, as SVG and PNG, with the
 * numbers of each beside it (.csv).
 * list     receives what was drawn, after an error too; plot_list_close frees it
 * Errors   -ENOENT without gnuplot; -EIO when it fails; the message says which
 *          picture; -EINTR when stopped. Numbers written before stay.
 */
int plot_all(const struct campaigns *campaigns, const struct plot_request *request,
	     struct plot_list *list, struct error *err);
/* Accepts an empty object. */
void plot_list_close(struct plot_list *list);

#endif
