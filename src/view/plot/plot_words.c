/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot/plot_words.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/text.h"
#include "record/caption.h"
#include "record/packed.h"

/* ---- the source ---- */

void plot_source_add_side(struct plot_source *source, size_t side)
{
	for (size_t i = 0; i < source->nr_sides; i++)
		if (source->side[i] == side)
			return;
	source->side = records_grow(source->side, source->nr_sides,
				    sizeof(*source->side));
	source->side[source->nr_sides++] = side;
}

void plot_source_add_run(struct plot_source *source, const struct sample *like)
{
	for (size_t i = source->nr_likes; i-- > 0;)
		if (source->like[i]->run == like->run &&
		    source->like[i]->kernel == like->kernel)
			return;
	source->like = records_grow(source->like, source->nr_likes,
				    sizeof(*source->like));
	source->like[source->nr_likes++] = like;
}

/* ---- words of its runs ---- */

enum { TEXTS_SHOWN = 3 };

typedef char *word_fn(const struct records *records, const struct sample *like);

static int compare_texts(const void *left, const void *right)
{
	return strcmp(left, right);
}

/*
 * "a; b; c and 2 more": each distinct text once, the first few in order. Where they
 * are lines there is no word of others.
 */
static char *words_of(const struct plot_source *source, word_fn *word,
		      const char *between)
{
	void *seen = NULL;	/* a tree of all of them: it owns them */
	size_t n = 0;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (size_t i = 0; i < source->nr_likes; i++) {
		char *text = word(source->records, source->like[i]);
		char **place = *text ? tsearch(text, &seen, compare_texts) : NULL;
		if (!place || *place != text)
			free(text);
		else if (n++ < TEXTS_SHOWN)
			fprintf(out, "%s%s", n > 1 ? between : "", text);
	}
	if (n > TEXTS_SHOWN && *between == ';')
		fprintf(out, " and %zu more", n - TEXTS_SHOWN);
	tdestroy(seen, free);
	return text_close(&stream);
}

/* Of a campaign with its guest. */
static char *machine_of(const struct plot_source *source)
{
	const struct compare *c = source->compare;
	AUTO_FREE char *machine = words_of(source, caption_machine, "; ");
	if (!c || !engine_find(c->engine)->is_guest)
		return text_format("%s%s", *machine ? "Machine: " : "", machine);
	const char *guest = facts_text(c->run, "guest");
	return text_format("Machine: %s, on %s", guest ? guest : "-",
			   *machine ? machine : "-");
}

/* Each side with the kernel that it is. */
static char *sides_of(const struct plot_source *source)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (size_t i = 0; i < source->nr_sides; i++) {
		const struct side *side = &source->compare->side[source->side[i]];
		fprintf(out, "%s%s: %s", i ? "; " : "Kernels: ", side->name,
			*side->what ? side->what : "the running kernel as it is");
	}
	return text_close(&stream);
}

static char *kernels_of(const struct plot_source *source)
{
	AUTO_FREE char *kernels = words_of(source, caption_kernel, "; ");
	return text_format("%s%s", *kernels ? "Kernel: " : "", kernels);
}

static char *origin_of(const struct plot_source *source)
{
	AUTO_FREE char *date = words_of(source, caption_date, "; ");
	AUTO_FREE char *command = words_of(source, caption_command, "; ");
	return text_format("%s%s%s%s%s", *date ? "Date: " : "", date,
			   *date && *command ? ". " : "", *command ? "Command: " : "",
			   command);
}

void plot_caption(struct picture *picture, struct plot_source *source, char *counts)
{
	const struct sample of_run = { .run = source->compare ? source->compare->run_id : NULL };
	if (source->compare)
		plot_source_add_run(source, &of_run);
	picture->caption[0] = counts;
	picture->caption[1] = machine_of(source);
	picture->caption[2] = source->compare ? sides_of(source) : kernels_of(source);
	picture->caption[3] = origin_of(source);
	picture->command = words_of(source, caption_command, "\n");
	free(source->side);
	free(source->like);
}

/* ---- pieces ---- */

void plot_reps_add(struct plot_reps *reps, size_t n)
{
	reps->least = reps->most == 0 || n < reps->least ? n : reps->least;
	reps->most = n > reps->most ? n : reps->most;
}

void plot_put_reps(FILE *out, struct plot_reps reps)
{
	fprintf(out, "n = %zu", reps.least);
	if (reps.least != reps.most)
		fprintf(out, " to %zu", reps.most);
	fprintf(out, " repetition%s", plot_plural(reps.most));
}

static void put_invalid(FILE *out, size_t nr_rows)
{
	if (nr_rows > 0)
		fprintf(out, " %zu INVALID row%s left out.", nr_rows, plot_plural(nr_rows));
}

void plot_put_lost(FILE *out, const struct compare *c)
{
	size_t nr_lost = 0, nr_invalid = 0;
	for (size_t i = 0; i < c->nr_boots; i++)
		nr_lost += c->boot[i].lost;
	for (size_t i = 0; i < c->nr_rows * c->nr_sides; i++)
		nr_invalid += compare_cell(c, i / c->nr_sides, i % c->nr_sides)->nr_invalid;
	if (nr_lost > 0)
		fprintf(out, " INVALID: %zu %s%s lost.", nr_lost, c->unit,
			plot_plural(nr_lost));
	if (nr_invalid > 0)
		fprintf(out, " INVALID: %zu repetition%s left out.", nr_invalid,
			plot_plural(nr_invalid));
}

/* ---- names ---- */

static bool has_part(const char *text, const char *part, size_t n)
{
	for (const char *at = text; at; at = strstr(at, ", ")) {
		at += at == text ? 0 : 2;
		if (strncmp(at, part, n) == 0 &&
		    (at[n] == '\0' || strncmp(at + n, ", ", 2) == 0))
			return true;
	}
	return false;
}

static bool all_have(char *const text[], size_t n, const char *part, size_t bytes)
{
	for (size_t i = 0; i < n; i++)
		if (!has_part(text[i], part, bytes))
			return false;
	return true;
}

char *plot_parts(char *const text[], size_t n, size_t i, bool shared)
{
	const char *end;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (const char *at = text[i]; at; at = end ? end + 2 : NULL) {
		end = strstr(at, ", ");
		const size_t bytes = end ? (size_t)(end - at) : strlen(at);
		if (bytes > 0 && all_have(text, n, at, bytes) == shared)
			fprintf(out, "%s%.*s", ftell(out) > 0 ? ", " : "", (int)bytes, at);
	}
	return text_close(&stream);
}

char *plot_shortened(char *name, size_t columns)
{
	const size_t has = text_columns(name), half = (columns - 3) / 2;
	if (has <= columns)
		return name;
	/* What tells names apart is at both ends. */
	AUTO_FREE char *whole = name;
	return text_format("%.*s...%s", (int)text_prefix(whole, half), whole,
			   whole + text_prefix(whole, has - half));
}

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

char *plot_touch_axis(const struct plot_group *group)
{
	return text_format("%s", group->engine->counts_instructions ? "instructions of a touch" :
			   group->engine->emulated ? "emulated time of a touch" :
						     "time of a touch");
}

/* ---- of curves ---- */

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
		put_invalid(out, group->nr_invalid);
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

/* ---- of series ---- */

static char *counts_of(const struct series_span *span, const char *a)
{
	struct plot_reps reps = { 0 };
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (size_t i = 0; i < span->n; i++)
		for (size_t j = 0; j < span->series[i].n; j++)
			plot_reps_add(&reps, span->series[i].point[j]->nr_reps);
	plot_put_reps(out, reps);
	fprintf(out, " %s.", a);
	put_invalid(out, span->nr_invalid);
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

void plot_series_words(struct picture *picture, const struct records *records,
		       const struct series_span *span, const char *a)
{
	struct plot_source source = { .records = records };
	for (size_t i = 0; i < span->n; i++)
		plot_source_add_run(&source, span->series[i].like);
	/* Rates and bars say on their axes what they are: they need no words. */
	picture->title[picture->title[0] ? 1 : 0] = series_title(span);
	if (!*picture->title[0]) {
		free(picture->title[0]);
		picture->title[0] = text_shown("page faults");
	}
	picture->x.text = text_shown(tasks_of(span));
	plot_caption(picture, &source, counts_of(span, a));
}

/* ---- of campaigns ---- */

void plot_campaign_title(struct picture *picture, const struct plot_group *group,
			 const char *words, const char *text)
{
	picture->title[0] = text_format("%s%s", words, text);
	picture->title[1] = text_format("%s", group->title);
}
