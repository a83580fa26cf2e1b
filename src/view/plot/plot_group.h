/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Repetitions one by one, for pictures that show more of them than a mean.
 *
 * A group is what may share a picture. Of a campaign its panels are the rows and
 * its keys the sides; of plain records its panels are the numbers of tasks of one
 * workload and its keys the kernels by their labels, all boots of a label
 * together. A curve is what one panel has of one key.
 */
#ifndef VIEW_PLOT_GROUP_H
#define VIEW_PLOT_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "analysis/campaigns.h"
#include "analysis/series.h"
#include "fault/engine.h"
#include "record/row.h"
#include "view/plot/plot_words.h"

struct plot_group {
	const struct compare *compare;	/* of a campaign; NULL: plain records */
	const struct records *records;
	const struct engine *engine;
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
 * of it that a table shows as one are in none.
 * groups   points into campaigns and list; plot_groups_close frees it
 */
void plot_groups_collect(const struct campaigns *campaigns,
			 const struct series_list *list,
			 struct plot_groups *groups);
void plot_groups_close(struct plot_groups *groups);

const struct sample_list *plot_group_curve(const struct plot_group *group,
					   size_t panel, size_t key);

/* ---- curves that are drawn ---- */

struct plot_curve {
	size_t panel, key;
	const struct sample_list *samples;
};

/* Some curves of one group. */
enum { PLOT_CURVES = 48 };
struct plot_curves {
	const struct plot_group *group;
	struct plot_curve curve[PLOT_CURVES];
	size_t n;
};

typedef bool plot_curve_test(const struct sample_list *samples);

/* How many curves of all groups pass the test, from number first on. */
size_t plot_count_curves(const struct plot_groups *groups, plot_curve_test *any,
			 size_t first);
/* Those of one group, from number first on: at most most. */
struct plot_curves plot_take_curves(const struct plot_groups *groups,
				    plot_curve_test *any, size_t first,
				    size_t most);

/*
 * What tells curve i from the others: its key, and what its panel says that not
 * all of them say. Returns a string the caller frees, never empty.
 */
char *plot_curve_name(const struct plot_curves *curves, size_t i);
/*
 * What the panels of all curves say, or what only some say of which curve i's is
 * one. Returns a string the caller frees; "" for none.
 */
char *plot_panel_words(const struct plot_curves *curves, size_t i, bool shared);

/*
 * Title and caption of a picture of these curves.
 * words    what it shows; the title has what all panels say behind it
 * counts   taken; what is left out is put behind it
 */
void plot_curves_words(struct picture *picture, const struct plot_curves *curves,
		       const char *words, char *counts);
/* "time of a touch": what an axis of single touches shows; owned by no one. */
const char *plot_touch_axis(const struct plot_group *group);

#endif
