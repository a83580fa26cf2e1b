/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of a campaign: for each of its rows a panel, for each side a bar of
 * what a page costs, and beside it how that stands to the first one.
 */
#include "view/plot/plot_campaign.h"
#include "view/plot/plot_label.h"
#include "view/plot/plot_types.h"

#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "view/bar_text.h"

/* What comparison.gp has room for: panels, and bars in all of them. */
enum { PANELS = 6, BARS = 24, PANEL_NAME = 90 };
/* A label's width in hundredths of the font's size; pixels are 134/1000 of it. */
enum { LABEL_WIDTH = 2000, LABEL_SCALE = 134 };
/* Beyond these the bars of one panel are to no scale of another's. */
enum { SCALES_APART = 5 };

/* ---- which panels ---- */

/* Bars of one row: of the first side, and of some others. */
struct panel {
	const struct part *part;
	size_t row;
	size_t first, n;	/* of the others that are measured; bars with the first's */
};

static size_t nr_others(const struct compare *c, size_t row)
{
	return compare_nr_measured(c, row) - 1;
}

/* A panel of more sides goes on in the next one, after the first side again. */
static size_t panels_of_row(const struct compare *c, size_t row)
{
	/* Rows that a table shows as one are in no panel: CSV has them. */
	if (compare_rows_alike(c, row) >= COMPARE_MANY_ROWS)
		return 0;
	return nr_others(c, row) == 0 ? 1 : (nr_others(c, row) + BARS - 2) / (BARS - 1);
}

static size_t count_panels(const struct part *part)
{
	size_t n = 0;
	for (size_t row = 0; row < part->compare.nr_rows; row++)
		n += panels_of_row(&part->compare, row);
	return n;
}

static struct panel nth_panel(const struct part *part, size_t i)
{
	const struct compare *c = &part->compare;
	size_t row = 0;
	for (; i >= panels_of_row(c, row); row++)
		i -= panels_of_row(c, row);
	const size_t first = i * (BARS - 1), left = nr_others(c, row) - first;
	return (struct panel){
		.part = part, .row = row, .first = first + 1,
		.n = 1 + (left < BARS - 1 ? left : BARS - 1),
	};
}

static size_t take_panels(const struct part *part, size_t first,
			  struct panel panel[PANELS])
{
	const size_t all = count_panels(part);
	size_t n = 0, bars = 0;
	while (first + n < all && n < PANELS) {
		panel[n] = nth_panel(part, first + n);
		bars += panel[n].n;
		if (n > 0 && bars > BARS)
			break;
		n++;
	}
	return n;
}

/* ---- bars ---- */

/* The side of a bar: the first one's is in every panel. */
static size_t side_of(const struct panel *panel, size_t bar)
{
	const struct compare *c = &panel->part->compare;
	size_t left = bar == 0 ? 0 : panel->first + bar - 1, side = 0;
	while (!compare_cell(c, panel->row, side)->measured || left-- > 0)
		side++;
	return side;
}

static const struct compare_cell *cell_of(const struct panel *panel, size_t bar)
{
	return compare_cell(&panel->part->compare, panel->row,
			       side_of(panel, bar));
}

static struct real unmapping_of(const struct compare_cell *cell)
{
	return cell->value[METRIC_UNMAP].value;
}

/* A cell of which nothing came has means of nothing. */
static struct real cost_of(const struct compare_cell *cell)
{
	return cell->nr_units > 0 ? cell->value[METRIC_FAULT].value : (struct real){ 0 };
}

static unsigned pixels_of(char *line[2])
{
	const unsigned first = plot_text_width(line[0]), second = plot_text_width(line[1]);
	return (first > second ? first : second) * LABEL_SCALE / 1000;
}

static void add_bar(struct picture *picture, const struct panel *panel, size_t bar)
{
	const struct compare *c = &panel->part->compare;
	const struct compare_cell *cell = cell_of(panel, bar);
	const size_t side = side_of(panel, bar);
	char *line[2];
	plot_label(cell->side->name, LABEL_WIDTH, line);
	char *const text[] = {
		line[0], line[1],
		bar_text_cost(cost_of(cell), unmapping_of(cell)),
		bar_text_ratio(&cell->value[METRIC_FAULT].ratio),
		bar_text_verdict(c, cell, side == 0),
		bar_text_interval(c, cell, side == 0),
		bar_text_ratio(&cell->value[METRIC_BOTH].ratio),
		bar_text_number(cell->value[METRIC_FAULTS].value, 4),
		bar_text_number(cell->value[METRIC_PRESENT].value, 3),
		bar_text_units(c, cell),
		bar_text_note(c, cell, side),
	};
	picture_line(picture, cell_count(bar + 1), cell_real(cost_of(cell)),
		     cell_real(unmapping_of(cell)), cell_count(pixels_of(line)),
		     cell_shown(text[0]), cell_shown(text[1]), cell_shown(text[2]),
		     cell_shown(text[3]), cell_shown(text[4]), cell_shown(text[5]),
		     cell_shown(text[6]), cell_shown(text[7]), cell_shown(text[8]),
		     cell_shown(text[9]), cell_shown(text[10]));
	for (size_t i = 0; i < ARRAY_SIZE(text); i++)
		free(text[i]);
}

/* ---- the picture ---- */

static double longest_in(const struct panel *panel)
{
	double top = 0;
	for (size_t bar = 0; bar < panel->n; bar++) {
		const struct compare_cell *cell = cell_of(panel, bar);
		const struct real cost = cost_of(cell), more = unmapping_of(cell);
		if (cost.known && isfinite(cost.value))
			top = fmax(top, cost.value + (more.known ? fmax(more.value, 0) : 0));
	}
	return top;
}

/* One scale of all panels: the longest bar; 0: each has its own. */
static double one_scale(const struct panel panel[], size_t n)
{
	double lowest = INFINITY, highest = 0;
	for (size_t i = 0; i < n; i++) {
		const double longest = longest_in(&panel[i]);
		highest = fmax(highest, longest);
		lowest = longest > 0 ? fmin(lowest, longest) : lowest;
	}
	return highest > lowest * SCALES_APART ? 0 : highest;
}

static void add_panel(struct picture *picture, const struct panel *panel)
{
	const struct real first = cost_of(cell_of(panel, 0));
	picture_add_curve(picture, (struct picture_curve){ .panel = picture->nr_panels });
	for (size_t bar = 0; bar < panel->n; bar++)
		add_bar(picture, panel, bar);
	picture_add_panel(picture, (struct picture_axis){
		.name = plot_shortened(plot_row_name(&panel->part->compare,
						     panel->row), PANEL_NAME),
		.low = first.known ? first.value : NAN,
		.high = picture->y.high > 0 ? picture->y.high : longest_in(panel) });
}

static void put_words(struct picture *picture, const struct part *part)
{
	const struct compare *c = &part->compare;
	struct plot_source source = { .part = part };
	for (size_t i = 0; i < c->nr_sides; i++)
		plot_source_add_side(&source, i);
	picture->x.name = text_shown(bar_text_axis(c));
	picture->y.name = bar_text_units_name(c);
	plot_campaign_title(picture, c, "What a page fault costs, compared with ",
			    c->side[0].name);
	plot_caption(picture, &source, bar_text_counts(c));
}

size_t plot_count_comparison(const struct plot_input *in, size_t first)
{
	return plot_count_in_parts(in, count_panels, first);
}

size_t plot_fill_comparison(struct picture *picture, const struct plot_input *in,
			    size_t first)
{
	const struct part *part = plot_part_with(in, count_panels, &first);
	struct panel panel[PANELS];
	if (!part)
		return 0;
	const size_t n = take_panels(part, first, panel);
	picture_open(picture, "bar,fault,unmapping,label_pixels,upper,lower,cost,ratio,verdict,interval,both_ratio,faults_per_page,present_per_page,units,note",
		     NULL);
	picture->file = "comparison.csv";
	picture->y.high = one_scale(panel, n);
	for (size_t i = 0; i < n; i++)
		add_panel(picture, &panel[i]);
	put_words(picture, part);
	return n;
}
