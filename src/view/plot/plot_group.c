/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot/plot_group.h"

#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/text.h"
#include "record/caption.h"
#include "record/packed.h"
#include "view/plot/plot_campaign.h"
#include "view/plot/plot_series.h"

static void add_sample(struct sample_list *list, const struct sample *sample)
{
	list->sample = records_grow(list->sample, list->n, sizeof(*list->sample));
	list->sample[list->n++] = sample;
}

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

/* ---- a campaign ---- */

/* Rows that a table shows as one have no curves. Lists are the comparison's. */
static void fill_campaign(struct plot_group *group)
{
	const struct compare *c = group->compare;
	for (size_t i = 0; i < c->nr_rows * c->nr_sides; i++)
		if (compare_rows_alike(c, i / c->nr_sides) < COMPARE_MANY_ROWS)
			group->curve[i] = compare_cell(c, i / c->nr_sides,
						       i % c->nr_sides)->reps;
}

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
		group.panel[i] = plot_row_name(c, i);
	for (size_t i = 0; i < c->nr_sides; i++)
		group.key[i] = text_shown(c->side[i].name);
	make_curves(&group);
	fill_campaign(&group);
	return group;
}

/* ---- plain records ---- */

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
		for (size_t j = 0; j < from->n; j++)
			add_sample(&group->curve[panel * group->nr_keys + key],
				   from->sample[j]);
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

static void add_group(struct plot_groups *groups, struct plot_group group)
{
	groups->group = records_grow(groups->group, groups->n,
				     sizeof(*groups->group));
	groups->group[groups->n++] = group;
}

void plot_groups_collect(const struct campaigns *campaigns,
			 const struct series_list *list,
			 struct plot_groups *groups)
{
	*groups = (struct plot_groups){ 0 };
	for (size_t i = 0; i < campaigns->n; i++)
		add_group(groups, campaign_group(&campaigns->compare[i]));
	for (size_t i = 0; i < list->n;) {
		const struct series_span set = series_span(list, i, list->n, true);
		if (!is_of_campaign(campaigns, &list->series[i]))
			add_group(groups, plain_group(campaigns->records, &set));
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

void plot_groups_close(struct plot_groups *groups)
{
	for (size_t i = 0; i < groups->n; i++)
		close_group(&groups->group[i]);
	free(groups->group);
	*groups = (struct plot_groups){ 0 };
}

/* ---- curves that are drawn ---- */

static size_t nr_places(const struct plot_group *group)
{
	return group->nr_panels * group->nr_keys;
}

size_t plot_count_curves(const struct plot_groups *groups, plot_curve_test *any,
			 size_t first)
{
	size_t n = 0;
	for (size_t i = 0; i < groups->n; i++)
		for (size_t j = 0; j < nr_places(&groups->group[i]); j++)
			n += any(&groups->group[i].curve[j]);
	return n > first ? n - first : 0;
}

static void take_from(struct plot_curves *curves, plot_curve_test *any,
		      size_t *first, size_t most)
{
	const struct plot_group *group = curves->group;
	for (size_t i = 0; i < nr_places(group) && curves->n < most; i++) {
		if (!any(&group->curve[i]))
			continue;
		if (*first > 0)
			(*first)--;
		else
			curves->curve[curves->n++] = (struct plot_curve){
				i / group->nr_keys, i % group->nr_keys,
				&group->curve[i] };
	}
}

struct plot_curves plot_take_curves(const struct plot_groups *groups,
				    plot_curve_test *any, size_t first,
				    size_t most)
{
	struct plot_curves curves = { 0 };
	for (size_t i = 0; i < groups->n && curves.n == 0; i++) {
		curves.group = &groups->group[i];
		take_from(&curves, any, &first, most);
	}
	return curves;
}

/* ---- their names ---- */

/* Whether all are of one panel, or of one key. */
static bool is_one(const struct plot_curves *curves, bool panel)
{
	const struct plot_curve *curve = curves->curve;
	for (size_t i = 1; i < curves->n; i++)
		if (panel ? curve[i].panel != curve[0].panel :
			    curve[i].key != curve[0].key)
			return false;
	return true;
}

char *plot_panel_words(const struct plot_curves *curves, size_t i, bool shared)
{
	char *panel[PLOT_CURVES];
	for (size_t j = 0; j < curves->n; j++)
		panel[j] = curves->group->panel[curves->curve[j].panel];
	return plot_parts(panel, curves->n, i, shared);
}

char *plot_curve_name(const struct plot_curves *curves, size_t i)
{
	const char *key = curves->group->key[curves->curve[i].key];
	AUTO_FREE char *panel = plot_panel_words(curves, i, false);
	const bool alone = *panel && is_one(curves, false) && !is_one(curves, true);
	return text_format("%s%s%s", alone ? "" : *key ? key : "-",
			   alone || !*panel ? "" : ", ", panel);
}

/* ---- the words around ---- */

static char *title_of(const struct plot_curves *curves, const char *words)
{
	AUTO_FREE char *shared = plot_panel_words(curves, 0, true);
	return text_format("%s%s%s", words, *shared ? ": " : "", shared);
}

static char *with_left_out(const struct plot_group *group, char *counts)
{
	AUTO_FREE char *whole = counts;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fputs(whole, out);
	if (group->compare)
		plot_put_lost(out, group->compare);
	else
		plot_put_invalid(out, group->nr_invalid);
	return text_close(&stream);
}

void plot_curves_words(struct picture *picture, const struct plot_curves *curves,
		       const char *words, char *counts)
{
	const struct plot_group *group = curves->group;
	struct plot_source source = {
		.records = group->records,
		.compare = group->compare,
	};
	picture->title[0] = title_of(curves, words);
	if (*group->title)
		picture->title[1] = text_shown(group->title);
	for (size_t i = 0; i < curves->n; i++) {
		const struct plot_curve *curve = &curves->curve[i];
		if (source.compare)
			plot_source_add_side(&source, curve->key);
		for (size_t j = 0; !source.compare && j < curve->samples->n; j++)
			plot_source_add_run(&source, curve->samples->sample[j]);
	}
	plot_caption(picture, &source, with_left_out(group, counts));
}

const char *plot_touch_axis(const struct plot_group *group)
{
	if (group->engine->counts_instructions)
		return "instructions of a touch";
	return group->engine->emulated ? "emulated time of a touch" :
					 "time of a touch";
}
