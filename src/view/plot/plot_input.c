/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot/plot_input.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/summary.h"
#include "base/auto.h"
#include "base/text.h"
#include "record/caption.h"
#include "record/packed.h"

const struct sample_list *plot_group_curve(const struct plot_group *group,
					   size_t panel, size_t key)
{
	return &group->curve[panel * group->nr_keys + key];
}

/* The place of text among the n of list, to which it is added if it is new. */
static size_t place_of(char ***list, size_t *n, char *text)
{
	for (size_t i = 0; i < *n; i++) {
		if (strcmp((*list)[i], text) != 0)
			continue;
		free(text);
		return i;
	}
	*list = records_grow(*list, *n, sizeof(**list));
	(*list)[*n] = text;
	return (*n)++;
}

/* Room for the curves, once panels and keys are known. */
static void make_curves(struct plot_group *group)
{
	group->curve = error_unless_memory(calloc(
		group->nr_panels * group->nr_keys + 1, sizeof(*group->curve)));
}

/* ---- names of panels ---- */

char *plot_tasks(uint64_t n, bool processes)
{
	return text_format("%" PRIu64 " %s%s", n, processes ? "process" : "thread",
			   n == 1 ? "" : processes ? "es" : "s");
}

static char *row_name(const struct compare_row *row)
{
	return text_format("%s%s%s", row->name, *row->name ? ": " : "", row->heading);
}

/* ---- a campaign ---- */

/* Rows that a table shows as one have no curves. Lists are the comparison's. */
static struct plot_group campaign_group(const struct compare *c)
{
	struct plot_group group = {
		.compare = c, .records = c->records,
		.engine = engine_find(c->engine),
		.nr_panels = c->nr_rows, .nr_keys = c->nr_sides,
		.title = text_shown(engine_find(c->engine)->caption),
		.panel = error_unless_memory(calloc(c->nr_rows + 1, sizeof(char *))),
		.key = error_unless_memory(calloc(c->nr_sides + 1, sizeof(char *))),
	};
	for (size_t i = 0; i < c->nr_rows; i++)
		group.panel[i] = row_name(&c->row[i]);
	for (size_t i = 0; i < c->nr_sides; i++)
		group.key[i] = text_shown(c->side[i].name);
	make_curves(&group);
	for (size_t i = 0; i < c->nr_rows * c->nr_sides; i++)
		if (compare_rows_alike(c, i / c->nr_sides) < COMPARE_MANY_ROWS)
			group.curve[i] = compare_cell(c, i / c->nr_sides, i % c->nr_sides)->reps;
	return group;
}

/* ---- plain records ---- */

/* Put a number into its place among the n of a list, if it is new. */
static uint64_t *insert(uint64_t list[], size_t *n, uint64_t number)
{
	size_t at = *n;
	while (at > 0 && list[at - 1] > number)
		at--;
	if (at > 0 && list[at - 1] == number)
		return list;
	list = records_grow(list, *n, sizeof(*list));
	memmove(list + at + 1, list + at, (*n - at) * sizeof(*list));
	list[at] = number;
	(*n)++;
	return list;
}

uint64_t *plot_series_threads(const struct series_span *span, size_t *n)
{
	uint64_t *threads = NULL;
	*n = 0;
	for (size_t i = 0; i < span->n; i++)
		for (size_t j = 0; j < span->series[i].n; j++)
			threads = insert(threads, n, series_threads(span->series[i].point[j]));
	return threads;
}

static char *key_of(const struct series *series)
{
	AUTO_FREE char *name = caption_part(series->like, PART_KERNEL);
	return text_format("%s", *name ? name : "-");
}

static void fill_series(struct plot_group *group, const struct series *series,
			const uint64_t threads[])
{
	const size_t key = place_of(&group->key, &group->nr_keys, key_of(series));
	for (size_t i = 0; i < series->n; i++) {
		const struct sample_list *from = &series->point[i]->row->measured;
		size_t panel = 0;
		while (threads[panel] != series_threads(series->point[i]))
			panel++;
		struct sample_list *to = &group->curve[panel * group->nr_keys + key];
		for (size_t j = 0; j < from->n; j++) {
			to->sample = records_grow(to->sample, to->n, sizeof(*to->sample));
			to->sample[to->n++] = from->sample[j];
		}
	}
}

static struct plot_group plain_group(const struct records *records,
				     const struct series_span *set)
{
	struct plot_group group = {
		.records = records, .title = series_title(set),
		.engine = engine_find(set->series[0].like->engine),
		.nr_invalid = set->nr_invalid,
	};
	AUTO_FREE uint64_t *threads = plot_series_threads(set, &group.nr_panels);
	group.panel = error_unless_memory(calloc(group.nr_panels + 1, sizeof(char *)));
	for (size_t i = 0; i < group.nr_panels; i++)
		group.panel[i] = plot_tasks(threads[i], text_same(
			set->series[0].like->tasks, "processes"));
	for (size_t i = 0; i < set->n; i++)
		place_of(&group.key, &group.nr_keys, key_of(&set->series[i]));
	make_curves(&group);
	for (size_t i = 0; i < set->n; i++)
		fill_series(&group, &set->series[i], threads);
	return group;
}

static bool is_of_campaign(const struct campaigns *campaigns, const struct series *series)
{
	const char *run = series->like->run;
	for (size_t i = 0; run && i < campaigns->n; i++)
		if (strcmp(campaigns->compare[i].run_id, run) == 0)
			return true;
	return false;
}

/* ---- all ---- */

static void collect_groups(struct plot_input *in)
{
	const struct campaigns *campaigns = in->campaigns;
	in->groups = error_unless_memory(
		calloc(campaigns->n + in->series.n + 1, sizeof(*in->groups)));
	for (size_t i = 0; i < campaigns->n; i++)
		in->groups[in->nr_groups++] = campaign_group(&campaigns->compare[i]);
	for (size_t i = 0; i < in->series.n;) {
		const struct series_span set = series_span(&in->series, i, in->series.n, true);
		if (!is_of_campaign(campaigns, set.series))
			in->groups[in->nr_groups++] = plain_group(campaigns->records, &set);
		i += set.n;
	}
}

static void close_group(struct plot_group *group)
{
	for (size_t i = 0; !group->compare && i < group->nr_panels * group->nr_keys; i++)
		free(group->curve[i].sample);
	for (size_t i = 0; i < group->nr_panels; i++)
		free(group->panel[i]);
	for (size_t i = 0; i < group->nr_keys; i++)
		free(group->key[i]);
	free(group->curve);
	free(group->panel);
	free(group->key);
	free(group->title);
}

void plot_input_open(struct plot_input *in, const struct campaigns *campaigns)
{
	*in = (struct plot_input){ .campaigns = campaigns };
	campaigns_plain_rows(campaigns, &in->rows);
	in->summary = summary_all(campaigns->records, &in->rows);
	series_collect(&in->rows, in->summary, &in->series);
	series_join_sizes(&in->series, &in->joined);
	collect_groups(in);
}

void plot_input_close(struct plot_input *in)
{
	for (size_t i = 0; i < in->nr_groups; i++)
		close_group(&in->groups[i]);
	free(in->groups);
	series_close(&in->joined);
	series_close(&in->series);
	free(in->summary);
	rows_close(&in->rows);
}

/* ---- what is drawn ---- */

bool plot_any_series(const struct series_span *span, plot_point_test *any)
{
	for (size_t i = 0; i < span->n; i++)
		for (size_t j = 0; j < span->series[i].n; j++)
			if (any(span->series[i].point[j]))
				return true;
	return false;
}


struct plot_curves plot_take_curves(const struct plot_group *group,
				    plot_curve_test *any, size_t first,
				    size_t most)
{
	struct plot_curves curves = { .group = group };
	const size_t n = group ? group->nr_panels * group->nr_keys : 0;
	for (size_t i = 0; i < n && curves.n < most; i++) {
		if (!any(&group->curve[i]))
			continue;
		if (first > 0)
			first--;
		else
			curves.curve[curves.n++] = (struct plot_curve){
				i / group->nr_keys, i % group->nr_keys,
				&group->curve[i] };
	}
	return curves;
}
