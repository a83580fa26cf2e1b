/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pictures of series share: which of them can be drawn, and the words
 * around them.
 */
#ifndef VIEW_PLOT_SERIES_H
#define VIEW_PLOT_SERIES_H

#include "analysis/series.h"
#include "view/plot/plot_words.h"

/* Whether a row can be drawn. */
typedef bool plot_point_test(const struct summary *point);

/* Series of the list, from number first on, that have such a row. */
size_t plot_count_series(const struct series_list *list, plot_point_test *any,
			 size_t first);
/* Whether any of the span has one. */
bool plot_any_series(const struct series_span *span, plot_point_test *any);

/*
 * Title, caption, and what the x axis counts. A title that is set stays, with
 * what the series share in a second line.
 * a        "a point": of what the repetitions are counted
 */
void plot_series_words(struct picture *picture, const struct records *records,
		       const struct series_span *span, const char *a);

/* Each number of tasks of a span once, ascending: the caller frees the array. */
uint64_t *plot_series_threads(const struct series_span *span, size_t *n);
/* The x axis: a mark at each number of tasks, with its label where it has room. */
void plot_series_ticks(struct picture *picture, const struct series_span *span);

#endif
