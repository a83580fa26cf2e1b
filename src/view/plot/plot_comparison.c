/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of a campaign: for each of its rows a panel, for each side a bar of
 * what a page costs, and beside it how that stands to the first one.
 */
#include "view/plot/plot.h"
#include "view/plot/plot_words.h"
#include "view/table/compare_columns.h"
#include "view/table/verdict_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/text.h"
#include "base/wrap.h"

/* What comparison.gp has room for: panels, and bars in all of them. */
enum { PANELS = 6, BARS = 24, PANEL_NAME = 90 };
/* Columns of a line of a label, and of the reason why there is no bar. */
enum { LABEL = 31, NOTE = 48 };

/* ---- which panels ---- */

/* Bars of one row: of the first side, and of some others. */
struct panel {
	const struct compare *compare;
	size_t row;
	size_t side[BARS], n;
};

static struct panel *add_panel(struct panel **panels, size_t *n,
			       const struct compare *c, size_t row)
{
	*panels = records_grow(*panels, *n, sizeof(**panels));
	(*panels)[*n] = (struct panel){ c, row, { 0 }, 1 };
	return &(*panels)[(*n)++];
}

/*
 * A panel of more sides goes on in the next one, after the first side again. Rows that
 * a table shows as one are in none: CSV has them.
 */
static struct panel *panels_of(const struct compare *c, size_t *n)
{
	struct panel *panels = NULL;
	for (size_t row = 0; row < c->nr_rows; row++) {
		if (compare_rows_alike(c, row) >= COMPARE_MANY_ROWS)
			continue;
		struct panel *panel = add_panel(&panels, n, c, row);
		for (size_t side = 1; side < c->nr_sides; side++) {
			if (!compare_cell(c, row, side)->measured)
				continue;
			if (panel->n == BARS)
				panel = add_panel(&panels, n, c, row);
			panel->side[panel->n++] = side;
		}
	}
	return panels;
}

/* How many of n panels have room in a picture: at least one. */
static size_t fitting(const struct panel panel[], size_t n)
{
	size_t fit = 0, bars = 0;
	while (fit < n && fit < PANELS && (fit == 0 || bars + panel[fit].n <= BARS))
		bars += panel[fit++].n;
	return fit;
}

/* ---- bars ---- */

static const struct compare_cell *cell_of(const struct panel *panel, size_t bar)
{
	return compare_cell(panel->compare, panel->row, panel->side[bar]);
}

/* A cell of which nothing came has means of nothing. */
static struct real cost_of(const struct compare_cell *cell)
{
	return cell->nr_units > 0 ? cell->value[METRIC_FAULT].value : (struct real){ 0 };
}

/* A label in one line or two: line[1] is "" where one does. The caller frees them. */
static void split_label(const char *label, char *line[2])
{
	struct text_stream stream;
	AUTO_FREE char *text = text_shown(label);
	const char *rest = text;
	wrap_text(text_open(&stream), text, LABEL, 0);
	line[0] = text_close(&stream);
	line[0][strcspn(line[0], "\n")] = '\0';
	rest += text_columns(text) > LABEL ? strlen(line[0]) : strlen(text);
	line[1] = plot_shortened(text_shown(rest + strspn(rest, " ")), LABEL);
}

/* Rather too many: what is cut off at the edge cannot be read. Characters of several
 * bytes may be as wide as they are high. */
static size_t pixels_of(const char *line)
{
	const size_t columns = text_columns(line);
	return 9 * columns + (strlen(line) - columns) * 5 / 2;
}

/* "2939.8 + 968.5", the unmapping after the fault; "" where unknown. */
static char *cost_text(struct real fault, struct real unmapping)
{
	const int decimals = fault.value < 9999.5;
	if (!fault.known)
		return text_shown("");
	if (!unmapping.known)
		return text_format("%.*f", decimals, fault.value);
	return text_format("%.*f + %.*f", decimals, fault.value, decimals,
			   unmapping.value);
}

static char *ratio_text(const struct ratio *ratio)
{
	const double value = ratio->value.value;
	return ratio->value.known ?
		text_format("%.*fx", compare_ratio_decimals(value), value) : text_shown("");
}

static char *number_text(struct real number, int decimals)
{
	return number.known ? text_format("%.*f", decimals, number.value) : text_shown("");
}

/* "5", or "4 of 5" */
static char *units_text(const struct compare *c, const struct compare_cell *cell)
{
	return cell->nr_units < c->nr_planned ?
		text_format("%zu of %zu", cell->nr_units, c->nr_planned) :
		text_format("%zu", cell->nr_units);
}

/* Why there is no bar: the last boot of the side that was lost, or what is INVALID. */
static char *note_text(const struct compare *c, const struct compare_cell *cell)
{
	const char *why = cell->nr_reasons > 0 ? cell->reason[0].text : NULL;
	const char *outcome = "";
	if (cell->nr_units > 0)
		return text_shown("");
	for (size_t i = 0; i < c->nr_boots; i++) {
		if (!c->boot[i].lost || &c->side[c->boot[i].side] != cell->side)
			continue;
		outcome = facts_text(c->boot[i].facts, "outcome");
		why = facts_text(c->boot[i].facts, "why");
	}
	return plot_shortened(text_format("INVALID: %s%s%s", outcome ? outcome : "",
					  outcome && *outcome ? ": " : "",
					  why ? why : "nothing was measured"), NOTE);
}

/* Names of the table's columns, in the order of add_bar. */
static const char columns[] = "bar,fault,unmapping,label_pixels,upper,lower,cost,ratio,verdict,interval,both_ratio,faults_per_page,present_per_page,units,note";

static void add_bar(struct picture *picture, const struct panel *panel, size_t bar)
{
	const struct compare *c = panel->compare;
	const struct compare_cell *cell = cell_of(panel, bar);
	const struct metric_value *value = cell->value;
	char *line[2];
	split_label(cell->side->name, line);
	const size_t pixels[] = { pixels_of(line[0]), pixels_of(line[1]) };
	picture_line(picture, cell_count(bar + 1), cell_real(cost_of(cell)),
		     cell_real(value[METRIC_UNMAP].value),
		     cell_count(pixels[pixels[1] > pixels[0]]),
		     cell_shown(line[0]), cell_shown(line[1]),
		     cell_shown(cost_text(cost_of(cell), value[METRIC_UNMAP].value)),
		     cell_shown(ratio_text(&value[METRIC_FAULT].ratio)),
		     cell_shown(verdict_of_cell(c, cell)),
		     cell_shown(bar == 0 ? text_shown("") :
				compare_interval(cell, &value[METRIC_FAULT].ratio, false)),
		     cell_shown(ratio_text(&value[METRIC_BOTH].ratio)),
		     cell_shown(number_text(value[METRIC_FAULTS].value, 4)),
		     cell_shown(number_text(value[METRIC_PRESENT].value, 3)),
		     cell_shown(units_text(c, cell)), cell_shown(note_text(c, cell)));
}

/* ---- the picture ---- */

static double longest_in(const struct panel *panel)
{
	double top = 0;
	for (size_t bar = 0; bar < panel->n; bar++) {
		const struct compare_cell *cell = cell_of(panel, bar);
		const struct real cost = cost_of(cell), more = cell->value[METRIC_UNMAP].value;
		if (cost.known && isfinite(cost.value))
			top = fmax(top, cost.value + (more.known ? fmax(more.value, 0) : 0));
	}
	return top;
}

static void put_panel(struct picture *picture, const struct plot_group *group,
		      const struct panel *panel)
{
	const struct real first = cost_of(cell_of(panel, 0));
	picture_add_curve(picture, picture->panel.n, 0, 0);
	for (size_t bar = 0; bar < panel->n; bar++)
		add_bar(picture, panel, bar);
	picture_add(&picture->panel, (struct picture_words){
		.text = plot_shortened(text_format("%s", group->panel[panel->row]), PANEL_NAME),
		.low = first.known ? first.value : NAN,
		.high = longest_in(panel) });
}

static char *counts_of(const struct compare *c)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fputs("ratio: what the baseline's fault costs over what this one costs; ", out);
	if (c->one_layout)
		fputs("exact: the same on every run, of this one layout of memory.", out);
	else
		fprintf(out, "95%%: its interval over %ss, not over repetitions.", c->unit);
	fprintf(out, " with unmap: the ratio of both together. %zu %s%s of each, %zu repetition%s in one.",
		c->nr_planned, c->unit, plot_plural(c->nr_planned), c->nr_reps,
		plot_plural(c->nr_reps));
	plot_put_lost(out, c);
	return text_close(&stream);
}

static void put_words(struct picture *picture, const struct plot_group *group)
{
	const struct compare *c = group->compare;
	struct plot_source source = { .records = c->records, .compare = c };
	for (size_t i = 0; i < c->nr_sides; i++)
		plot_source_add_side(&source, i);
	picture->x.text = text_shown(group->engine->cost);
	picture->y.text = text_format("%ss", c->unit);
	plot_campaign_title(picture, group, "What a page fault costs, compared with ",
			    c->side[0].name);
	plot_caption(picture, &source, counts_of(c));
}

size_t plot_fill_comparison(struct picture *picture, const struct plot_input *in,
			    size_t first)
{
	const struct compare *c = plot_campaign(in);
	size_t all = 0;
	AUTO_FREE struct panel *panel = c ? panels_of(c, &all) : NULL;
	const size_t n = first < all ? fitting(panel + first, all - first) : 0;
	if (n == 0)
		return 0;
	if (!picture_open(picture, columns, NULL))
		return n;
	picture->file = "comparison.csv";
	for (size_t i = 0; i < n; i++)
		put_panel(picture, in->group, &panel[first + i]);
	picture_share_scale(picture);
	put_words(picture, in->group);
	return n;
}
