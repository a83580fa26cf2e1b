/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of rates against tasks: pages touched per second of wall time, and of
 * CPU time.
 */
#include "view/plot/plot_series.h"
#include "view/plot/plot_types.h"

#include <math.h>

#include "base/text.h"

/* Curves of a picture; columns of the key where it has one, and two columns. */
enum { CURVES = 8, ONE_COLUMN = 4, WIDE_NAME = 100, NAME = 48 };

struct bounds {
	struct real rate, low, high;
};

static struct bounds bounds_of(struct real rate, struct real interval)
{
	if (!rate.known || !interval.known)
		return (struct bounds){ .rate = rate };
	return (struct bounds){
		.rate = rate,
		.low = real_of(fmax(rate.value * (1.0 - interval.value), 0.0)),
		.high = real_of(rate.value * (1.0 + interval.value)),
	};
}

static struct bounds per_wall(const struct summary *s)
{
	return bounds_of(s->fault_per_wall_s, s->wall_interval);
}

static struct bounds per_cpu(const struct summary *s)
{
	return bounds_of(s->fault_per_cpu_s, s->cpu_interval);
}

static bool knows_wall(const struct summary *s)
{
	return s->fault_per_wall_s.known;
}

static bool knows_cpu(const struct summary *s)
{
	return s->fault_per_cpu_s.known;
}

static const struct rate {
	const char *columns, *variant, *name, *time;
	plot_point_test *knows;
	struct bounds (*get)(const struct summary *summary);
} wall = {
	"series,threads,fault_per_wall_s,fault_per_wall_s_low95,fault_per_wall_s_high95,nr_reps",
	"wall", "fault/wsec", "wall", knows_wall, per_wall,
}, cpu = {
	"series,threads,fault_per_cpu_s,fault_per_cpu_s_low95,fault_per_cpu_s_high95,nr_reps",
	"cpu", "flt/cpu/s", "CPU", knows_cpu, per_cpu,
};

static void add_curve(struct picture *picture, const struct series *series,
		      const char *name, const struct rate *rate)
{
	for (size_t i = 0; i < series->n; i++) {
		const struct summary *s = series->point[i];
		const struct bounds at = rate->get(s);
		picture_line(picture, cell_text(name), cell_count(series_threads(s)),
			     cell_real(at.rate), cell_real(at.low),
			     cell_real(at.high), cell_count(s->nr_reps));
		picture->y.high = fmax(picture->y.high, at.high.known ?
						at.high.value : at.rate.value);
	}
}

/* Short numbers at the axis. */
static void name_axis(struct picture_axis *y, const struct rate *rate)
{
	const bool millions = y->high >= 2e6, thousands = y->high >= 2e3;
	y->unit = millions ? 1e6 : thousands ? 1e3 : 1;
	y->name = text_format("%s: %spages per second of %s time", rate->name,
			      millions ? "million " : thousands ? "thousand " : "",
			      rate->time);
}

static bool any_interval(const struct series_span *span)
{
	for (size_t i = 0; i < span->n; i++)
		for (size_t j = 0; j < span->series[i].n; j++)
			if (span->series[i].point[j]->wall_interval.known)
				return true;
	return false;
}

static size_t fill(struct picture *picture, const struct plot_input *in,
		   size_t first, const struct rate *rate)
{
	if (first >= in->series.n)
		return 0;
	const struct series_span span = series_span(&in->series, first, CURVES, false);
	if (!plot_any_series(&span, rate->knows))
		return span.n;
	picture_open(picture, rate->columns, rate->variant);
	for (size_t i = 0; i < span.n; i++) {
		char *name = series_name(&span, i);
		picture_add_curve(picture, (struct picture_curve){ .key = i });
		add_curve(picture, &span.series[i], name, rate);
		picture_add_key(picture, plot_shortened(name, span.n > ONE_COLUMN ?
								NAME : WIDE_NAME), 0);
	}
	plot_series_ticks(picture, &span);
	name_axis(&picture->y, rate);
	plot_series_words(picture, in->campaigns->records, &span, any_interval(&span) ?
			  "a point; intervals: 95%, Student's t" :
			  "a point; no intervals known");
	return span.n;
}

size_t plot_count_rate_per_wall(const struct plot_input *in, size_t first)
{
	return plot_count_series(&in->series, knows_wall, first);
}

size_t plot_fill_rate_per_wall(struct picture *picture, const struct plot_input *in,
			       size_t first)
{
	return fill(picture, in, first, &wall);
}

size_t plot_count_rate_per_cpu(const struct plot_input *in, size_t first)
{
	return plot_count_series(&in->series, knows_cpu, first);
}

size_t plot_fill_rate_per_cpu(struct picture *picture, const struct plot_input *in,
			      size_t first)
{
	return fill(picture, in, first, &cpu);
}
