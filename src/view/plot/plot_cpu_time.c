/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of CPU and wall time as bars, a panel for each series. All are of one
 * repetition: sums, as classic accounting has them, are divided first.
 */
#include "view/plot/plot.h"
#include "view/plot/plot_words.h"

#include <math.h>

#include "base/text.h"

/* Panels of a picture, and columns of their headings beside another or alone. */
enum { PANELS = 4, NAME = 56, WIDE_NAME = 110 };
/* Labels of so many bars are legible. */
enum { LABELS = 24 };

/* Where user and system are unknown or noise there is one bar for their sum. */
static bool is_split(const struct summary *s)
{
	return s->user_s.known && s->system_s.known && !s->few_ticks;
}

/* A sum of 3 repetitions beside one of 10 would compare nothing. */
static struct real per_repetition(const struct summary *s, struct real time)
{
	if (s->sums && s->nr_reps > 0)
		time.value /= (double)s->nr_reps;
	return time;
}

/* A part of the CPU time, where there is a bar for it. */
static struct real part_of(const struct summary *s, struct real time)
{
	return is_split(s) ? per_repetition(s, time) : (struct real){ 0 };
}

static double highest_bar(const struct summary *s)
{
	const struct real wall = per_repetition(s, s->wall_s);
	const struct real cpu = per_repetition(s, s->cpu_s);
	const double parts = part_of(s, s->user_s).value + part_of(s, s->system_s).value;
	return fmax(wall.known ? wall.value : 0,
		    is_split(s) ? parts : cpu.known ? cpu.value : 0);
}

/* Returns the highest bar. */
static double add_bars(struct picture *picture, const struct series *series,
		       const char *name)
{
	double top = 0;
	for (size_t i = 0; i < series->n; i++) {
		const struct summary *s = series->point[i];
		picture_line(picture, cell_text(name), cell_count(series_threads(s)),
			     cell_real(part_of(s, s->user_s)),
			     cell_real(part_of(s, s->system_s)),
			     cell_real(per_repetition(s, s->cpu_s)),
			     cell_real(per_repetition(s, s->wall_s)),
			     cell_count(s->nr_reps),
			     cell_text(s->sums ? "true" : "false"));
		top = fmax(top, highest_bar(s));
	}
	return top;
}

/* The style of a panel's curve: each so many-th bar has a label. */
static void add_panel(struct picture *picture, const struct series_span *span,
		      size_t i)
{
	const struct series *series = &span->series[i];
	char *name = series_name(span, i);
	picture_add_curve(picture, i, 0, (int)(series->n / LABELS + 1));
	const double top = add_bars(picture, series, name);
	picture_add(&picture->panel, (struct picture_words){
		.text = plot_shortened(name, span->n > 1 ? NAME : WIDE_NAME),
		.high = top });
	picture->x.high = fmax(picture->x.high, (double)series->n);
}

static double unit_of(double top)
{
	return top >= 2e5 ? 1e3 : top >= 2 ? 1 : top >= 2e-3 ? 1e-3 : 1e-6;
}

static bool is_summed(const struct summary *s)
{
	return s->sums && s->nr_reps > 1;
}

static bool is_unsplit(const struct summary *s)
{
	return !is_split(s) && s->cpu_s.known;
}

static bool has_times(const struct summary *s)
{
	return s->wall_s.known || s->cpu_s.known;
}

size_t plot_fill_cpu_time(struct picture *picture, const struct plot_input *in,
			  size_t first)
{
	if (in->group || first >= in->series.n)
		return 0;
	const struct series_span span = series_span(&in->series, first, PANELS, true);
	if (!plot_any_series(&span, has_times))
		return span.n;
	if (!picture_open(picture, "series,threads,user_s,system_s,cpu_s,wall_s,nr_reps,times_were_sums",
			  plot_any_series(&span, is_unsplit) ? "unsplit" : NULL))
		return span.n;
	for (size_t i = 0; i < span.n; i++)
		add_panel(picture, &span, i);
	picture_share_scale(picture);
	for (size_t i = 0; i < picture->panel.n; i++)
		picture->panel.line[i].unit = unit_of(picture->panel.line[i].high);
	picture->note = text_format("%s%s", picture->y.high > 0 ? "" :
				    "Each panel has its own scale. ",
				    plot_any_series(&span, is_summed) ?
				    "Sums are divided by their repetitions." : "");
	plot_series_words(picture, in->campaigns->records, &span, "a pair of bars");
	return span.n;
}
