/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Did it help, where, and how sure: for each workload of a campaign that is
 * measured with several numbers of tasks a panel of the fault, and, where that is
 * known, one of fault and unmapping; in it for each side a curve of its ratio to
 * the first side (gain), or to the first side's with the fewest tasks (scaling);
 * and beside it published tables of the same workload.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/text.h"
#include "record/field.h"
#include "view/plot/plot_past.h"
#include "view/plot/plot.h"
#include "view/plot/plot_words.h"

/* Workloads and curves of a picture; columns of names. */
enum { WORKLOADS = 3, CURVES = 8, NAME = 60, PANEL_NAME = 78, AXIS_NAME = 44 };
/* Styles of keys. */
enum { MEASURED, PUBLISHED };

/* Rows that differ in their number of tasks alone, the fewest tasks first. */
struct plot_workload {
	size_t *row, n;
	const struct sample *like;	/* of its first row */
	struct past past[PASTS_MOST];	/* that stand beside it */
	size_t nr_pasts;
	char *name;			/* owned */
};

struct gain {
	struct picture *picture;
	const struct plot_input *in;
	const struct compare *compare;
	bool scaling;
	bool has_both;			/* the unmapping is known */
	struct plot_workload workload[WORKLOADS];
	size_t nr_workloads;
	size_t side[CURVES], nr_sides;	/* that have a curve; their keys come first */
	size_t nr_left_out;
	struct picture_words last;	/* point of the curve that is being made */
	/* Of ratios: with their intervals, and the highest of themselves. */
	double least, most, highest;
};

/* ---- workloads ---- */

/* A repetition of the first side on a row, if its number of tasks is known; or NULL. */
static const struct sample *like_of(const struct compare *c, size_t row)
{
	const struct sample *like = compare_cell(c, row, 0)->like;
	return like && like->threads.known ? like : NULL;
}

static uint64_t tasks_of(const struct compare *c, size_t row)
{
	return like_of(c, row)->threads.value;
}

/*
 * The rows of the workload that begins with row first, and how many; 0: it has no
 * several numbers of tasks, or begins with an earlier row.
 */
static size_t rows_of(const struct compare *c, size_t first, size_t row[])
{
	size_t n = 0;
	for (size_t i = 0; i < c->nr_rows; i++) {
		if (!like_of(c, i) || !like_of(c, first) ||
		    !field_same_but_threads(like_of(c, first), like_of(c, i)))
			continue;
		if (i < first)
			return 0;
		size_t at = n++;
		for (; at > 0 && tasks_of(c, row[at - 1]) > tasks_of(c, i); at--)
			row[at] = row[at - 1];
		row[at] = i;
	}
	return n > 0 && tasks_of(c, row[0]) < tasks_of(c, row[n - 1]) ? n : 0;
}

/* The name of its first row without the number of tasks, which the axis has. */
static char *name_of(const struct gain *g, const struct plot_workload *workload)
{
	AUTO_FREE char *tasks = plot_tasks(workload->like->threads.value,
					   text_same(workload->like->tasks, "processes"));
	char *const text[] = { g->in->group->panel[workload->row[0]], tasks };
	return plot_parts(text, ARRAY_SIZE(text), 0, false);
}

/* Those from number first on. row has room for all rows of each. */
static void take_workloads(struct gain *g, size_t first, size_t row[])
{
	const struct compare *c = g->compare;
	for (size_t i = 0; i < c->nr_rows && g->nr_workloads < WORKLOADS; i++) {
		struct plot_workload *next = &g->workload[g->nr_workloads];
		next->row = row + g->nr_workloads * c->nr_rows;
		next->n = rows_of(c, i, next->row);
		if (next->n == 0 || first > 0) {
			first -= next->n > 0;
			continue;
		}
		next->like = like_of(c, next->row[0]);
		next->nr_pasts = plot_past_find(g->in, next->like, g->scaling, next->past);
		next->name = name_of(g, next);
		g->nr_workloads++;
	}
}

/* ---- keys ---- */

/* The key of a published table; the number of keys: there is none. */
static size_t find_key(const struct picture_list *key, const char *name)
{
	size_t i = 0;
	while (i < key->n && (key->line[i].style != PUBLISHED ||
			      strcmp(key->line[i].text, name) != 0))
		i++;
	return i;
}

static char *name_of_past(const struct past *past)
{
	return plot_shortened(plot_past_name(past), NAME);
}

static void add_published_keys(const struct gain *g, struct picture_list *key)
{
	for (size_t i = 0; i < g->nr_workloads; i++)
		for (size_t j = 0; j < g->workload[i].nr_pasts && key->n < CURVES; j++) {
			char *name = name_of_past(&g->workload[i].past[j]);
			if (find_key(key, name) == key->n)
				picture_add(key, (struct picture_words){
					.text = name, .style = PUBLISHED });
			else
				free(name);
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
	add_published_keys(g, &published.key);
	for (size_t side = g->scaling ? 0 : 1; side < g->compare->nr_sides; side++) {
		if (!is_curve(g, side))
			continue;
		if (g->nr_sides + published.key.n == CURVES) {
			g->nr_left_out++;
			continue;
		}
		g->side[g->nr_sides++] = side;
		picture_add(&g->picture->key, (struct picture_words){
			.text = plot_shortened(text_shown(g->compare->side[side].name), NAME) });
	}
	add_published_keys(g, &g->picture->key);
	picture_close(&published);
}

/* ---- curves ---- */

/* A curve, and the panel that it is in. */
struct curve {
	const struct plot_workload *workload;
	enum metric_id metric;
	const char *measure;	/* what that is called */
	const char *name, *what;
};

struct point {
	uint64_t tasks;
	struct ratio ratio;
	const struct compare_cell *cell;	/* that was measured, or NULL */
};

static void begin_curve(struct gain *g, size_t key)
{
	g->last = (struct picture_words){ .panel = g->picture->panel.n - 1, .key = key };
	picture_add_curve(g->picture, g->last.panel, key, 0);
}

/* Its last ratio is written at its end. */
static void end_curve(struct gain *g)
{
	if (!(g->last.x > 0))
		return;
	g->last.text = text_format("%.2f", g->last.y);
	picture_add(&g->picture->mark, g->last);
}

static void stretch(struct gain *g, const struct ratio *ratio)
{
	struct picture_words *x = &g->picture->x;
	x->low = fmin(x->low, g->last.x);
	x->high = fmax(x->high, g->last.x);
	g->least = fmin(g->least, ratio->low.known ? ratio->low.value : g->last.y);
	g->most = fmax(g->most, ratio->high.known ? ratio->high.value : g->last.y);
	g->highest = fmax(g->highest, g->last.y);
}

static void add_point(struct gain *g, const struct curve *curve, struct point at)
{
	if (!at.ratio.value.known || !isfinite(at.ratio.value.value))
		return;
	picture_line(g->picture, cell_text(curve->workload->name),
		     cell_text(curve->measure), cell_text(curve->name),
		     cell_text(curve->what), cell_count(at.tasks),
		     cell_real(at.ratio.value), cell_real(at.ratio.low),
		     cell_real(at.ratio.high),
		     at.cell ? cell_count(at.cell->nr_units) : cell_text(""));
	g->last.x = (double)at.tasks;
	g->last.y = at.ratio.value.value;
	stretch(g, &at.ratio);
}

static void add_measured(struct gain *g, struct curve curve, size_t key)
{
	const struct compare *c = g->compare;
	const struct plot_workload *workload = curve.workload;
	const size_t side = g->side[key];
	curve.name = c->side[side].name;
	curve.what = "measured";
	begin_curve(g, key);
	for (size_t i = 0; i < workload->n; i++) {
		const size_t row = workload->row[i];
		const struct compare_cell *cell = compare_cell(c, row, side);
		const struct compare_cell *base =
			compare_cell(c, g->scaling ? workload->row[0] : row, 0);
		add_point(g, &curve, (struct point){
			tasks_of(c, row), compare_ratio(c, base, cell, curve.metric), cell });
	}
	end_curve(g);
}

static void add_published(struct gain *g, struct curve curve, const struct past *past)
{
	const uint64_t fewest = curve.workload->like->threads.value;
	AUTO_FREE char *name = name_of_past(past);
	const size_t key = find_key(&g->picture->key, name);
	if (key == g->picture->key.n)
		return;
	curve.name = name;
	curve.what = "published";
	begin_curve(g, key);
	for (size_t i = 0; i < past->series->n; i++) {
		const uint64_t tasks = series_threads(past->series->point[i]);
		add_point(g, &curve, (struct point){
			tasks, { .value = plot_past_ratio(past, tasks,
							  g->scaling ? fewest : tasks) }, NULL });
	}
	end_curve(g);
}

static void add_panel(struct gain *g, const struct plot_workload *workload, enum metric_id metric)
{
	const bool classic = text_same(workload->like->accounting, "classic");
	const struct curve curve = { workload, metric, classic ? "fork to exit" :
		metric == METRIC_BOTH ? "fault and unmapping" : "fault", NULL, NULL };
	picture_add(&g->picture->panel, (struct picture_words){ .text = plot_shortened(
		text_format("%s: %s", workload->name, curve.measure), PANEL_NAME) });
	for (size_t key = 0; key < g->nr_sides; key++)
		add_measured(g, curve, key);
	/* Published times have all in them: they stand where most is in ours. */
	if (g->has_both && metric != METRIC_BOTH)
		return;
	for (size_t i = 0; i < workload->nr_pasts; i++)
		add_published(g, curve, &workload->past[i]);
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
	for (struct picture_words *next; ; above = next->y) {
		next = NULL;
		for (size_t i = 0; i < picture->mark.n; i++) {
			struct picture_words *mark = &picture->mark.line[i];
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
	struct picture_words *x = &g->picture->x, *y = &g->picture->y;
	y->low = g->scaling ? 0 : g->least;
	y->high = fmin(g->most, g->highest * HIGHEST_SHARE);
	for (size_t panel = 0; panel < g->picture->panel.n; panel++)
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
		if (!text_same(g->workload[i].like->tasks, "processes"))
			return false;
	return true;
}

/* "1 thread of stock", or "stock" */
static char *base_of(const struct gain *g)
{
	const char *first = g->compare->side[0].name;
	AUTO_FREE char *tasks = plot_tasks(g->workload[0].like->threads.value, has_processes(g));
	return g->scaling ? text_format("%s of %s", tasks, first) : text_format("%s", first);
}

static void name_axes(const struct gain *g, const char *base)
{
	const struct engine *engine = g->in->group->engine;
	const char *emulated = engine->emulated ? "emulated " : "";
	char *name = g->scaling ? text_format("%srate: 1 is %s", emulated, base) :
		     engine->counts_instructions ? text_format("times fewer instructions") :
						   text_format("times less %stime", emulated);
	g->picture->y.text = plot_shortened(name, AXIS_NAME);
	g->picture->x.text = text_shown(has_processes(g) ? "Processes" : "Threads");
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
	fprintf(out, "; %zu repetition%s in one.", c->nr_reps, plot_plural(c->nr_reps));
}

static void put_published(FILE *out, const struct gain *g)
{
	size_t i = 0;
	while (i < g->nr_workloads && g->workload[i].nr_pasts == 0)
		i++;
	if (i == g->nr_workloads)
		return;
	const char *kernel = g->workload[i].past[0].base->like->kernel;
	fprintf(out, " Dashed: published tables of the same bytes and page size, compared with %s: sums over repetitions that have fork, exit and unmapping in them, so without intervals; INVALID rows are left out.",
		kernel ? kernel : "-");
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
static void put_title(const struct gain *g, const char *base)
{
	const char *guest = facts_text(g->compare->run, "guest");
	const char *kernel = g->compare->side[0].what;
	kernel = *kernel == '/' ? "" : kernel;
	guest = guest ? guest : "";
	AUTO_FREE char *text = text_format("%s%s%.*s%s%.*s", base, *kernel ? ", " : "",
					   first_part(kernel), kernel, *guest ? ", " : "",
					   first_part(guest), guest);
	plot_campaign_title(g->picture, g->in->group, g->scaling ?
			    "How the rate grows with threads: times that of " :
			    "Did it help: how many times cheaper than ", text);
}

static void put_words(const struct gain *g)
{
	struct plot_source source = { .records = g->compare->records,
				      .compare = g->compare };
	AUTO_FREE char *base = base_of(g);
	plot_source_add_side(&source, 0);
	for (size_t i = 0; i < g->nr_sides; i++)
		plot_source_add_side(&source, g->side[i]);
	name_axes(g, base);
	put_title(g, base);
	plot_caption(g->picture, &source, counts_of(g));
}

/* ---- the two pictures ---- */

static bool knows_unmapping(const struct compare *c)
{
	for (size_t i = 0; i < c->nr_rows; i++)
		if (compare_cell(c, i, 0)->value[METRIC_BOTH].unit)
			return true;
	return false;
}

static void draw(struct gain *g)
{
	if (!picture_open(g->picture, "workload,of,series,what,threads,ratio,ratio_low95,ratio_high95,nr_units",
			  NULL))
		return;
	g->picture->x.low = INFINITY;
	add_keys(g);
	for (size_t i = 0; i < g->nr_workloads; i++) {
		add_panel(g, &g->workload[i], METRIC_FAULT);
		if (g->has_both)
			add_panel(g, &g->workload[i], METRIC_BOTH);
	}
	set_ranges(g);
	put_words(g);
}

static size_t fill(struct gain g, size_t first)
{
	const struct compare *c = g.compare = plot_campaign(g.in);
	if (!c || c->nr_sides < 2 || (g.scaling && c->exact))
		return 0;
	AUTO_FREE size_t *row = error_unless_memory(
		calloc(WORKLOADS * c->nr_rows + 1, sizeof(*row)));
	take_workloads(&g, first, row);
	g.has_both = knows_unmapping(c);
	g.least = g.most = g.highest = 1;
	if (g.nr_workloads > 0)
		draw(&g);
	for (size_t i = 0; i < g.nr_workloads; i++)
		free(g.workload[i].name);
	return g.nr_workloads;
}

size_t plot_fill_gain(struct picture *picture, const struct plot_input *in, size_t first)
{
	return fill((struct gain){ .picture = picture, .in = in }, first);
}

size_t plot_fill_scaling(struct picture *picture, const struct plot_input *in,
			 size_t first)
{
	return fill((struct gain){ .picture = picture, .in = in, .scaling = true }, first);
}
