/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of cost against time: each boot's, with its repetitions. A cost that
 * drifts, or that depends on the order of boots, shows here and in no mean. One
 * kernel may cost several times what another does: to be seen beside each other,
 * all are drawn as what they are off their own mean.
 */
#include "view/plot/plot_points.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "stats/estimate.h"
#include "view/table/csv.h"

/* What drift.gp has room for, and shapes. */
enum { PANELS = 6, KEYS = 8, NAME_COLUMNS = 36, PANEL_COLUMNS = 70 };
/* More would be a cloud, and a file of megabytes: every so many-th is drawn. */
enum { POINTS_MOST = 4000 };

/* ---- which panels ---- */

/* So many keys are in one picture; of more, the others are in the next. */
static size_t nr_blocks(const struct plot_group *group)
{
	return (group->nr_keys + KEYS - 1) / KEYS;
}

static size_t block_end(const struct plot_group *group, size_t block)
{
	const size_t end = (block + 1) * KEYS;
	return end < group->nr_keys ? end : group->nr_keys;
}

static bool has_panel(const struct plot_group *group, size_t block, size_t panel)
{
	for (size_t key = block * KEYS; key < block_end(group, block); key++)
		if (plot_any_drift(group, plot_group_curve(group, panel, key)))
			return true;
	return false;
}

static size_t count_in_block(const struct plot_group *group, size_t block)
{
	size_t n = 0;
	for (size_t panel = 0; panel < group->nr_panels; panel++)
		n += has_panel(group, block, panel);
	return n;
}

static size_t count_panels(const struct plot_group *group)
{
	size_t n = 0;
	for (size_t block = 0; block < nr_blocks(group); block++)
		n += count_in_block(group, block);
	return n;
}

/* Of panel number first: its block, and how many of that are left from it on. */
static size_t find_block(const struct plot_group *group, size_t *first)
{
	size_t block = 0, n;
	while (*first >= (n = count_in_block(group, block))) {
		*first -= n;
		block++;
	}
	return block;
}

static size_t take_panels(const struct plot_group *group, size_t first)
{
	const size_t block = find_block(group, &first);
	const size_t left = count_in_block(group, block) - first;
	return left < PANELS ? left : PANELS;
}

/* ---- the picture ---- */

/* In percent off the mean. */
struct range {
	double low, high;
};

struct drawing {
	const struct plot_group *group;
	size_t panel[PANELS], nr_panels;
	size_t first_key, end_key;
	size_t nr_left_out;
	/* [PANELS][KEYS], repetitions; owned */
	struct points points[PANELS][KEYS];
	double mean[PANELS][KEYS];	/* of their costs */
	struct range range[PANELS];
	size_t nr_beyond;		/* repetitions that are beyond it */
	double start_s, end_s;
	size_t nr_points, nr_units;
};

static void look_at(struct drawing *drawing, const struct points *points)
{
	for (size_t i = 0; i < points->n; i++) {
		drawing->start_s = fmin(drawing->start_s, points->point[i].at_s);
		drawing->end_s = fmax(drawing->end_s, points->point[i].at_s);
		drawing->nr_units += plot_begins_unit(points, i);
	}
	drawing->nr_points += points->n;
}

/* In percent; a clock that stood still has a mean of 0. */
static double off_mean(const struct drawing *drawing, size_t panel, size_t key,
		       double cost)
{
	const double mean = drawing->mean[panel][key];
	return mean > 0 ? (cost / mean - 1) * 100 : 0;
}

static int by_value(const void *left, const void *right)
{
	const double a = *(const double *)left, b = *(const double *)right;
	return (a > b) - (a < b);
}

/*
 * A single repetition that took ten times as long would leave nothing to be seen
 * of the others: so far out, it is drawn at the edge.
 * sorted   [n] at least 1
 * Source   Tukey 1977: outer fences, three quartile distances off the quartiles.
 */
static struct range range_of(const double sorted[], size_t n)
{
	const double q1 = estimate_quantile(sorted, n, 0.25);
	const double q3 = estimate_quantile(sorted, n, 0.75);
	const double fence = 3 * (q3 - q1);
	double low = 0, high = 0;
	for (size_t i = 0; i < n; i++) {
		if (fence > 0 && (sorted[i] < q1 - fence || sorted[i] > q3 + fence))
			continue;
		low = fmin(low, sorted[i]);
		high = fmax(high, sorted[i]);
	}
	return (struct range){ low, high };
}

static double *offs_of(const struct drawing *drawing, size_t panel, size_t *n)
{
	double *off = NULL;
	*n = 0;
	for (size_t key = 0; key < drawing->end_key - drawing->first_key; key++) {
		const struct points *points = &drawing->points[panel][key];
		for (size_t i = 0; i < points->n; i++) {
			off = records_grow(off, *n, sizeof(*off));
			off[(*n)++] = off_mean(drawing, panel, key,
					       points->point[i].cost);
		}
	}
	return off;
}

/* Means are never out of it. */
static void stretch_to_units(struct drawing *drawing, size_t panel)
{
	struct range *range = &drawing->range[panel];
	for (size_t key = 0; key < drawing->end_key - drawing->first_key; key++) {
		const struct points *points = &drawing->points[panel][key];
		for (size_t i = 0; i < points->n;) {
			const double off = off_mean(
				drawing, panel, key,
				plot_next_unit(points, &i).cost);
			range->low = fmin(range->low, off);
			range->high = fmax(range->high, off);
		}
	}
}

static void find_range(struct drawing *drawing, size_t panel)
{
	size_t n;
	double *off = offs_of(drawing, panel, &n);
	struct range *range = &drawing->range[panel];
	qsort(off, n, sizeof(*off), by_value);
	*range = range_of(off, n);
	stretch_to_units(drawing, panel);
	const double beyond = range->high > range->low ?
				      (range->high - range->low) * 0.06 : 1;
	range->low -= beyond;
	range->high += beyond;
	for (size_t i = 0; i < n; i++)
		drawing->nr_beyond += off[i] < range->low || off[i] > range->high;
	free(off);
}

static void collect(struct drawing *drawing, size_t first, size_t n)
{
	const struct plot_group *group = drawing->group;
	const size_t block = find_block(group, &first);
	drawing->first_key = block * KEYS;
	drawing->end_key = block_end(group, block);
	for (size_t panel = 0; drawing->nr_panels < n; panel++) {
		if (!has_panel(group, block, panel))
			continue;
		if (first > 0) {
			first--;
			continue;
		}
		const size_t i = drawing->nr_panels++;
		drawing->panel[i] = panel;
		for (size_t key = drawing->first_key; key < drawing->end_key; key++) {
			struct points *points =
				&drawing->points[i][key - drawing->first_key];
			*points = plot_points_of(group, plot_group_curve(group, panel,
								    key));
			look_at(drawing, points);
			drawing->mean[i][key - drawing->first_key] =
				plot_points_mean(points);
		}
		find_range(drawing, i);
	}
}

static void close_drawing(struct drawing *drawing)
{
	for (size_t i = 0; i < PANELS; i++)
		for (size_t j = 0; j < KEYS; j++)
			free(drawing->points[i][j].point);
}

/* One unit in each curve is no more than its repetitions show. */
static bool has_units(const struct drawing *drawing)
{
	size_t curves = 0;
	for (size_t i = 0; i < drawing->nr_panels; i++)
		for (size_t j = 0; j < drawing->end_key - drawing->first_key; j++)
			curves += drawing->points[i][j].n > 0;
	return drawing->nr_units > curves;
}

static size_t step_of(size_t n)
{
	return n / POINTS_MOST + 1;
}

static const char *unit_of(const struct drawing *drawing)
{
	return drawing->group->part ? drawing->group->part->compare.unit : "run";
}

/* What the axis counts, and how many seconds that is. */
struct clock {
	const char *name;
	double unit_s;
};

static struct clock clock_of(const struct drawing *drawing)
{
	const double span_s = drawing->end_s - drawing->start_s;
	if (span_s < 180)
		return (struct clock){ "seconds", 1 };
	if (span_s < 3 * 3600.0)
		return (struct clock){ "minutes", 60 };
	if (span_s < 3 * 86400.0)
		return (struct clock){ "hours", 3600 };
	return (struct clock){ "days", 86400 };
}

/* The files that have a part for each curve, written side by side. */
struct files {
	struct text_stream reps, units, csv;
};

static void put_mark(FILE *out, const struct drawing *drawing, size_t panel,
		     size_t key, struct mark mark)
{
	const struct range *range = &drawing->range[panel];
	const double off = off_mean(drawing, panel, key, mark.cost);
	fprintf(out, "%.10g\t%.10g\n",
		(mark.at_s - drawing->start_s) / clock_of(drawing).unit_s,
		fmin(fmax(off, range->low), range->high));
}

static void put_csv(FILE *out, const struct drawing *drawing, size_t panel,
		    size_t key, const struct sample *like, struct mark mark,
		    bool unit)
{
	csv_text(out, drawing->group->panel[drawing->panel[panel]]);
	fputc(',', out);
	csv_text(out, drawing->group->key[drawing->first_key + key]);
	fputc(',', out);
	csv_text(out, unit ? unit_of(drawing) : "repetition");
	fputc(',', out);
	csv_text(out, plot_boot_of(like));
	fprintf(out, ",%.3f,%.12g,%.6f,%zu\n", mark.at_s, mark.cost,
		off_mean(drawing, panel, key, mark.cost), mark.nr_reps);
}

static void put_reps(struct files *files, const struct drawing *drawing,
		     size_t panel, size_t key)
{
	const struct points *points = &drawing->points[panel][key];
	for (size_t i = 0; i < points->n; i += step_of(drawing->nr_points)) {
		const struct mark mark = { points->point[i].at_s,
					   points->point[i].cost, 1 };
		put_mark(files->reps.out, drawing, panel, key, mark);
		put_csv(files->csv.out, drawing, panel, key,
			points->point[i].sample, mark, false);
	}
}

struct unit {
	struct mark mark;
	const struct sample *like;
};

static int by_time(const void *left, const void *right)
{
	const struct unit *a = left, *b = right;
	return (a->mark.at_s > b->mark.at_s) - (a->mark.at_s < b->mark.at_s);
}

/* In order of time: a line goes from one to the next. */
static void put_units(struct files *files, const struct drawing *drawing,
		      size_t panel, size_t key)
{
	const struct points *points = &drawing->points[panel][key];
	struct unit *unit = NULL;
	size_t n = 0;
	for (size_t i = 0; i < points->n;) {
		const struct sample *like = points->point[i].sample;
		unit = records_grow(unit, n, sizeof(*unit));
		unit[n++] = (struct unit){ plot_next_unit(points, &i), like };
	}
	if (n > 0)
		qsort(unit, n, sizeof(*unit), by_time);
	for (size_t i = 0; i < n; i += step_of(drawing->nr_units)) {
		put_mark(files->units.out, drawing, panel, key, unit[i].mark);
		put_csv(files->csv.out, drawing, panel, key, unit[i].like,
			unit[i].mark, true);
	}
	free(unit);
}

static void put_curve(struct files *files, const struct drawing *drawing,
		      size_t panel, size_t key)
{
	const char *between = panel + key > 0 ? "\n\n" : "";
	fprintf(files->reps.out, "%spoints\n", between);
	fprintf(files->units.out, "%spoints\n", between);
	put_reps(files, drawing, panel, key);
	if (has_units(drawing))
		put_units(files, drawing, panel, key);
}

static int write_curves(const struct plot_job *job, const struct drawing *drawing,
			const char *name)
{
	struct files files;
	text_open(&files.reps);
	text_open(&files.units);
	fputs("panel,series,what,boot,time_s_since_1970,ns_per_page,percent_off_mean,nr_reps\n",
	      text_open(&files.csv));
	for (size_t i = 0; i < drawing->nr_panels; i++)
		for (size_t j = 0; j < drawing->end_key - drawing->first_key; j++)
			put_curve(&files, drawing, i, j);
	const int csv = plot_csv(job, name, &files.csv);
	const int reps = plot_file(job, job->work, "data.txt", &files.reps);
	const int units = plot_file(job, job->work, "units.txt", &files.units);
	return csv != 0 ? csv : reps != 0 ? reps : units;
}

static void put_range(FILE *out, const struct range *range)
{
	fprintf(out, "\t%.10g\t%.10g\n", range->low, range->high);
}

/* What tells a panel from the others: the title has what they share. */
static void put_panel_name(FILE *out, const struct drawing *drawing,
			   const struct plot_curve curve[], size_t n, size_t panel)
{
	size_t i = 0;
	while (curve[i].panel != drawing->panel[panel])
		i++;
	char *words = plot_panel_words(drawing->group, curve, n, i, false);
	plot_name(out, text_shown(*words ? words : "\xc2\xa0"), PANEL_COLUMNS);
	free(words);
}

static int write_names(const struct plot_job *job, const struct drawing *drawing,
		       const struct plot_curve curve[], size_t n)
{
	struct text_stream panels, keys;
	FILE *out = text_open(&panels);
	for (size_t i = 0; i < drawing->nr_panels; i++) {
		put_panel_name(out, drawing, curve, n, i);
		put_range(out, &drawing->range[i]);
	}
	const int rc = plot_file(job, job->work, "panels.txt", &panels);
	out = text_open(&keys);
	for (size_t key = drawing->first_key; key < drawing->end_key; key++) {
		plot_name(out, text_shown(drawing->group->key[key]), NAME_COLUMNS);
		fputc('\n', out);
	}
	const int names = plot_file(job, job->work, "names.txt", &keys);
	return rc != 0 ? rc : names;
}

/* Of a repetition: beside larger points, alone, or one of a crowd. */
static const char *point_size(const struct drawing *drawing)
{
	if (has_units(drawing))
		return "0.6";
	return drawing->nr_points > 300 ? "0.4" : "1.2";
}

static int write_axis(const struct plot_job *job, const struct drawing *drawing)
{
	const struct clock clock = clock_of(drawing);
	const time_t start = (time_t)drawing->start_s;
	struct text_stream file;
	char text[64] = "";
	struct tm tm;
	if (gmtime_r(&start, &tm))
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S UTC", &tm);
	fprintf(text_open(&file), "%.10g\t%d\t%s\t%s per page, off the mean\t%s since %s\n",
		(drawing->end_s - drawing->start_s) / clock.unit_s,
		has_units(drawing), point_size(drawing), plot_group_unit(drawing->group), clock.name, text);
	return plot_file(job, job->work, "axis.txt", &file);
}

static char *counts_of(const struct drawing *drawing)
{
	const size_t step = step_of(drawing->nr_points);
	struct text_stream stream;
	FILE *out = text_open(&stream);
	char *unit = text_shown(unit_of(drawing));
	if (has_units(drawing))
		fprintf(out, "Large: the mean of a %s, n = %zu in all. Small: its repetitions, n = %zu in all.",
			unit, drawing->nr_units, drawing->nr_points);
	else
		fprintf(out, "A point is a repetition, n = %zu in all.",
			drawing->nr_points);
	if (step > 1)
		fprintf(out, " One in %zu is drawn.", step);
	fputs(" 0% is the mean of a line's repetitions in its panel. Each panel has its own scale.",
	      out);
	if (drawing->nr_beyond > 0)
		fprintf(out, " %zu repetition%s beyond it, drawn at its edge.",
			drawing->nr_beyond, drawing->nr_beyond == 1 ? " is" : "s are");
	plot_put_left_out(out, drawing->group, drawing->nr_left_out);
	free(unit);
	return text_close(&stream);
}

/* Those that are drawn, for title and caption. */
static size_t curves_of(const struct drawing *drawing,
			struct plot_curve curve[PANELS * KEYS])
{
	size_t n = 0;
	for (size_t i = 0; i < drawing->nr_panels; i++)
		for (size_t key = drawing->first_key; key < drawing->end_key; key++)
			if (drawing->points[i][key - drawing->first_key].n > 0)
				curve[n++] = (struct plot_curve){
					drawing->panel[i], key,
					plot_group_curve(drawing->group,
							 drawing->panel[i], key),
				};
	return n;
}

static const struct plot_kind drift_kind = {
	"drift", "cost against the time of measuring", "drift.gp", NULL
};

static int draw(const struct plot_job *job, const struct drawing *drawing,
		const char *name)
{
	struct plot_curve curve[PANELS * KEYS];
	const size_t n = curves_of(drawing, curve);
	int rc = write_curves(job, drawing, name);
	if (rc == 0)
		rc = write_names(job, drawing, curve, n);
	if (rc == 0)
		rc = write_axis(job, drawing);
	if (rc == 0)
		rc = plot_group_words(job, drawing->group,
				      "Drift: cost against the time of measuring",
				      curve,
				      n, counts_of(drawing));
	return rc != 0 ? rc : plot_draw(job, &drift_kind, name, name);
}

static int draw_drift(const struct plot_job *job, const struct plot_group *group,
		      size_t first, size_t n, size_t nr_left_out,
		      const char *name)
{
	struct drawing drawing = {
		.group = group, .nr_left_out = nr_left_out,
		.start_s = INFINITY, .end_s = -INFINITY,
	};
	collect(&drawing, first, n);
	const int rc = draw(job, &drawing, name);
	close_drawing(&drawing);
	return rc;
}

const struct plot_sort plot_drift_sort = {
	&drift_kind, count_panels, take_panels, draw_drift
};
