/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Did it help, where, and how sure: for each workload of a campaign that is
 * measured with several numbers of tasks a panel, for each side a curve of how it
 * stands to the first one (gain), or to the first one with the fewest tasks
 * (scaling); and beside it published tables of the same workload.
 */
#include "view/plot/plot_gain.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fault/engine.h"
#include "view/bar_text.h"
#include "view/plot/plot_campaign.h"

enum { NAME = 60, PANEL_NAME = 78, AXIS_NAME = 44 };
/* Styles of keys. */
enum { MEASURED, PUBLISHED };

/* ---- numbers at the ends of curves ---- */

/* What a line of text takes of a panel's height. */
static const double LABEL_SHARE = 0.065;

/* Move those marks apart that would be written over each other: the highest stays. */
static void move_apart(struct picture_mark mark[], size_t n, double apart)
{
	double above = INFINITY;
	for (size_t placed = 0; placed < n; placed++) {
		struct picture_mark *next = NULL;
		for (size_t i = 0; i < n; i++)
			if (mark[i].style == 0 && (!next || mark[i].y > next->y))
				next = &mark[i];
		next->y = fmin(next->y, above - apart);
		next->style = 1;	/* placed */
		above = next->y;
	}
}

static void place_marks(struct picture *picture)
{
	const double apart = (picture->y.high - picture->y.low) * LABEL_SHARE;
	for (size_t i = 0, n; i < picture->nr_marks; i += n) {
		n = 1;
		while (i + n < picture->nr_marks &&
		       picture->mark[i + n].panel == picture->mark[i].panel)
			n++;
		move_apart(picture->mark + i, n, apart);
	}
}

/* ---- curves ---- */

/* "2004" of "2004-12-14T01:32:09Z"; "" where it is unknown. */
static int year_columns(const struct sample *sample)
{
	return sample->time && strspn(sample->time, "0123456789") == 4 ? 4 : 0;
}

static char *curve_name(const struct gain *gain, const struct gain_curve *curve)
{
	if (!curve->label)
		return text_shown(gain->part->compare.side[curve->side].name);
	const int year = year_columns(curve->like);
	char *label = text_shown(curve->label);
	char *name = text_format("%.*s%s%s, %s", year, year ? curve->like->time : "",
				 year ? ": " : "", label, curve->cpu ? "CPU" : "wall");
	free(label);
	return name;
}

/* Whether a part of a row's name is its number of tasks, which the axis has. */
static bool is_tasks(const char *word, size_t n)
{
	const size_t digits = strspn(word, "0123456789");
	const char *rest = word + digits;
	return digits > 0 && digits < n &&
	       (strncmp(rest, " thread", 7) == 0 || strncmp(rest, " process", 8) == 0);
}

static char *workload_name(const struct gain *gain, size_t panel)
{
	char *row = plot_row_name(&gain->part->compare, gain_row(gain, panel));
	struct text_stream stream;
	FILE *out = text_open(&stream);
	const char *end;
	for (const char *at = row; at; at = end ? end + 2 : NULL) {
		end = strstr(at, ", ");
		const size_t n = end ? (size_t)(end - at) : strlen(at);
		if (!is_tasks(at, n))
			fprintf(out, "%s%.*s", ftell(out) > 0 ? ", " : "", (int)n, at);
	}
	free(row);
	return text_close(&stream);
}

static const char *measure_of(const struct gain *gain, size_t panel)
{
	if (text_same(gain_like(gain, panel)->accounting, "classic"))
		return "fork to exit";
	return gain_is_with_unmapping(gain, panel) ? "fault and unmapping" : "fault";
}

/* An interval that is longer would leave the curves with nothing to be seen. */
static const double HIGHEST_SHARE = 1.5;

struct extent {
	double least, most;	/* of ratios, with their intervals */
	double highest;		/* of ratios alone */
};

static void stretch(struct picture *picture, struct extent *extent,
		    const struct gain_point *at)
{
	const struct ratio *ratio = &at->ratio;
	const double value = ratio->value.value;
	picture->x.low = fmin(picture->x.low, (double)at->threads);
	picture->x.high = fmax(picture->x.high, (double)at->threads);
	extent->least = fmin(extent->least, ratio->low.known ? ratio->low.value : value);
	extent->most = fmax(extent->most, ratio->high.known ? ratio->high.value : value);
	extent->highest = fmax(extent->highest, value);
}

static void add_lines(struct picture *picture, const struct gain *gain, size_t panel,
		      size_t i, struct extent *extent)
{
	const struct gain_curve *curve = &gain->curve[i];
	struct gain_points points = gain_points_of(gain, panel, curve);
	char *workload = workload_name(gain, panel), *name = curve_name(gain, curve);
	picture_add_curve(picture, (struct picture_curve){ .panel = panel, .key = i });
	for (size_t j = 0; j < points.n; j++) {
		const struct gain_point *at = &points.point[j];
		picture_line(picture, cell_text(workload),
			     cell_text(measure_of(gain, panel)), cell_text(name),
			     cell_text(curve->label ? "published" : "measured"),
			     cell_count(at->threads), cell_real(at->ratio.value),
			     cell_real(at->ratio.low), cell_real(at->ratio.high),
			     curve->label ? cell_text("") : cell_count(at->nr_units));
		stretch(picture, extent, at);
	}
	if (points.n > 0) {
		const struct gain_point *last = &points.point[points.n - 1];
		picture_add_mark(picture, (struct picture_mark){
			.text = text_format("%.2f", last->ratio.value.value),
			.panel = panel, .key = i, .x = (double)last->threads,
			.y = last->ratio.value.value });
	}
	free(points.point);
	free(workload);
	free(name);
}

static void add_panels(struct picture *picture, const struct gain *gain,
		       struct extent *extent)
{
	for (size_t panel = 0; panel < gain_nr_panels(gain); panel++) {
		char *workload = workload_name(gain, panel);
		picture_add_panel(picture, (struct picture_axis){
			.name = plot_shortened(text_format("%s: %s", workload,
						measure_of(gain, panel)), PANEL_NAME) });
		free(workload);
		for (size_t i = 0; i < gain->nr_curves; i++)
			add_lines(picture, gain, panel, i, extent);
	}
	for (size_t i = 0; i < gain->nr_curves; i++)
		picture_add_key(picture, plot_shortened(curve_name(gain, &gain->curve[i]),
							NAME),
				gain->curve[i].label ? PUBLISHED : MEASURED);
}

static void set_ranges(struct picture *picture, const struct gain *gain,
		       struct extent extent)
{
	struct picture_axis *x = &picture->x, *y = &picture->y;
	extent.most = fmin(extent.most, extent.highest * HIGHEST_SHARE);
	y->low = gain->scaling ? 0 : extent.least;
	y->high = extent.most;
	place_marks(picture);
	const double margin = fmax((y->high - y->low) * 0.08, 0.03);
	y->low -= gain->scaling ? 0 : margin;
	y->high += margin;
	x->high = fmax(x->high, 1);
	x->low = x->low < x->high ? x->low : 1;
}

/* ---- the words around ---- */

/* Whether all tasks are processes. */
static bool has_processes(const struct gain *gain)
{
	for (size_t panel = 0; panel < gain_nr_panels(gain); panel++)
		if (!text_same(gain_like(gain, panel)->tasks, "processes"))
			return false;
	return true;
}

/* "1 thread of stock", or "stock" */
static char *base_of(const struct gain *gain)
{
	char *first = text_shown(gain->part->compare.side[0].name);
	if (!gain->scaling)
		return first;
	char *tasks = plot_tasks(gain_fewest_tasks(gain, gain->workload[0]),
				 has_processes(gain));
	char *base = text_format("%s of %s", tasks, first);
	free(tasks);
	free(first);
	return base;
}

static void name_axes(struct picture *picture, const struct gain *gain)
{
	const struct engine *engine = engine_find(gain->part->compare.engine);
	const char *emulated = engine->emulated ? "emulated " : "";
	char *base = base_of(gain), *name;
	if (gain->scaling)
		name = text_format("%srate: 1 is %s", emulated, base);
	else if (engine->counts_instructions)
		name = text_format("times fewer instructions");
	else
		name = text_format("times less %stime", emulated);
	picture->y.name = plot_shortened(name, AXIS_NAME);
	picture->x.name = text_shown(has_processes(gain) ? "Processes" : "Threads");
	free(base);
}

static void put_what(FILE *out, const struct gain *gain)
{
	const struct compare *c = &gain->part->compare;
	char *first = text_shown(c->side[0].name), *unit = text_shown(c->unit);
	if (gain->scaling)
		fprintf(out, "Pages touched per second, as a multiple of what %s does with the fewest tasks.", first);
	else
		fprintf(out, "What a page costs with %s over what it costs with each: above the line at 1 it is cheaper.", first);
	if (c->one_layout)
		fputs(" exact: the same on every run, so that there is no interval", out);
	else if (c->nr_planned < 2)
		fprintf(out, " One %s of each: no interval is known", unit);
	else
		fprintf(out, " Upright bars: 95%% intervals over %zu %ss, not over repetitions; one that leaves the panel goes on",
			c->nr_planned, unit);
	fprintf(out, "; %zu repetition%s in one.", c->nr_reps, c->nr_reps == 1 ? "" : "s");
	free(first);
	free(unit);
}

static void put_past(FILE *out, const struct gain *gain)
{
	const struct sample *like = NULL;
	struct past past[PASTS_MOST];
	for (size_t panel = 0; panel < gain_nr_panels(gain) && !like; panel++)
		if (plot_past_find(gain->in, gain_like(gain, panel), past) > 0)
			like = past[0].first->like;
	if (!like)
		return;
	char *first = text_shown(like->kernel);
	fprintf(out, " Dashed: published tables of the same bytes and page size, compared with %s: sums over repetitions that have fork, exit and unmapping in them, so without intervals; INVALID rows are left out.",
		first);
	free(first);
}

static char *counts_of(const struct gain *gain)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	put_what(out, gain);
	put_past(out, gain);
	bar_text_put_left_out(out, &gain->part->compare);
	if (gain->nr_left_out > 0)
		fprintf(out, " %zu more curves have no room here: the table has them.",
			gain->nr_left_out);
	return text_close(&stream);
}

/* Up to its first comma: "6.12.117" of a kernel, "arm64 guest" of a guest. */
static int first_part(const char *text)
{
	return (int)strcspn(text, ",");
}

/* Two campaigns of one file may be told apart by their kernel or guest alone. */
static void put_title(struct picture *picture, const struct gain *gain)
{
	const struct compare *c = &gain->part->compare;
	const char *guest = facts_text(c->run, "guest");
	const char *kernel = *c->side[0].what == '/' ? "" : c->side[0].what;
	char *base = base_of(gain);
	char *text = text_format("%s%s%.*s%s%.*s", base, *kernel ? ", " : "",
				 first_part(kernel), kernel, guest ? ", " : "",
				 guest ? first_part(guest) : 0, guest ? guest : "");
	plot_campaign_title(picture, c, gain->scaling ?
			    "How the rate grows with threads: times that of " :
			    "Did it help: how many times cheaper than ", text);
	free(text);
	free(base);
}

static void put_words(struct picture *picture, const struct gain *gain)
{
	struct plot_source source = { .part = gain->part };
	plot_source_add_side(&source, 0);
	for (size_t i = 0; i < gain->nr_curves; i++)
		if (!gain->curve[i].label)
			plot_source_add_side(&source, gain->curve[i].side);
	name_axes(picture, gain);
	put_title(picture, gain);
	plot_caption(picture, &source, counts_of(gain));
}

/* ---- the two pictures ---- */

static size_t count_gain(const struct part *part)
{
	return gain_count(part, false);
}

static size_t count_scaling(const struct part *part)
{
	return gain_count(part, true);
}

static size_t fill(struct picture *picture, const struct plot_input *in,
		   size_t first, bool scaling)
{
	const struct part *part = plot_part_with(in, scaling ? count_scaling : count_gain,
						 &first);
	struct extent extent = { 1, 1, 1 };
	if (!part)
		return 0;
	const struct gain gain = gain_of(in, part, scaling, first);
	picture_open(picture, "workload,of,series,what,threads,ratio,ratio_low95,ratio_high95,nr_units",
		     NULL);
	picture->x.low = INFINITY;
	add_panels(picture, &gain, &extent);
	set_ranges(picture, &gain, extent);
	put_words(picture, &gain);
	return gain.nr_workloads;
}

size_t plot_count_gain(const struct plot_input *in, size_t first)
{
	return plot_count_in_parts(in, count_gain, first);
}

size_t plot_fill_gain(struct picture *picture, const struct plot_input *in, size_t first)
{
	return fill(picture, in, first, false);
}

size_t plot_count_scaling(const struct plot_input *in, size_t first)
{
	return plot_count_in_parts(in, count_scaling, first);
}

size_t plot_fill_scaling(struct picture *picture, const struct plot_input *in,
			 size_t first)
{
	return fill(picture, in, first, true);
}
