/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pictures of gain and scaling show: which workloads and curves, and the
 * points of each curve.
 */
#include "base/text.h"
#include "view/plot/plot_gain.h"

#include <math.h>
#include <string.h>

static bool same_count(struct count a, struct count b)
{
	return a.known == b.known && (!a.known || a.value == b.value);
}

/* ---- workloads, and their numbers of tasks ---- */

const struct sample *gain_like(const struct compare *c, size_t row)
{
	return compare_cell(c, row, 0)->like;
}

/* The same but for the number of tasks, which both know. */
static bool same_workload(const struct compare *c, size_t left, size_t right)
{
	const struct sample *a = gain_like(c, left), *b = gain_like(c, right);
	return a && b && a->threads.known && b->threads.known &&
	       text_same(a->kind, b->kind) && text_same(a->pattern, b->pattern) &&
	       text_same(a->tasks, b->tasks) && same_count(a->bytes, b->bytes) &&
	       same_count(a->page_bytes, b->page_bytes) &&
	       same_count(a->cachelines, b->cachelines) &&
	       text_same(a->bind, b->bind) && text_same(a->mem, b->mem) &&
	       text_same(a->thp, b->thp) && text_same(a->regions, b->regions) &&
	       text_same(a->accounting, b->accounting);
}

static uint64_t threads_of(const struct compare *c, size_t row)
{
	return gain_like(c, row)->threads.value;
}

static bool is_first_of_workload(const struct compare *c, size_t row)
{
	for (size_t i = 0; i < row; i++)
		if (same_workload(c, i, row))
			return false;
	return same_workload(c, row, row);
}

static bool has_several(const struct compare *c, size_t row)
{
	for (size_t i = row + 1; i < c->nr_rows; i++)
		if (same_workload(c, i, row) &&
		    threads_of(c, i) != threads_of(c, row))
			return true;
	return false;
}

size_t plot_take_gain(struct gain_plot *plot, size_t *row)
{
	const struct compare *c = &plot->part->compare;
	plot->nr_workloads = 0;
	if (c->nr_sides < 2 || (plot->scaling && c->exact))
		return 0;
	for (; *row < c->nr_rows && plot->nr_workloads < GAIN_WORKLOADS; (*row)++)
		if (is_first_of_workload(c, *row) && has_several(c, *row))
			plot->row[plot->nr_workloads++] = *row;
	return plot->nr_workloads;
}

/* The row of a workload that has the fewest tasks. */
static size_t base_row(const struct compare *c, size_t first)
{
	size_t base = first;
	for (size_t i = first + 1; i < c->nr_rows; i++)
		if (same_workload(c, i, first) &&
		    threads_of(c, i) < threads_of(c, base))
			base = i;
	return base;
}

uint64_t gain_base_threads(const struct gain_plot *plot, size_t workload)
{
	const struct compare *c = &plot->part->compare;
	return threads_of(c, base_row(c, workload));
}

/* ---- panels: of each workload one of the fault, one with the unmapping ---- */

bool gain_has_both(const struct gain_plot *plot)
{
	const struct compare *c = &plot->part->compare;
	for (size_t i = 0; i < c->nr_rows; i++)
		if (compare_cell(c, i, 0)->value[METRIC_BOTH].unit)
			return true;
	return false;
}

size_t gain_nr_panels(const struct gain_plot *plot)
{
	return plot->nr_workloads * (gain_has_both(plot) ? 2 : 1);
}

size_t gain_workload(const struct gain_plot *plot, size_t panel)
{
	return plot->row[gain_has_both(plot) ? panel / 2 : panel];
}

bool gain_is_with_unmapping(const struct gain_plot *plot, size_t panel)
{
	return gain_has_both(plot) && panel % 2 == 1;
}

/* Published times have all in them: they stand where most is in ours. */
static bool has_room_for_past(const struct gain_plot *plot, size_t panel)
{
	return !gain_has_both(plot) || gain_is_with_unmapping(plot, panel);
}

/* ---- curves ---- */

static void add_curve(struct gain_curves *curves, struct gain_curve curve)
{
	for (size_t i = 0; curve.label && i < curves->n; i++) {
		const struct gain_curve *other = &curves->curve[i];
		if (other->label && text_same(other->label, curve.label) &&
		    other->cpu == curve.cpu && other->first == curve.first)
			return;
	}
	if (curves->n < GAIN_CURVES)
		curves->curve[curves->n++] = curve;
	else
		curves->nr_left_out++;
}

/* Rows of a workload that something came of with a treatment. */
static size_t nr_measured(const struct compare *c, size_t first, size_t treatment)
{
	size_t n = 0;
	for (size_t i = first; i < c->nr_rows; i++)
		n += same_workload(c, i, first) &&
		     compare_cell(c, i, treatment)->nr_units > 0;
	return n;
}

/* A single point is no curve: the table and the bars have it. */
static bool is_curve(const struct gain_plot *plot, size_t treatment)
{
	for (size_t w = 0; w < plot->nr_workloads; w++)
		if (nr_measured(&plot->part->compare, plot->row[w], treatment) > 1)
			return true;
	return false;
}

static void add_past(struct gain_curves *curves, const struct gain_plot *plot,
		     const struct past *past)
{
	const struct sample *first = past->first->like, *other = past->other->like;
	if (plot->scaling)
		add_curve(curves, (struct gain_curve){ .label = first->kernel,
						  .first = true, .like = first });
	add_curve(curves, (struct gain_curve){ .label = other->kernel, .like = other });
	if (!plot->scaling)
		add_curve(curves, (struct gain_curve){ .label = other->kernel,
						  .cpu = true, .like = other });
}

static struct gain_curves past_curves(const struct gain_plot *plot)
{
	struct gain_curves curves = { 0 };
	for (size_t w = 0; w < plot->nr_workloads; w++) {
		struct past past[PASTS_MOST];
		const size_t n = plot_past_find(
			plot->plain, plot->past,
			gain_like(&plot->part->compare, plot->row[w]), past);
		for (size_t i = 0; i < n; i++)
			add_past(&curves, plot, &past[i]);
	}
	return curves;
}

/* Room is kept for published ones: there are few, and no table has them. */
struct gain_curves gain_curves_of(const struct gain_plot *plot)
{
	const struct compare *c = &plot->part->compare;
	const struct gain_curves past = past_curves(plot);
	struct gain_curves curves = { .nr_left_out = past.nr_left_out };
	for (size_t t = plot->scaling ? 0 : 1; t < c->nr_sides; t++) {
		if (!is_curve(plot, t))
			continue;
		if (curves.n + past.n < GAIN_CURVES)
			add_curve(&curves, (struct gain_curve){ .treatment = t });
		else
			curves.nr_left_out++;
	}
	for (size_t i = 0; i < past.n; i++)
		add_curve(&curves, past.curve[i]);
	return curves;
}

/* ---- the points of a curve in a panel ---- */

static void add_point(struct gain_points *points, struct gain_point point)
{
	size_t i = points->n;
	points->point = records_grow(points->point, points->n,
				     sizeof(*points->point));
	for (; i > 0 && points->point[i - 1].threads > point.threads; i--)
		points->point[i] = points->point[i - 1];
	points->point[i] = point;
	points->n++;
}

static struct ratio ratio_of(const struct gain_plot *plot, size_t row,
			     size_t base, size_t treatment, bool both)
{
	const struct compare *c = &plot->part->compare;
	return compare_ratio(c, compare_cell(c, plot->scaling ? base : row, 0),
				compare_cell(c, row, treatment),
			     both ? METRIC_BOTH : METRIC_FAULT);
}

static void add_measured(struct gain_points *points, const struct gain_plot *plot,
			 size_t panel, size_t treatment)
{
	const struct compare *c = &plot->part->compare;
	const size_t first = gain_workload(plot, panel), base = base_row(c, first);
	for (size_t i = first; i < c->nr_rows; i++) {
		if (!same_workload(c, i, first))
			continue;
		const struct ratio ratio = ratio_of(plot, i, base, treatment,
						    gain_is_with_unmapping(plot, panel));
		if (ratio.value.known && isfinite(ratio.value.value))
			add_point(points, (struct gain_point){
				threads_of(c, i), ratio,
				compare_cell(c, i, treatment)->nr_units });
	}
}

static struct ratio quotient(struct real rate, struct real to)
{
	const bool known = rate.known && to.known && to.value > 0;
	return (struct ratio){
		.value = { known ? rate.value / to.value : 0, known },
	};
}

static void add_published(struct gain_points *points, const struct gain_plot *plot,
			  size_t panel, const struct past *past,
			  const struct gain_curve *curve)
{
	const uint64_t least =
		gain_base_threads(plot, gain_workload(plot, panel));
	const struct series *series = curve->first ? past->first : past->other;
	for (size_t i = 0; i < series->n; i++) {
		const uint64_t threads = series_threads(series->point[i]);
		const struct ratio ratio = quotient(
			plot_past_rate(series, threads, curve->cpu),
			plot_past_rate(past->first, plot->scaling ? least : threads,
				       curve->cpu));
		if (ratio.value.known)
			add_point(points, (struct gain_point){ threads, ratio, 0 });
	}
}

struct gain_points gain_points_of(const struct gain_plot *plot, size_t panel,
			       const struct gain_curve *curve)
{
	struct gain_points points = { 0 };
	struct past past[PASTS_MOST];
	if (!curve->label) {
		add_measured(&points, plot, panel, curve->treatment);
		return points;
	}
	if (!has_room_for_past(plot, panel))
		return points;
	const size_t n = plot_past_find(
		plot->plain, plot->past,
		gain_like(&plot->part->compare, gain_workload(plot, panel)), past);
	for (size_t i = 0; i < n && points.n == 0; i++)
		if (text_same(curve->label, (curve->first ? past[i].first :
							    past[i].other)->like->kernel))
			add_published(&points, plot, panel, &past[i], curve);
	return points;
}
