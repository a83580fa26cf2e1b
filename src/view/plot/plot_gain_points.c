/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pictures of gain and scaling show: which workloads and curves, and the
 * points of each curve.
 */
#include "view/plot/plot_gain.h"

#include <math.h>

#include "base/text.h"
#include "record/field.h"

/* ---- workloads, and their numbers of tasks ---- */

static const struct sample *like_of(const struct compare *c, size_t row)
{
	return compare_cell(c, row, 0)->like;
}

/* The same but for the number of tasks, which both know. */
static bool same_workload(const struct compare *c, size_t left, size_t right)
{
	const struct sample *a = like_of(c, left), *b = like_of(c, right);
	return a && b && a->threads.known && b->threads.known &&
	       field_same_but_threads(a, b);
}

static uint64_t threads_of(const struct compare *c, size_t row)
{
	return like_of(c, row)->threads.value;
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
		if (same_workload(c, i, row) && threads_of(c, i) != threads_of(c, row))
			return true;
	return false;
}

static bool is_workload(const struct compare *c, size_t row, bool scaling)
{
	return c->nr_sides > 1 && !(scaling && c->exact) &&
	       is_first_of_workload(c, row) && has_several(c, row);
}

size_t gain_count(const struct part *part, bool scaling)
{
	size_t n = 0;
	for (size_t i = 0; i < part->compare.nr_rows; i++)
		n += is_workload(&part->compare, i, scaling);
	return n;
}

/* The row of a workload that has the fewest tasks. */
static size_t base_row(const struct compare *c, size_t first)
{
	size_t base = first;
	for (size_t i = first + 1; i < c->nr_rows; i++)
		if (same_workload(c, i, first) && threads_of(c, i) < threads_of(c, base))
			base = i;
	return base;
}

uint64_t gain_fewest_tasks(const struct gain *gain, size_t row)
{
	const struct compare *c = &gain->part->compare;
	return threads_of(c, base_row(c, row));
}

/* ---- panels: of each workload one of the fault, one with the unmapping ---- */

static bool knows_unmapping(const struct compare *c)
{
	for (size_t i = 0; i < c->nr_rows; i++)
		if (compare_cell(c, i, 0)->value[METRIC_BOTH].unit)
			return true;
	return false;
}

size_t gain_nr_panels(const struct gain *gain)
{
	return gain->nr_workloads * (gain->has_both ? 2 : 1);
}

size_t gain_row(const struct gain *gain, size_t panel)
{
	return gain->workload[gain->has_both ? panel / 2 : panel];
}

const struct sample *gain_like(const struct gain *gain, size_t panel)
{
	return like_of(&gain->part->compare, gain_row(gain, panel));
}

bool gain_is_with_unmapping(const struct gain *gain, size_t panel)
{
	return gain->has_both && panel % 2 == 1;
}

/* ---- curves ---- */

static void add_curve(struct gain *gain, struct gain_curve curve)
{
	for (size_t i = 0; curve.label && i < gain->nr_curves; i++) {
		const struct gain_curve *other = &gain->curve[i];
		if (other->label && text_same(other->label, curve.label) &&
		    other->cpu == curve.cpu && other->first == curve.first)
			return;
	}
	if (gain->nr_curves < GAIN_CURVES)
		gain->curve[gain->nr_curves++] = curve;
	else
		gain->nr_left_out++;
}

/* Rows of a workload that a side is measured on. */
static size_t nr_measured(const struct compare *c, size_t first, size_t side)
{
	size_t n = 0;
	for (size_t i = first; i < c->nr_rows; i++)
		n += same_workload(c, i, first) &&
		     compare_cell(c, i, side)->nr_units > 0;
	return n;
}

/* A single point is no curve: the table and the bars have it. */
static bool is_curve(const struct gain *gain, size_t side)
{
	for (size_t i = 0; i < gain->nr_workloads; i++)
		if (nr_measured(&gain->part->compare, gain->workload[i], side) > 1)
			return true;
	return false;
}

static void add_past(struct gain *gain, const struct past *past)
{
	const struct sample *first = past->first->like, *other = past->other->like;
	if (gain->scaling)
		add_curve(gain, (struct gain_curve){ .label = first->kernel,
						     .first = true, .like = first });
	add_curve(gain, (struct gain_curve){ .label = other->kernel, .like = other });
	if (!gain->scaling)
		add_curve(gain, (struct gain_curve){ .label = other->kernel,
						     .cpu = true, .like = other });
}

static void add_pasts(struct gain *gain)
{
	for (size_t i = 0; i < gain->nr_workloads; i++) {
		struct past past[PASTS_MOST];
		const size_t n = plot_past_find(
			gain->in, like_of(&gain->part->compare, gain->workload[i]),
			past);
		for (size_t j = 0; j < n; j++)
			add_past(gain, &past[j]);
	}
}

/* Room is kept for published curves: there are few, and no table has them. */
static void add_curves(struct gain *gain)
{
	struct gain past = *gain;
	add_pasts(&past);
	gain->nr_left_out = past.nr_left_out;
	for (size_t i = gain->scaling ? 0 : 1; i < gain->part->compare.nr_sides; i++) {
		if (!is_curve(gain, i))
			continue;
		if (gain->nr_curves + past.nr_curves < GAIN_CURVES)
			add_curve(gain, (struct gain_curve){ .side = i });
		else
			gain->nr_left_out++;
	}
	for (size_t i = 0; i < past.nr_curves; i++)
		add_curve(gain, past.curve[i]);
}

struct gain gain_of(const struct plot_input *in, const struct part *part,
		    bool scaling, size_t first)
{
	const struct compare *c = &part->compare;
	struct gain gain = { .in = in, .part = part, .scaling = scaling,
			     .has_both = knows_unmapping(c) };
	for (size_t i = 0; i < c->nr_rows && gain.nr_workloads < GAIN_WORKLOADS; i++) {
		if (!is_workload(c, i, scaling))
			continue;
		if (first > 0)
			first--;
		else
			gain.workload[gain.nr_workloads++] = i;
	}
	add_curves(&gain);
	return gain;
}

/* ---- the points of a curve in a panel ---- */

static void add_point(struct gain_points *points, struct gain_point point)
{
	size_t i = points->n;
	if (!point.ratio.value.known || !isfinite(point.ratio.value.value))
		return;
	points->point = records_grow(points->point, points->n, sizeof(*points->point));
	for (; i > 0 && points->point[i - 1].threads > point.threads; i--)
		points->point[i] = points->point[i - 1];
	points->point[i] = point;
	points->n++;
}

static void add_measured(struct gain_points *points, const struct gain *gain,
			 size_t panel, size_t side)
{
	const struct compare *c = &gain->part->compare;
	const size_t first = gain_row(gain, panel), base = base_row(c, first);
	for (size_t i = first; i < c->nr_rows; i++) {
		if (!same_workload(c, i, first))
			continue;
		const struct compare_cell *cell = compare_cell(c, i, side);
		add_point(points, (struct gain_point){
			threads_of(c, i),
			compare_ratio(c, compare_cell(c, gain->scaling ? base : i, 0),
					 cell, gain_is_with_unmapping(gain, panel) ?
					 METRIC_BOTH : METRIC_FAULT),
			cell->nr_units });
	}
}

static struct ratio quotient(struct real rate, struct real to)
{
	const bool known = rate.known && to.known && to.value > 0;
	return (struct ratio){ .value = { known ? rate.value / to.value : 0, known } };
}

static void add_published(struct gain_points *points, const struct gain *gain,
			  size_t row, const struct past *past,
			  const struct gain_curve *curve)
{
	const uint64_t fewest = gain_fewest_tasks(gain, row);
	const struct series *series = curve->first ? past->first : past->other;
	for (size_t i = 0; i < series->n; i++) {
		const uint64_t threads = series_threads(series->point[i]);
		add_point(points, (struct gain_point){ threads, quotient(
			plot_past_rate(series, threads, curve->cpu),
			plot_past_rate(past->first, gain->scaling ? fewest : threads,
				       curve->cpu)), 0 });
	}
}

/* Published times have all in them: they stand where most is in ours. */
static bool has_room_for_past(const struct gain *gain, size_t panel)
{
	return !gain->has_both || gain_is_with_unmapping(gain, panel);
}

struct gain_points gain_points_of(const struct gain *gain, size_t panel,
				  const struct gain_curve *curve)
{
	struct gain_points points = { 0 };
	struct past past[PASTS_MOST];
	if (!curve->label)
		add_measured(&points, gain, panel, curve->side);
	if (!curve->label || !has_room_for_past(gain, panel))
		return points;
	const size_t n = plot_past_find(gain->in, gain_like(gain, panel), past);
	for (size_t i = 0; i < n && points.n == 0; i++)
		if (text_same(curve->label, (curve->first ? past[i].first :
							    past[i].other)->like->kernel))
			add_published(&points, gain, gain_row(gain, panel), &past[i], curve);
	return points;
}
