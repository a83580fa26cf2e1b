/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of a campaign: for each of its rows a panel, for each treatment a
 * bar of what a page costs, and beside it how that stands to the first one.
 */
#include "view/plot/plot_build.h"

#include <math.h>
#include <stdlib.h>

#include "view/bar_text.h"

/* Hundredths of the font's size; and what that is in the PNG, in 1/1000. */
enum { LABEL_WIDTH = 2000, LABEL_SCALE = 134, LABEL_PIXELS_LEAST = 70 };
/* Beyond these the bars of one panel are to no scale of another's. */
enum { SCALES_APART = 5 };
/* Pixels from bar to bar, where labels have one line and where some have two. */
enum { PITCH = 28, PITCH_OF_TWO = 38 };
enum { TITLE_COLUMNS = 105 };

/* ---- which panels ---- */

/* Rows that a table shows as one are in no panel: CSV has them. */
static size_t nr_others(const struct compare *c, size_t row)
{
	return compare_nr_measured(c, row) - 1;
}

/* A panel of more treatments goes on in the next one, after the first again. */
static size_t panels_of_row(const struct compare *c, size_t row)
{
	const size_t most = PLOT_BARS - 1;
	if (compare_rows_alike(c, row) >= COMPARE_MANY_ROWS)
		return 0;
	return nr_others(c, row) == 0 ? 1 : (nr_others(c, row) + most - 1) / most;
}

size_t plot_count_panels(const struct compare *c)
{
	size_t n = 0;
	for (size_t row = 0; row < c->nr_rows; row++)
		n += panels_of_row(c, row);
	return n;
}

static struct panel nth_panel(const struct part *part, size_t i)
{
	const struct compare *c = &part->compare;
	size_t row = 0;
	for (; i >= panels_of_row(c, row); row++)
		i -= panels_of_row(c, row);
	const size_t first = i * (PLOT_BARS - 1);
	const size_t left = nr_others(c, row) - first;
	return (struct panel){
		.part = part, .row = row, .first = first + 1,
		.n = 1 + (left < PLOT_BARS - 1 ? left : PLOT_BARS - 1),
	};
}

size_t plot_take_panels(const struct part *part, size_t first,
			struct panel panel[PLOT_PANELS])
{
	const size_t all = plot_count_panels(&part->compare);
	size_t n = 0, bars = 0;
	while (first + n < all && n < PLOT_PANELS) {
		panel[n] = nth_panel(part, first + n);
		bars += panel[n].n;
		if (n > 0 && bars > PLOT_BARS)
			break;
		n++;
	}
	return n;
}

/* The treatment of a bar: the first one's is in every panel. */
static size_t treatment_of(const struct panel *panel, size_t bar)
{
	const struct compare *c = &panel->part->compare;
	size_t left = bar == 0 ? 0 : panel->first + bar - 1, treatment = 0;
	for (;; treatment++)
		if (compare_cell(c, panel->row, treatment)->measured &&
		    left-- == 0)
			return treatment;
}

static const struct compare_cell *cell_of(const struct panel *panel,
					     size_t bar)
{
	return compare_cell(&panel->part->compare, panel->row,
			       treatment_of(panel, bar));
}

/* ---- data files ---- */

static struct real unmapping(const struct compare_cell *cell)
{
	return cell->value[METRIC_UNMAP].value;
}

/* A cell of which nothing came has means of nothing. */
static struct real cost_of(const struct compare_cell *cell)
{
	return cell->nr_units > 0 ? cell->value[METRIC_FAULT].value : (struct real){ 0 };
}

static void put_field(FILE *out, char *text)
{
	fputc('\t', out);
	/* A no-break blank stands for nothing: a field is never empty. */
	plot_field(out, text && *text ? text : "\xc2\xa0");
	free(text);
}

/* Upper and lower line, and how far each is from the middle of the bar. */
static void put_label(FILE *out, const char *label)
{
	char *line[2];
	plot_label(label, LABEL_WIDTH, line);
	fprintf(out, "\t%s", line[1] ? "0.21" : "0");
	put_field(out, line[0]);
	put_field(out, line[1]);
}

static void put_bar(FILE *out, const struct panel *panel, size_t bar)
{
	const struct compare *c = &panel->part->compare;
	const struct compare_cell *cell = cell_of(panel, bar);
	const size_t treatment = treatment_of(panel, bar);
	struct real more = unmapping(cell);
	more.known = more.known && cell->nr_units > 0;
	fprintf(out, "%zu\t", bar + 1);
	plot_number(out, cost_of(cell));
	fputc('\t', out);
	plot_number(out, more.known ? more : real_of(0));
	put_label(out, cell->side->name);
	put_field(out, bar_text_cost(cost_of(cell), more));
	put_field(out, bar_text_ratio(&cell->value[METRIC_FAULT].ratio));
	put_field(out, bar_text_verdict(c, cell, treatment == 0));
	put_field(out, bar_text_interval(c, cell, treatment == 0));
	put_field(out, bar_text_ratio(&cell->value[METRIC_BOTH].ratio));
	put_field(out, bar_text_number(cell->value[METRIC_FAULTS].value, 4));
	put_field(out, bar_text_number(cell->value[METRIC_PRESENT].value, 3));
	put_field(out, bar_text_units(c, cell));
	put_field(out, bar_text_note(&panel->part->records, c, cell, treatment));
	fputc('\n', out);
}

static int write_bars(const struct plot_job *job, const struct panel panel[],
		      size_t n)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	for (size_t i = 0; i < n; i++) {
		fprintf(out, "%sbars\n", i ? "\n\n" : "");
		for (size_t bar = 0; bar < panel[i].n; bar++)
			put_bar(out, &panel[i], bar);
	}
	return plot_file(job, job->work, "bars.txt", &file);
}

static double longest_in(const struct panel *panel)
{
	double top = 0;
	for (size_t bar = 0; bar < panel->n; bar++) {
		const struct compare_cell *cell = cell_of(panel, bar);
		const struct real cost = cost_of(cell), more = unmapping(cell);
		if (cost.known && isfinite(cost.value))
			top = fmax(top, cost.value + (more.known && more.value > 0 ?
						      more.value : 0));
	}
	return top;
}

static bool is_own_scale(const struct panel panel[], size_t n, double *top)
{
	double lowest = INFINITY, highest = 0;
	for (size_t i = 0; i < n; i++) {
		const double longest = longest_in(&panel[i]);
		highest = fmax(highest, longest);
		if (longest > 0)
			lowest = fmin(lowest, longest);
	}
	*top = highest;
	return highest > lowest * SCALES_APART;
}

char *plot_row_name(const struct compare *c, size_t row)
{
	const bool named = *c->row[row].name;
	char *name = text_shown(named ? c->row[row].name : "");
	char *text = text_shown(c->row[row].heading);
	struct text_stream stream;
	fprintf(text_open(&stream), "%s%s%s", name, named ? ": " : "", text);
	free(text);
	free(name);
	return text_close(&stream);
}

static int write_panels(const struct plot_job *job, const struct panel panel[],
			size_t n)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	double top;
	const bool own = is_own_scale(panel, n, &top);
	for (size_t i = 0; i < n; i++) {
		const struct compare *c = &panel[i].part->compare;
		const double longest = longest_in(&panel[i]);
		plot_name(out, plot_row_name(c, panel[i].row), 90);
		fprintf(out, "\t%zu\t%.10g\t", panel[i].n,
			own && longest > 0 ? longest : top);
		plot_number(out, cost_of(cell_of(&panel[i], 0)));
		fputc('\n', out);
	}
	return plot_file(job, job->work, "panels.txt", &file);
}

/* The widest label's width, and whether some label has two lines. */
struct labels {
	unsigned width;
	bool two;
};

static void measure_label(struct labels *labels, const char *label)
{
	char *line[2];
	plot_label(label, LABEL_WIDTH, line);
	for (size_t i = 0; i < 2 && line[i]; i++) {
		const unsigned width = plot_text_width(line[i]);
		labels->width = width > labels->width ? width : labels->width;
		labels->two = labels->two || i > 0;
	}
	free(line[0]);
	free(line[1]);
}

static int write_axis(const struct plot_job *job, const struct panel panel[],
		      size_t n)
{
	struct text_stream file;
	struct labels labels = { 0 };
	const struct compare *c = &panel[0].part->compare;
	double top;
	for (size_t i = 0; i < n; i++)
		for (size_t bar = 0; bar < panel[i].n; bar++)
			measure_label(&labels, cell_of(&panel[i], bar)->side->name);
	const unsigned pixels = labels.width * LABEL_SCALE / 1000;
	FILE *out = text_open(&file);
	fprintf(out, "%u\t%d\t%d\t%s",
		pixels > LABEL_PIXELS_LEAST ? pixels : LABEL_PIXELS_LEAST,
		labels.two ? PITCH_OF_TWO : PITCH, is_own_scale(panel, n, &top),
		bar_text_axis(c));
	put_field(out, bar_text_units_name(c));
	fputc('\n', out);
	return plot_file(job, job->work, "axis.txt", &file);
}

/* ---- the words around ---- */

int plot_campaign_title(const struct plot_job *job, const struct compare *c,
			const char *words, const char *text)
{
	struct text_stream stream;
	char *label = text_shown(text);
	fprintf(text_open(&stream), "%s%s", words, label);
	char *const line[] = { text_close(&stream),
			       text_shown(bar_text_engine(c)) };
	const int rc = plot_title(job, line, ARRAY_SIZE(line), TITLE_COLUMNS);
	for (size_t i = 0; i < ARRAY_SIZE(line); i++)
		free(line[i]);
	free(label);
	return rc;
}

const struct plot_kind plot_comparison_kind = {
	"comparison", "cost of a page fault, compared", "comparison.gp", NULL
};

int plot_comparison(const struct plot_job *job, const struct panel panel[],
		    size_t n, size_t nr_left_out, const char *name)
{
	const struct part *part = panel[0].part;
	int rc = write_bars(job, panel, n);
	if (rc == 0)
		rc = write_panels(job, panel, n);
	if (rc == 0)
		rc = write_axis(job, panel, n);
	if (rc == 0)
		rc = plot_campaign_title(job, &part->compare,
					 "What a page fault costs, compared with ",
					 part->compare.side[0].name);
	if (rc == 0)
		rc = plot_caption(job, &(struct plot_source){ .part = part },
				  bar_text_counts(&part->records,
						  &part->compare, nr_left_out),
				  &plot_room_grows);
	return rc != 0 ? rc : plot_draw(job, &plot_comparison_kind, name,
					plot_comparison_kind.name);
}
