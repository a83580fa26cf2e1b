/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of rates against tasks: pages touched per second of wall time, and of
 * CPU time.
 */
#include "view/plot/plot.h"
#include "view/plot/plot_words.h"

#include <math.h>

#include "base/auto.h"
#include "base/text.h"

/* Curves of a picture; columns of the key where it has one, and two columns. */
enum { CURVES = 8, ONE_COLUMN = 4, WIDE_NAME = 100, NAME = 48 };

static bool knows_wall(const struct summary *s)
{
	return s->fault_per_wall_s.known;
}

static bool knows_cpu(const struct summary *s)
{
	return s->fault_per_cpu_s.known;
}

static bool knows_interval(const struct summary *s)
{
	return s->wall_interval.known;
}

/* ---- curves ---- */

/* An end of the interval, which is a share of the rate. */
static struct real bound(struct real rate, struct real interval, int sign)
{
	if (!rate.known || !interval.known)
		return (struct real){ 0 };
	return real_of(fmax(rate.value * (1.0 + sign * interval.value), 0.0));
}

static void add_curve(struct picture *picture, const struct series *series,
		      const char *name, bool cpu)
{
	for (size_t i = 0; i < series->n; i++) {
		const struct summary *s = series->point[i];
		const struct real rate = cpu ? s->fault_per_cpu_s : s->fault_per_wall_s;
		const struct real interval = cpu ? s->cpu_interval : s->wall_interval;
		const struct real high = bound(rate, interval, 1);
		picture_line(picture, cell_text(name), cell_count(series_threads(s)),
			     cell_real(rate), cell_real(bound(rate, interval, -1)),
			     cell_real(high), cell_count(s->nr_reps));
		picture->y.high = fmax(picture->y.high, high.known ? high.value : rate.value);
	}
}

/* ---- axes ---- */

/* Whether a label at n has room beside the one at last, as rate.gp has its axis. */
static bool has_room(double n, double last, const struct picture_words *x)
{
	if (x->high > 8 * x->low)
		return log2(n / last) >= log2(x->high / x->low) / 28.0;
	return n - last >= (x->high - x->low) / 28.0;
}

/* A mark at each number of tasks, with its label where it has room. */
static void add_ticks(struct picture *picture, const struct series_span *span)
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
		picture_add(&picture->mark, (struct picture_words){
			.text = labelled ? text_format("%.0f", at) : NULL, .x = at });
	}
}

/* Short numbers at the axis. */
static void name_axis(struct picture_words *y, bool cpu)
{
	const bool millions = y->high >= 2e6, thousands = y->high >= 2e3;
	y->unit = millions ? 1e6 : thousands ? 1e3 : 1;
	y->text = text_format("%s: %spages per second of %s time",
			      cpu ? "flt/cpu/s" : "fault/wsec",
			      millions ? "million " : thousands ? "thousand " : "",
			      cpu ? "CPU" : "wall");
}

/* ---- the two pictures ---- */

static size_t fill(struct picture *picture, const struct plot_input *in,
		   size_t first, bool cpu)
{
	if (in->group || first >= in->series.n)
		return 0;
	const struct series_span span = series_span(&in->series, first, CURVES, false);
	if (!plot_any_series(&span, cpu ? knows_cpu : knows_wall))
		return span.n;
	if (!picture_open(picture, "series,threads,fault_per_@_s,fault_per_@_s_low95,fault_per_@_s_high95,nr_reps",
			  cpu ? "cpu" : "wall"))
		return span.n;
	for (size_t i = 0; i < span.n; i++) {
		char *name = series_name(&span, i);
		picture_add_curve(picture, 0, i, 0);
		add_curve(picture, &span.series[i], name, cpu);
		picture_add(&picture->key, (struct picture_words){ .text = plot_shortened(
			name, span.n > ONE_COLUMN ? NAME : WIDE_NAME) });
	}
	add_ticks(picture, &span);
	name_axis(&picture->y, cpu);
	plot_series_words(picture, in->campaigns->records, &span,
			  plot_any_series(&span, knows_interval) ?
			  "a point; intervals: 95%, Student's t" :
			  "a point; no intervals known");
	return span.n;
}

size_t plot_fill_rate_per_wall(struct picture *picture, const struct plot_input *in,
			       size_t first)
{
	return fill(picture, in, first, false);
}

size_t plot_fill_rate_per_cpu(struct picture *picture, const struct plot_input *in,
			      size_t first)
{
	return fill(picture, in, first, true);
}
