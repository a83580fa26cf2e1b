/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot/plot_series.h"

#include <math.h>
#include <stdlib.h>

#include "base/auto.h"
#include "base/text.h"

static bool any_point(const struct series *series, plot_point_test *any)
{
	for (size_t i = 0; i < series->n; i++)
		if (any(series->point[i]))
			return true;
	return false;
}

size_t plot_count_series(const struct series_list *list, plot_point_test *any,
			 size_t first)
{
	size_t n = 0;
	for (size_t i = first; i < list->n; i++)
		n += any_point(&list->series[i], any);
	return n;
}

bool plot_any_series(const struct series_span *span, plot_point_test *any)
{
	for (size_t i = 0; i < span->n; i++)
		if (any_point(&span->series[i], any))
			return true;
	return false;
}

static char *counts_of(const struct series_span *span, const char *a)
{
	uint64_t least = UINT64_MAX, most = 0;
	for (size_t i = 0; i < span->n; i++)
		for (size_t j = 0; j < span->series[i].n; j++) {
			const struct summary *s = span->series[i].point[j];
			least = s->nr_reps < least ? s->nr_reps : least;
			most = s->nr_reps > most ? s->nr_reps : most;
		}
	struct text_stream stream;
	FILE *out = text_open(&stream);
	plot_put_n(out, least, most);
	fprintf(out, " %s.", a);
	plot_put_invalid(out, span->nr_invalid);
	return text_close(&stream);
}

/* What the numbers of tasks count. */
static const char *tasks_of(const struct series_span *span)
{
	const char *tasks = span->series[0].like->tasks;
	for (size_t i = 1; i < span->n; i++)
		if (!text_same(span->series[i].like->tasks, tasks))
			tasks = NULL;
	if (!tasks)
		return "Tasks";
	return text_same(tasks, "processes") ? "Processes" : "Threads";
}

/* Rates and bars say on their axes what they are: they need no words. */
static void put_title(struct picture *picture, const struct series_span *span)
{
	char *shared = series_title(span);
	char **line = &picture->title[picture->title[0] ? 1 : 0];
	if (*shared)
		*line = shared;
	else
		free(shared);
	if (!picture->title[0])
		picture->title[0] = text_shown("page faults");
}

void plot_series_words(struct picture *picture, const struct records *records,
		       const struct series_span *span, const char *a)
{
	struct plot_source source = { .records = records };
	for (size_t i = 0; i < span->n; i++)
		plot_source_add_run(&source, span->series[i].like);
	put_title(picture, span);
	picture->x.name = text_shown(tasks_of(span));
	plot_caption(picture, &source, counts_of(span, a));
}

/* ---- the numbers of tasks at the axis ---- */

static int compare_counts(const void *left, const void *right)
{
	const uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
	return (a > b) - (a < b);
}

/* Whether a label at n has room beside the one at last, as rate.gp has its axis. */
static bool has_room(double n, double last, const struct picture_axis *x)
{
	if (x->high > 8 * x->low)
		return log2(n / last) >= log2(x->high / x->low) / 28.0;
	return n - last >= (x->high - x->low) / 28.0;
}

uint64_t *plot_series_threads(const struct series_span *span, size_t *n)
{
	uint64_t *threads = NULL;
	size_t all = 0;
	for (size_t i = 0; i < span->n; i++)
		for (size_t j = 0; j < span->series[i].n; j++) {
			threads = records_grow(threads, all, sizeof(*threads));
			threads[all++] = series_threads(span->series[i].point[j]);
		}
	if (threads)
		qsort(threads, all, sizeof(*threads), compare_counts);
	*n = 0;
	for (size_t i = 0; i < all; i++)
		if (*n == 0 || threads[i] != threads[*n - 1])
			threads[(*n)++] = threads[i];
	return threads;
}

void plot_series_ticks(struct picture *picture, const struct series_span *span)
{
	size_t n;
	AUTO_FREE uint64_t *threads = plot_series_threads(span, &n);
	double last = 0;
	picture->x.low = (double)threads[0];
	picture->x.high = (double)threads[n - 1];
	for (size_t i = 0; i < n; i++) {
		const double at = (double)threads[i];
		const bool labelled = i == 0 || has_room(at, last, &picture->x);
		last = labelled ? at : last;
		picture_add_mark(picture, (struct picture_mark){
			.text = labelled ? text_format("%.0f", at) : NULL, .x = at });
	}
}
