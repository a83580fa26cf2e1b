/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Did it help, where, and how sure: for each workload of a campaign that is
 * measured with several numbers of tasks a panel of the fault, and, where that is
 * known, one of fault and unmapping; in it for each side a curve of its ratio to
 * the first side (gain), or to the first side's with the fewest tasks (scaling);
 * and beside it published tables of the same workload.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/text.h"
#include "fault/engine.h"
#include "view/plot/plot_campaign.h"
#include "view/plot/plot_past.h"
#include "view/plot/plot_workload.h"
#include "view/plot/plot_types.h"

/* Workloads and curves of a picture; columns of names. */
enum { WORKLOADS = 3, CURVES = 8, NAME = 60, PANEL_NAME = 78, AXIS_NAME = 44 };
/* Styles of keys. */
enum { MEASURED, PUBLISHED };

struct gain {
	struct picture *picture;
	const struct plot_input *in;
	const struct compare *compare;
	bool scaling;
	bool has_both;			/* the unmapping is known */
	const struct plot_workload *workload;
	size_t nr_workloads;
	size_t side[CURVES], nr_sides;	/* that have a curve; their keys come first */
	size_t nr_left_out;
	/* Of ratios: with their intervals, and the highest of themselves. */
	double least, most, highest;
};

static const struct sample *like_of(const struct gain *g, size_t workload)
{
	return plot_row_like(g->compare, g->workload[workload].row[0]);
}

static size_t nr_panels(const struct gain *g)
{
	return g->nr_workloads * (g->has_both ? 2 : 1);
}

static size_t workload_of(const struct gain *g, size_t panel)
{
	return g->has_both ? panel / 2 : panel;
}

static bool is_with_unmapping(const struct gain *g, size_t panel)
{
	return g->has_both && panel % 2 == 1;
}

/* ---- curves ---- */

/* A published table against the first one of its file. */
struct published {
	const struct series *series, *base;
	bool cpu;		/* by CPU time, not wall time */
};

enum { PUBLISHED_MOST = 2 * PASTS_MOST };

static size_t published_of(const struct gain *g, size_t workload,
			   struct published published[PUBLISHED_MOST])
{
	struct past past[PASTS_MOST];
	const size_t nr_pasts = plot_past_find(g->in, like_of(g, workload), past);
	size_t n = 0;
	for (size_t i = 0; i < nr_pasts; i++) {
		const struct series *first = past[i].first, *other = past[i].other;
		if (g->scaling)
			published[n++] = (struct published){ first, first, false };
		published[n++] = (struct published){ other, first, false };
		if (!g->scaling)
			published[n++] = (struct published){ other, first, true };
	}
	return n;
}

/* "2004: ia64 Patched, wall" */
static char *published_name(const struct published *published)
{
	const struct sample *like = published->series->like;
	const bool dated = like->time && strspn(like->time, "0123456789") == 4;
	return plot_shortened(text_format("%.*s%s%s, %s", dated ? 4 : 0,
					  dated ? like->time : "", dated ? ": " : "",
					  like->kernel ? like->kernel : "-",
					  published->cpu ? "CPU" : "wall"), NAME);
}

/* The key of a published table; nr_keys: there is none. */
static size_t find_key(const struct picture *picture, const struct published *published)
{
	AUTO_FREE char *name = published_name(published);
	size_t i = 0;
	while (i < picture->nr_keys && (picture->key[i].style != PUBLISHED ||
					strcmp(picture->key[i].name, name) != 0))
		i++;
	return i;
}

static void add_published_keys(struct picture *picture, const struct gain *g)
{
	for (size_t i = 0; i < g->nr_workloads; i++) {
		struct published published[PUBLISHED_MOST];
		const size_t n = published_of(g, i, published);
		for (size_t j = 0; j < n && picture->nr_keys < CURVES; j++)
			if (find_key(picture, &published[j]) == picture->nr_keys)
				picture_add_key(picture, published_name(&published[j]),
						PUBLISHED);
	}
}

/* A single point is no curve: the table and the bars have it. */
static bool is_curve(const struct gain *g, size_t side)
{
	for (size_t i = 0; i < g->nr_workloads; i++) {
		size_t n = 0;
		for (size_t j = 0; j < g->workload[i].n; j++)
			n += compare_cell(g->compare, g->workload[i].row[j], side)->nr_units > 0;
		if (n > 1)
			return true;
	}
	return false;
}

/* Room is kept for published tables: there are few, and no other table has them. */
static void add_keys(struct gain *g)
{
	struct picture published = { 0 };
	add_published_keys(&published, g);
	for (size_t side = g->scaling ? 0 : 1; side < g->compare->nr_sides; side++) {
		if (!is_curve(g, side))
			continue;
		if (g->nr_sides + published.nr_keys == CURVES) {
			g->nr_left_out++;
			continue;
		}
		g->side[g->nr_sides++] = side;
		picture_add_key(g->picture, plot_shortened(text_shown(
			g->compare->side[side].name), NAME), MEASURED);
	}
	add_published_keys(g->picture, g);
	picture_close(&published);
}

/* ---- points ---- */

struct point {
	uint64_t tasks;
	struct ratio ratio;
	struct picture_cell units;
};

/* A curve that is being made. */
struct curve {
	size_t panel, key;
	const char *name, *what;
	struct point last;
};

/* Whether a part of a row's name is its number of tasks, which the axis has. */
static bool is_tasks(const char *part, size_t n)
{
	const size_t digits = strspn(part, "0123456789");
	const char *rest = part + digits;
	return digits > 0 && digits < n &&
	       (strncmp(rest, " thread", 7) == 0 || strncmp(rest, " process", 8) == 0);
}

static char *workload_name(const struct gain *g, size_t panel)
{
	AUTO_FREE char *row = plot_row_name(g->compare, g->workload[workload_of(g, panel)].row[0]);
	struct text_stream stream;
	FILE *out = text_open(&stream);
	const char *end;
	for (const char *at = row; at; at = end ? end + 2 : NULL) {
		end = strstr(at, ", ");
		const size_t n = end ? (size_t)(end - at) : strlen(at);
		if (!is_tasks(at, n))
			fprintf(out, "%s%.*s", ftell(out) > 0 ? ", " : "", (int)n, at);
	}
	return text_close(&stream);
}

static const char *measure_of(const struct gain *g, size_t panel)
{
	if (text_same(like_of(g, workload_of(g, panel))->accounting, "classic"))
		return "fork to exit";
	return is_with_unmapping(g, panel) ? "fault and unmapping" : "fault";
}

static void stretch(struct gain *g, const struct point *at)
{
	const struct ratio *ratio = &at->ratio;
	const double value = ratio->value.value;
	struct picture_axis *x = &g->picture->x;
	x->low = fmin(x->low, (double)at->tasks);
	x->high = fmax(x->high, (double)at->tasks);
	g->least = fmin(g->least, ratio->low.known ? ratio->low.value : value);
	g->most = fmax(g->most, ratio->high.known ? ratio->high.value : value);
	g->highest = fmax(g->highest, value);
}

static void add_point(struct gain *g, struct curve *curve, struct point at)
{
	if (!at.ratio.value.known || !isfinite(at.ratio.value.value))
		return;
	AUTO_FREE char *workload = workload_name(g, curve->panel);
	picture_line(g->picture, cell_text(workload), cell_text(measure_of(g, curve->panel)),
		     cell_text(curve->name), cell_text(curve->what), cell_count(at.tasks),
		     cell_real(at.ratio.value), cell_real(at.ratio.low),
		     cell_real(at.ratio.high), at.units);
	stretch(g, &at);
	curve->last = at;
}

/* Its last ratio is written at its end. */
static void end_curve(struct picture *picture, const struct curve *curve)
{
	const double ratio = curve->last.ratio.value.value;
	if (curve->last.ratio.value.known)
		picture_add_mark(picture, (struct picture_mark){
			.text = text_format("%.2f", ratio), .panel = curve->panel,
			.key = curve->key, .x = (double)curve->last.tasks, .y = ratio });
}

static void add_measured(struct gain *g, size_t panel, size_t key)
{
	const struct compare *c = g->compare;
	const struct plot_workload *workload = &g->workload[workload_of(g, panel)];
	const size_t side = g->side[key];
	struct curve curve = { panel, key, c->side[side].name, "measured", { 0 } };
	picture_add_curve(g->picture, (struct picture_curve){ .panel = panel, .key = key });
	for (size_t i = 0; i < workload->n; i++) {
		const size_t row = workload->row[i];
		const struct compare_cell *cell = compare_cell(c, row, side);
		const struct compare_cell *base =
			compare_cell(c, g->scaling ? workload->row[0] : row, 0);
		add_point(g, &curve, (struct point){
			plot_row_tasks(c, row),
			compare_ratio(c, base, cell, is_with_unmapping(g, panel) ?
						     METRIC_BOTH : METRIC_FAULT),
			cell_count(cell->nr_units) });
	}
	end_curve(g->picture, &curve);
}

static struct ratio quotient(struct real rate, struct real to)
{
	const bool known = rate.known && to.known && to.value > 0;
	return (struct ratio){ .value = { known ? rate.value / to.value : 0, known } };
}

static void add_published(struct gain *g, size_t panel, const struct published *published)
{
	const struct plot_workload *workload = &g->workload[workload_of(g, panel)];
	const uint64_t fewest = plot_row_tasks(g->compare, workload->row[0]);
	AUTO_FREE char *name = published_name(published);
	struct curve curve = { panel, find_key(g->picture, published), name, "published",
			       { 0 } };
	picture_add_curve(g->picture, (struct picture_curve){ .panel = panel,
							      .key = curve.key });
	for (size_t i = 0; i < published->series->n && curve.key < g->picture->nr_keys; i++) {
		const uint64_t tasks = series_threads(published->series->point[i]);
		add_point(g, &curve, (struct point){
			tasks, quotient(plot_past_rate(published->series, tasks, published->cpu),
					plot_past_rate(published->base, g->scaling ? fewest : tasks,
						       published->cpu)),
			cell_text("") });
	}
	end_curve(g->picture, &curve);
}

static void add_panel(struct gain *g, size_t panel)
{
	struct published published[PUBLISHED_MOST];
	AUTO_FREE char *workload = workload_name(g, panel);
	picture_add_panel(g->picture, (struct picture_axis){
		.name = plot_shortened(text_format("%s: %s", workload,
						   measure_of(g, panel)), PANEL_NAME) });
	for (size_t key = 0; key < g->nr_sides; key++)
		add_measured(g, panel, key);
	/* Published times have all in them: they stand where most is in ours. */
	if (g->has_both && !is_with_unmapping(g, panel))
		return;
	const size_t n = published_of(g, workload_of(g, panel), published);
	for (size_t i = 0; i < n; i++)
		add_published(g, panel, &published[i]);
}

/* ---- ranges, and the numbers at the ends of curves ---- */

/* An interval that is longer would leave the curves with nothing to be seen. */
static const double HIGHEST_SHARE = 1.5;
/* What a line of text takes of a panel's height. */
static const double LABEL_SHARE = 0.065;

/* Move apart what would be written over each other in a panel: the highest stays. */
static void move_apart(struct picture *picture, size_t panel, double apart)
{
	double above = INFINITY;
	for (struct picture_mark *next; ; above = next->y) {
		next = NULL;
		for (size_t i = 0; i < picture->nr_marks; i++) {
			struct picture_mark *mark = &picture->mark[i];
			if (mark->panel == panel && mark->style == 0 &&
			    (!next || mark->y > next->y))
				next = mark;
		}
		if (!next)
			return;
		next->y = fmin(next->y, above - apart);
		next->style = 1;	/* placed */
	}
}

static void set_ranges(struct gain *g)
{
	struct picture_axis *x = &g->picture->x, *y = &g->picture->y;
	y->low = g->scaling ? 0 : g->least;
	y->high = fmin(g->most, g->highest * HIGHEST_SHARE);
	for (size_t panel = 0; panel < nr_panels(g); panel++)
		move_apart(g->picture, panel, (y->high - y->low) * LABEL_SHARE);
	const double margin = fmax((y->high - y->low) * 0.08, 0.03);
	y->low -= g->scaling ? 0 : margin;
	y->high += margin;
	x->high = fmax(x->high, 1);
	x->low = x->low < x->high ? x->low : 1;
}

/* ---- the words around ---- */

/* Whether all tasks are processes. */
static bool has_processes(const struct gain *g)
{
	for (size_t i = 0; i < g->nr_workloads; i++)
		if (!text_same(like_of(g, i)->tasks, "processes"))
			return false;
	return true;
}

/* "1 thread of stock", or "stock" */
static char *base_of(const struct gain *g)
{
	const char *first = g->compare->side[0].name;
	AUTO_FREE char *tasks = plot_tasks(plot_row_tasks(g->compare, g->workload[0].row[0]),
					   has_processes(g));
	return g->scaling ? text_format("%s of %s", tasks, first) : text_format("%s", first);
}

static void name_axes(const struct gain *g)
{
	const struct engine *engine = engine_find(g->compare->engine);
	const char *emulated = engine->emulated ? "emulated " : "";
	AUTO_FREE char *base = base_of(g);
	char *name = g->scaling ? text_format("%srate: 1 is %s", emulated, base) :
		     engine->counts_instructions ? text_format("times fewer instructions") :
						   text_format("times less %stime", emulated);
	g->picture->y.name = plot_shortened(name, AXIS_NAME);
	g->picture->x.name = text_shown(has_processes(g) ? "Processes" : "Threads");
}

static void put_what(FILE *out, const struct gain *g)
{
	const struct compare *c = g->compare;
	const char *first = c->side[0].name;
	if (g->scaling)
		fprintf(out, "Pages touched per second, as a multiple of what %s does with the fewest tasks.", first);
	else
		fprintf(out, "What a page costs with %s over what it costs with each: above the line at 1 it is cheaper.", first);
	if (c->one_layout)
		fputs(" exact: the same on every run, so that there is no interval", out);
	else if (c->nr_planned < 2)
		fprintf(out, " One %s of each: no interval is known", c->unit);
	else
		fprintf(out, " Upright bars: 95%% intervals over %zu %ss, not over repetitions; one that leaves the panel goes on",
			c->nr_planned, c->unit);
	fprintf(out, "; %zu repetition%s in one.", c->nr_reps, c->nr_reps == 1 ? "" : "s");
}

static void put_published(FILE *out, const struct gain *g)
{
	struct published published[PUBLISHED_MOST];
	size_t n = 0;
	for (size_t i = 0; i < g->nr_workloads && n == 0; i++)
		n = published_of(g, i, published);
	if (n > 0)
		fprintf(out, " Dashed: published tables of the same bytes and page size, compared with %s: sums over repetitions that have fork, exit and unmapping in them, so without intervals; INVALID rows are left out.",
			published[0].base->like->kernel ?
				published[0].base->like->kernel : "-");
}

static char *counts_of(const struct gain *g)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	put_what(out, g);
	put_published(out, g);
	plot_put_lost(out, g->compare);
	if (g->nr_left_out > 0)
		fprintf(out, " %zu more curves have no room here: the table has them.",
			g->nr_left_out);
	return text_close(&stream);
}

/* Up to its first comma: "6.12.117" of a kernel, "arm64 guest" of a guest. */
static int first_part(const char *text)
{
	return (int)strcspn(text, ",");
}

/* Two campaigns of one file may be told apart by their kernel or guest alone. */
static void put_title(const struct gain *g)
{
	const char *guest = facts_text(g->compare->run, "guest");
	const char *kernel = g->compare->side[0].what;
	AUTO_FREE char *base = base_of(g);
	kernel = *kernel == '/' ? "" : kernel;
	guest = guest ? guest : "";
	AUTO_FREE char *text = text_format("%s%s%.*s%s%.*s", base, *kernel ? ", " : "",
					   first_part(kernel), kernel, *guest ? ", " : "",
					   first_part(guest), guest);
	plot_campaign_title(g->picture, g->compare, g->scaling ?
			    "How the rate grows with threads: times that of " :
			    "Did it help: how many times cheaper than ", text);
}

static void put_words(const struct gain *g)
{
	struct plot_source source = { .records = g->compare->records,
				      .compare = g->compare };
	plot_source_add_side(&source, 0);
	for (size_t i = 0; i < g->nr_sides; i++)
		plot_source_add_side(&source, g->side[i]);
	name_axes(g);
	put_title(g);
	plot_caption(g->picture, &source, counts_of(g));
}

/* ---- the two pictures ---- */

static size_t count(const struct compare *c, bool scaling)
{
	struct plot_workloads workloads = plot_workloads_of(c);
	const size_t n = workloads.n;
	plot_workloads_close(&workloads);
	return c->nr_sides < 2 || (scaling && c->exact) ? 0 : n;
}

static size_t count_gain(const struct compare *c)
{
	return count(c, false);
}

static size_t count_scaling(const struct compare *c)
{
	return count(c, true);
}

static bool knows_unmapping(const struct compare *c)
{
	for (size_t i = 0; i < c->nr_rows; i++)
		if (compare_cell(c, i, 0)->value[METRIC_BOTH].unit)
			return true;
	return false;
}

static void draw(struct gain *g)
{
	picture_open(g->picture, "workload,of,series,what,threads,ratio,ratio_low95,ratio_high95,nr_units",
		     NULL);
	g->picture->x.low = INFINITY;
	add_keys(g);
	for (size_t panel = 0; panel < nr_panels(g); panel++)
		add_panel(g, panel);
	set_ranges(g);
	put_words(g);
}

static size_t fill(struct gain g, size_t first)
{
	g.compare = plot_campaign_with(g.in->campaigns,
				       g.scaling ? count_scaling : count_gain, &first);
	if (!g.compare)
		return 0;
	struct plot_workloads workloads = plot_workloads_of(g.compare);
	const size_t left = workloads.n - first;
	g.workload = workloads.workload + first;
	g.nr_workloads = left < WORKLOADS ? left : WORKLOADS;
	g.has_both = knows_unmapping(g.compare);
	g.least = g.most = g.highest = 1;
	draw(&g);
	plot_workloads_close(&workloads);
	return g.nr_workloads;
}

size_t plot_count_gain(const struct plot_input *in, size_t first)
{
	return plot_count_in_campaigns(in->campaigns, count_gain, first);
}

size_t plot_fill_gain(struct picture *picture, const struct plot_input *in, size_t first)
{
	return fill((struct gain){ .picture = picture, .in = in }, first);
}

size_t plot_count_scaling(const struct plot_input *in, size_t first)
{
	return plot_count_in_campaigns(in->campaigns, count_scaling, first);
}

size_t plot_fill_scaling(struct picture *picture, const struct plot_input *in,
			 size_t first)
{
	return fill((struct gain){ .picture = picture, .in = in, .scaling = true }, first);
}
