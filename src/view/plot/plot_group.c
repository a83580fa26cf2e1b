/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot/plot_group.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "fault/engine.h"
#include "record/packed.h"
#include "view/bar_text.h"

enum { TITLE_COLUMNS = 110 };

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

/* Room for the curves, once panels and keys are known. */
static void make_curves(struct plot_group *group)
{
	group->curve = error_unless_memory(calloc(group->nr_panels * group->nr_keys + 1,
				      sizeof(*group->curve)));
}

/* ---- a campaign ---- */

/* Its curve, or NULL: a number in a file may be anything. */
static struct sample_list *curve_of(const struct plot_group *group,
				    const struct sample *sample)
{
	const struct count row = sample->row;
	const double treatment = counters_index(&sample->counters, "treatment");
	if (!row.known || row.value >= group->nr_panels ||
	    !(treatment >= 0 && treatment < (double)group->nr_keys))
		return NULL;
	return &group->curve[row.value * group->nr_keys + (size_t)treatment];
}

static bool is_measured(const struct sample *sample)
{
	return sample->ok && !sample->warmup && sample->role &&
	       strcmp(sample->role, "measure") == 0;
}

static void fill_campaign(struct plot_group *group)
{
	const struct records *records = group->records;
	const struct compare *c = &group->part->compare;
	for (size_t i = 0; i < records->nr_samples; i++) {
		const struct sample *sample = &records->sample[i];
		struct sample_list *curve = is_measured(sample) ?
						    curve_of(group, sample) : NULL;
		if (curve && compare_rows_alike(c, sample->row.value) <
				     COMPARE_MANY_ROWS)
			add_sample(curve, sample);
	}
}

static struct plot_group campaign_group(const struct part *part)
{
	const struct compare *c = &part->compare;
	struct plot_group group = {
		.part = part, .records = &part->records,
		.nr_panels = c->nr_rows, .nr_keys = c->nr_sides,
		.title = text_shown(bar_text_engine(c)),
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

static char *key_of(const struct series *series)
{
	char *name = caption_part(series->like, PART_KERNEL);
	if (*name)
		return name;
	free(name);
	return text_shown("-");
}

static char *tasks_of(const struct summary *point)
{
	const uint64_t n = series_threads(point);
	const char *tasks = point->row->like->tasks;
	const bool processes = tasks && strcmp(tasks, "processes") == 0;
	struct text_stream stream;
	fprintf(text_open(&stream), "%" PRIu64 " %s%s", n,
		processes ? "process" : "thread",
		n == 1 ? "" : processes ? "es" : "s");
	return text_close(&stream);
}

static int compare_threads(const void *left, const void *right)
{
	const uint64_t a = series_threads(*(const struct summary *const *)left);
	const uint64_t b = series_threads(*(const struct summary *const *)right);
	return (a > b) - (a < b);
}

/* Every point of the set, the fewest tasks first: so are the panels. */
static const struct summary **points_of(const struct picture *set, size_t *n)
{
	const struct summary **point = NULL;
	*n = 0;
	for (size_t i = 0; i < set->n; i++) {
		for (size_t j = 0; j < set->series[i].n; j++) {
			point = records_grow(point, *n, sizeof(*point));
			point[(*n)++] = set->series[i].point[j];
		}
	}
	if (point)
		qsort(point, *n, sizeof(*point), compare_threads);
	return point;
}

static void name_panels(struct plot_group *group, const struct picture *set)
{
	size_t n;
	const struct summary **point = points_of(set, &n);
	for (size_t i = 0; i < n; i++)
		place_of(&group->panel, &group->nr_panels, tasks_of(point[i]));
	free(point);
}

static void fill_series(struct plot_group *group, const struct series *series)
{
	const size_t key = place_of(&group->key, &group->nr_keys, key_of(series));
	for (size_t i = 0; i < series->n; i++) {
		const size_t panel = place_of(&group->panel, &group->nr_panels,
					      tasks_of(series->point[i]));
		const struct sample_list *from = &series->point[i]->row->measured;
		for (size_t j = 0; j < from->n; j++)
			add_sample(&group->curve[panel * group->nr_keys + key],
				   from->sample[j]);
	}
}

static struct plot_group plain_group(const struct records *records,
				     const struct picture *set)
{
	struct plot_group group = {
		.records = records, .title = series_title(set),
		.nr_invalid = set->nr_invalid,
	};
	name_panels(&group, set);
	for (size_t i = 0; i < set->n; i++)
		place_of(&group.key, &group.nr_keys, key_of(&set->series[i]));
	make_curves(&group);
	for (size_t i = 0; i < set->n; i++)
		fill_series(&group, &set->series[i]);
	return group;
}

static bool is_of_campaign(const struct parts *parts, const struct series *series)
{
	const char *run = series->like->run;
	for (size_t i = 0; run && i < parts->n; i++)
		if (strcmp(parts->part[i].compare.run_id, run) == 0)
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

void plot_groups_collect(const struct parts *parts,
			 const struct series_list *list,
			 struct plot_groups *groups)
{
	*groups = (struct plot_groups){ 0 };
	for (size_t i = 0; i < parts->n; i++)
		add_group(groups, campaign_group(&parts->part[i]));
	for (size_t i = 0; i < list->n;) {
		const struct picture set = series_picture(list, i, list->n, true);
		if (!is_of_campaign(parts, &list->series[i]))
			add_group(groups, plain_group(&parts->plain, &set));
		i += set.n;
	}
}

static void close_group(struct plot_group *group)
{
	for (size_t i = 0; i < group->nr_panels * group->nr_keys; i++)
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

/* ---- for those who draw them ---- */

size_t plot_count_curves(const struct plot_group *group, plot_curve_test *any)
{
	size_t n = 0;
	for (size_t i = 0; i < group->nr_panels * group->nr_keys; i++)
		n += any(&group->curve[i]);
	return n;
}

size_t plot_take_curves(const struct plot_group *group, plot_curve_test *any,
			size_t first, size_t most)
{
	const size_t left = plot_count_curves(group, any) - first;
	return left < most ? left : most;
}

struct plot_curve plot_nth_curve(const struct plot_group *group,
				 plot_curve_test *any, size_t i)
{
	size_t at = 0;
	while (!any(&group->curve[at]) || i-- > 0)
		at++;
	return (struct plot_curve){ at / group->nr_keys, at % group->nr_keys,
				    &group->curve[at] };
}

/* Whether all are of one panel, or of one key. */
static bool is_one(const struct plot_curve curve[], size_t n, bool panel)
{
	for (size_t i = 1; i < n; i++)
		if (panel ? curve[i].panel != curve[0].panel :
			    curve[i].key != curve[0].key)
			return false;
	return true;
}

/* Whether one of text's parts, which commas set off, is that one. */
static bool has_word(const char *text, const char *word, size_t n)
{
	for (const char *at = text; at; at = strstr(at, ", ")) {
		at += at == text ? 0 : 2;
		if (strncmp(at, word, n) == 0 &&
		    (at[n] == '\0' || strncmp(at + n, ", ", 2) == 0))
			return true;
	}
	return false;
}

static bool all_have(const struct plot_group *group,
		     const struct plot_curve curve[], size_t n, const char *word,
		     size_t bytes)
{
	for (size_t i = 0; i < n; i++)
		if (!has_word(group->panel[curve[i].panel], word, bytes))
			return false;
	return true;
}

char *plot_panel_words(const struct plot_group *group,
		       const struct plot_curve curve[], size_t n, size_t i,
		       bool shared)
{
	const char *panel = group->panel[curve[i].panel], *end;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (const char *at = panel; at; at = end ? end + 2 : NULL) {
		end = strstr(at, ", ");
		const size_t bytes = end ? (size_t)(end - at) : strlen(at);
		if (all_have(group, curve, n, at, bytes) == shared && bytes > 0)
			fprintf(out, "%s%.*s", ftell(out) > 0 ? ", " : "",
				(int)bytes, at);
	}
	return text_close(&stream);
}

char *plot_curve_name(const struct plot_group *group,
		      const struct plot_curve curve[], size_t n, size_t i)
{
	const char *key = group->key[curve[i].key];
	char *panel = plot_panel_words(group, curve, n, i, false);
	const bool one_key = is_one(curve, n, false) && !is_one(curve, n, true);
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (!one_key || !*panel)
		fputs(*key ? key : "-", out);
	if (*panel)
		fprintf(out, "%s%s", one_key ? "" : ", ", panel);
	free(panel);
	return text_close(&stream);
}

/* A repetition of each run, once. */
static void add_likes(struct plot_source *source, const struct sample_list *samples)
{
	for (size_t i = 0; i < samples->n; i++) {
		const struct sample *sample = samples->sample[i];
		bool is_new = i == 0 || sample->run != samples->sample[i - 1]->run;
		for (size_t j = 0; is_new && j < source->nr_likes; j++)
			is_new = source->like[j]->run != sample->run;
		if (!is_new)
			continue;
		source->like = records_grow(source->like, source->nr_likes,
					    sizeof(*source->like));
		source->like[source->nr_likes++] = sample;
	}
}

static void add_treatment(size_t treatment[], size_t *n, size_t key)
{
	for (size_t i = 0; i < *n; i++)
		if (treatment[i] == key)
			return;
	treatment[(*n)++] = key;
}

static struct plot_source source_of(const struct plot_group *group,
				    const struct plot_curve curve[], size_t n,
				    size_t treatment[])
{
	struct plot_source source = {
		.part = group->part, .records = group->records,
		.treatment = treatment,
	};
	for (size_t i = 0; i < n; i++) {
		add_treatment(treatment, &source.nr_sides, curve[i].key);
		if (!group->part)
			add_likes(&source, curve[i].samples);
	}
	return source;
}

static int write_title(const struct plot_job *job, const struct plot_group *group,
		       const char *words, const struct plot_curve curve[],
		       size_t n)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	char *shared = plot_panel_words(group, curve, n, 0, true);
	fprintf(out, "%s%s%s", words, *shared ? ": " : "", shared);
	free(shared);
	char *const line[] = { text_close(&stream), group->title };
	const int rc = plot_title(job, line, *group->title ? 2 : 1, TITLE_COLUMNS);
	free(line[0]);
	return rc;
}

int plot_group_words(const struct plot_job *job, const struct plot_group *group,
		     const char *words, const struct plot_curve curve[],
		     size_t n, char *counts)
{
	size_t *treatment = error_unless_memory(calloc(n, sizeof(*treatment)));
	struct plot_source source = source_of(group, curve, n, treatment);
	int rc = write_title(job, group, words, curve, n);
	if (rc == 0)
		rc = plot_caption(job, &source, counts, &plot_room_grows);
	else
		free(counts);
	free(source.like);
	free(treatment);
	return rc;
}

void plot_put_left_out(FILE *out, const struct plot_group *group,
		       size_t nr_left_out)
{
	if (group->part)
		bar_text_put_left_out(out, &group->part->records,
				      &group->part->compare);
	else if (group->nr_invalid > 0)
		fprintf(out, " %zu INVALID row%s left out.", group->nr_invalid,
			group->nr_invalid == 1 ? "" : "s");
	if (nr_left_out > 0)
		fprintf(out, " %zu more left out after %d pictures.",
			nr_left_out, PLOT_PICTURES_MAX);
}

static const struct engine *engine_of(const struct plot_group *group)
{
	for (size_t i = 0; i < group->nr_panels * group->nr_keys; i++)
		if (group->curve[i].n > 0 && group->curve[i].sample[0]->engine)
			return engine_find(group->curve[i].sample[0]->engine);
	return engine_find(NULL);
}

bool plot_group_has_times(const struct plot_group *group)
{
	return !engine_of(group)->counts_instructions;
}

const char *plot_group_unit(const struct plot_group *group)
{
	return engine_of(group)->unit;
}

const char *plot_group_touch_axis(const struct plot_group *group)
{
	if (!plot_group_has_times(group))
		return "instructions of a touch";
	return engine_of(group)->emulated ? "emulated time of a touch" : "time of a touch";
}
