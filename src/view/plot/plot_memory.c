/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory against speed: for each workload of a campaign that has a name of its
 * own a panel, for each side that all of them are measured on a point.
 */
#include "view/plot/plot.h"
#include "view/plot/plot_words.h"

#include <math.h>
#include <stdlib.h>

#include "base/text.h"

/* Panels of a picture, points of a panel, and columns of their names. */
enum { PANELS = 6, POINTS = 9, NAME = 30, PANEL_NAME = 44 };

static bool has_panel(const struct compare *c, size_t row)
{
	const struct compare_cell *first = compare_cell(c, row, 0);
	return *c->row[row].name && compare_rows_alike(c, row) == 1 &&
	       first->nr_units > 0 && first->value[METRIC_BOTH].value.known &&
	       first->value[METRIC_PRESENT].value.known;
}

/* The rows of the panels from number first on; how many. */
static size_t take_rows(const struct compare *c, size_t first, size_t row[PANELS])
{
	size_t n = 0;
	for (size_t i = 0; i < c->nr_rows && n < PANELS; i++) {
		if (!has_panel(c, i))
			continue;
		if (first > 0)
			first--;
		else
			row[n++] = i;
	}
	return n;
}

static bool is_on_all(const struct compare *c, size_t side, const size_t row[],
		      size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!compare_cell(c, row[i], side)->measured)
			return false;
	return true;
}

/* Where a point is; logarithms are taken of both. */
struct point {
	struct real cost, present;
};

static bool is_drawable(struct real real)
{
	return real.known && isfinite(real.value) && real.value > 0;
}

static struct point point_of(const struct compare_cell *cell)
{
	if (cell->nr_units == 0 || !is_drawable(cell->value[METRIC_BOTH].value) ||
	    !is_drawable(cell->value[METRIC_PRESENT].value))
		return (struct point){ 0 };
	return (struct point){ cell->value[METRIC_BOTH].value, cell->value[METRIC_PRESENT].value };
}

static void add_point(struct picture *picture, const struct compare *c, size_t row,
		      size_t side)
{
	const struct compare_cell *cell = compare_cell(c, row, side);
	const struct point at = point_of(cell);
	picture_line(picture, cell_text(c->row[row].name), cell_text(c->side[side].name),
		     cell_real(at.cost), cell_real(at.present),
		     cell_count(cell->nr_units));
	if (!at.cost.known)
		return;
	picture->x.low = fmin(picture->x.low, at.cost.value);
	picture->x.high = fmax(picture->x.high, at.cost.value);
	picture->y.high = fmax(picture->y.high, at.present.value);
}

static void add_panel(struct picture *picture, const struct compare *c, size_t row,
		      const struct plot_source *source)
{
	const struct point first = point_of(compare_cell(c, row, 0));
	for (size_t i = 0; i < source->nr_sides; i++) {
		picture_add_curve(picture, picture->panel.n, i, 0);
		add_point(picture, c, row, source->side[i]);
	}
	picture_add(&picture->panel, (struct picture_words){
		.text = plot_shortened(text_shown(c->row[row].name), PANEL_NAME),
		.low = first.cost.known ? first.cost.value : NAN });
}

static void add_sides(struct picture *picture, struct plot_source *source,
		      const size_t row[], size_t n)
{
	const struct compare *c = source->compare;
	for (size_t side = 0; side < c->nr_sides && source->nr_sides < POINTS; side++) {
		if (!is_on_all(c, side, row, n))
			continue;
		plot_source_add_side(source, side);
		picture_add(&picture->key, (struct picture_words){
			.text = plot_shortened(text_shown(c->side[side].name), NAME) });
	}
}

static void put_words(struct picture *picture, const struct plot_group *group,
		      struct plot_source *source)
{
	const struct compare *c = group->compare;
	picture->x.text = text_format("%s, with unmapping", group->engine->cost);
	plot_campaign_title(picture, group, "Memory against speed: left is cheaper, down is less memory; dashed: ",
			    c->side[0].name);
	plot_caption(picture, source, text_format(
		"Means over %zu %s%s of %zu repetition%s each. Open shapes: points in one place are seen through each other.",
		c->nr_planned, c->unit, plot_plural(c->nr_planned), c->nr_reps,
		plot_plural(c->nr_reps)));
}

size_t plot_fill_memory(struct picture *picture, const struct plot_input *in,
			size_t first)
{
	const struct compare *c = plot_campaign(in);
	size_t row[PANELS];
	const size_t n = c ? take_rows(c, first, row) : 0;
	if (n == 0)
		return 0;
	struct plot_source source = { .records = c->records, .compare = c };
	if (!picture_open(picture, "workload,treatment,both_@_per_page,present_per_page,nr_units",
			  c->exact ? "instructions" : "ns"))
		return n;
	picture->x.low = INFINITY;
	picture->y.high = 1;
	add_sides(picture, &source, row, n);
	for (size_t i = 0; i < n; i++)
		add_panel(picture, c, row[i], &source);
	put_words(picture, in->group, &source);
	return n;
}
