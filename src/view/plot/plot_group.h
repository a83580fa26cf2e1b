/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Repetitions one by one, for pictures that show more of them than a mean. Only
 * plot*.c include this.
 *
 * A group is what may share a picture: of a campaign its rows (panels) on its
 * treatments (keys); of plain records one workload at its numbers of tasks
 * (panels) on the kernels by their labels (keys), all boots of a label together.
 */
#ifndef VIEW_PLOT_GROUP_H
#define VIEW_PLOT_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "record/row.h"
#include "view/plot/plot_build.h"

struct plot_group {
	const struct part *part;	/* of a campaign; NULL: plain records */
	const struct records *records;
	char *title;			/* what all of it share; owned */
	char **panel, **key;		/* names, printable; owned */
	size_t nr_panels, nr_keys;
	/* [nr_panels * nr_keys], by panel: valid, without warm-up, in file order */
	struct sample_list *curve;
	size_t nr_invalid;		/* rows that are in none for that */
};

struct plot_groups {
	struct plot_group *group;
	size_t n;
};

/*
 * All groups: campaigns first. What is of a campaign is in its group alone; rows
 * of it that a table shows as one are in none. Without memory the program stops.
 * groups   points into parts and list; plot_groups_close frees it
 */
void plot_groups_collect(const struct parts *parts,
			 const struct series_list *list,
			 struct plot_groups *groups);
void plot_groups_close(struct plot_groups *groups);

const struct sample_list *plot_group_curve(const struct plot_group *group,
					   size_t panel, size_t key);

/* A sort of pictures of groups. What it draws of a group is numbered from 0. */
struct plot_sort {
	const struct plot_kind *kind;
	/* How many things, curves or panels, there are to be drawn. */
	size_t (*count)(const struct plot_group *group);
	/* How many of them, from first on, the next picture takes: at least 1. */
	size_t (*take)(const struct plot_group *group, size_t first);
	/* Draw n of them; nr_left_out is in no picture after this one. */
	int (*draw)(const struct plot_job *job, const struct plot_group *group,
		    size_t first, size_t n, size_t nr_left_out, const char *name);
};

extern const struct plot_sort plot_latency_sort;	/* plot_latency.c */
extern const struct plot_sort plot_along_sort;		/* plot_along.c */
extern const struct plot_sort plot_drift_sort;		/* plot_drift.c */

/* ---- for those who draw them ---- */

/* Curves of a group that have something, by panel; what a picture calls them. */
struct plot_curve {
	size_t panel, key;
	const struct sample_list *samples;
};
typedef bool plot_curve_test(const struct sample_list *samples);
size_t plot_count_curves(const struct plot_group *group, plot_curve_test *any);
/* How many of them, from first on, a picture of at most most takes. */
size_t plot_take_curves(const struct plot_group *group, plot_curve_test *any,
			size_t first, size_t most);
struct plot_curve plot_nth_curve(const struct plot_group *group,
				 plot_curve_test *any, size_t i);
/*
 * What tells curve i from the n of a picture: its key, and what its panel says
 * that not all of them say.
 * Returns  a string the caller frees, never empty
 */
char *plot_curve_name(const struct plot_group *group,
		      const struct plot_curve curve[], size_t n, size_t i);

/*
 * What the panels of all curves say, or what only some say of which curve i's is
 * one. Returns a string the caller frees; "" for none.
 */
char *plot_panel_words(const struct plot_group *group,
		       const struct plot_curve curve[], size_t n, size_t i,
		       bool shared);

/*
 * Title and caption of a picture.
 * words    what it shows; the title has what all panels say behind it
 * curve    [n] what is drawn
 * counts   freed
 */
int plot_group_words(const struct plot_job *job, const struct plot_group *group,
		     const char *words, const struct plot_curve curve[],
		     size_t n, char *counts);
/* " 2 INVALID rows left out." and what else is not in the picture. */
void plot_put_left_out(FILE *out, const struct plot_group *group,
		       size_t nr_left_out);
/* Whether its values are times: else they are instructions. */
bool plot_group_has_times(const struct plot_group *group);
/* Of a cost, and the axis of single touches. */
const char *plot_group_unit(const struct plot_group *group);
const char *plot_group_touch_axis(const struct plot_group *group);

#endif
