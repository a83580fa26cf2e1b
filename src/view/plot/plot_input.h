/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What all pictures of a report are made from, found once: series of rows, and
 * repetitions one by one, for pictures that show more of them than a mean.
 *
 * A group is what may share a picture. Of a campaign its panels are the rows and
 * its keys the sides; of plain records its panels are the numbers of tasks of one
 * workload and its keys the kernels by their labels, all boots of a label
 * together. A curve is what one panel has of one key.
 */
#ifndef VIEW_PLOT_INPUT_H
#define VIEW_PLOT_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/campaigns.h"
#include "analysis/series.h"
#include "fault/engine.h"
#include "record/row.h"

struct plot_group {
	const struct compare *compare;	/* of a campaign; NULL: plain records */
	const struct records *records;
	const struct engine *engine;
	char *title;			/* what all of it share; owned */
	char **panel, **key;		/* names, printable; owned */
	size_t nr_panels, nr_keys;
	/*
	 * [nr_panels * nr_keys], by panel: valid, without warm-up, in file order. None of
	 * rows that a table shows as one.
	 */
	struct sample_list *curve;
	size_t nr_invalid;		/* rows that are in none for that */
};

struct plot_input {
	const struct campaigns *campaigns;
	struct rows rows;		/* of plain tables */
	struct summary *summary;	/* of them */
	struct series_list series;	/* of them */
	struct series_list joined;	/* the same, sizes put together */
	/* Campaigns first, in their order. What is of a campaign is in its group alone. */
	struct plot_group *groups;
	size_t nr_groups;
	const struct plot_group *group;	/* to be drawn; NULL: the series are */
};

/* The campaign that is drawn, or NULL. */
static inline const struct compare *plot_campaign(const struct plot_input *in)
{
	return in->group ? in->group->compare : NULL;
}

/* campaigns must outlive it; plot_input_close frees it. */
void plot_input_open(struct plot_input *in, const struct campaigns *campaigns);
void plot_input_close(struct plot_input *in);

/* "1 thread", "4 processes"; the caller frees it. */
char *plot_tasks(uint64_t n, bool processes);
/* Each number of tasks of a span once, ascending: the caller frees the array. */
uint64_t *plot_series_threads(const struct series_span *span, size_t *n);

/* ---- what is drawn ---- */

/* Whether a row can be drawn. */
typedef bool plot_point_test(const struct summary *point);
/* Whether any of the span can. */
bool plot_any_series(const struct series_span *span, plot_point_test *any);

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

const struct sample_list *plot_group_curve(const struct plot_group *group,
					   size_t panel, size_t key);
/* Those that pass the test, from number first on: at most most. None without a group. */
struct plot_curves plot_take_curves(const struct plot_group *group,
				    plot_curve_test *any, size_t first,
				    size_t most);

#endif
