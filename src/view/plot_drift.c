/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of cost against time: each boot's, with its repetitions. A cost that
 * drifts, or that depends on the order of boots, shows here and in no mean. One
 * kernel may cost several times what another does: to be seen beside each other,
 * all are drawn as what they are off their own mean.
 */
#include "view/plot_group.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "view/csv.h"

/* What drift.gp has room for, and shapes. */
enum { PANELS = 6, KEYS = 8, NAME_COLUMNS = 26, PANEL_COLUMNS = 70 };
/* More would be a cloud, and a file of megabytes: every so many-th is drawn. */
enum { POINTS_MOST = 4000 };

/* ---- a repetition's place and cost ---- */

/* Seconds since 1970 from a time as records have it: 2026-01-02T03:04:05.678Z. */
static struct real seconds_of(const char *text)
{
	struct tm tm = { 0 };
	const char *end = text ? strptime(text, "%Y-%m-%dT%H:%M:%S", &tm) : NULL;
	double part = 0;
	if (!end)
		return (struct real){ 0 };
	if (*end == '.')
		part = strtod(end, NULL);
	return real_of((double)timegm(&tm) + part);
}

static struct real cost_of(const struct sample *sample)
{
	const double reps = sample->reps.known ? (double)sample->reps.value : 1;
	/* The sum of several has no time of its own. */
	if (!sample->wall_s.known || !sample->pages.known ||
	    sample->pages.value == 0 || reps != 1)
		return (struct real){ 0 };
	return real_of(sample->wall_s.value * 1e9 / (double)sample->pages.value);
}

struct point {
	const struct sample *sample;
	double at_s, cost;
};

/* Repetitions of one curve, each boot's together and in order of time. */
struct points {
	struct point *point;
	size_t n;
};

static const char *boot_of(const struct sample *sample)
{
	return sample->boot_id ? sample->boot_id : sample->run ? sample->run : "";
}

static bool same_boot(const struct point *a, const struct point *b)
{
	return strcmp(boot_of(a->sample), boot_of(b->sample)) == 0;
}

static int by_boot(const void *left, const void *right)
{
	const struct point *a = left, *b = right;
	const int boots = strcmp(boot_of(a->sample), boot_of(b->sample));
	if (boots != 0)
		return boots;
	return (a->at_s > b->at_s) - (a->at_s < b->at_s);
}

/* A guest knows no time: its boot has one. Those of one boot stand together. */
static struct real time_of(const struct records *records,
			   const struct sample *sample, const struct sample *last,
			   struct real last_boot_s)
{
	const struct real own = seconds_of(sample->time);
	if (own.known || !sample->boot_id)
		return own;
	if (last && last->boot_id == sample->boot_id)
		return last_boot_s;
	const struct facts *boot = records_find(records, "boot", sample->boot_id);
	return seconds_of(boot ? comparison_text(boot, "time") : NULL);
}

static struct points points_of(const struct plot_group *group,
			       const struct sample_list *samples)
{
	struct points points = { 0 };
	const struct sample *last = NULL;
	struct real at = { 0 };
	for (size_t i = 0; i < samples->n; i++) {
		const struct sample *sample = samples->sample[i];
		const struct real cost = cost_of(sample);
		at = time_of(group->records, sample, last, at);
		last = sample;
		if (!at.known || !cost.known)
			continue;
		points.point = records_grow(points.point, points.n,
					    sizeof(*points.point));
		points.point[points.n++] = (struct point){ sample, at.value,
							   cost.value };
	}
	if (points.n > 0)
		qsort(points.point, points.n, sizeof(*points.point), by_boot);
	return points;
}

/* ---- what there is to be drawn ---- */

/* Whether two repetitions have different times: the first two that do will do. */
static bool any_drift(const struct plot_group *group,
		      const struct sample_list *samples)
{
	const struct sample *last = NULL;
	struct real first = { 0 }, at = { 0 };
	for (size_t i = 0; i < samples->n; i++) {
		const struct sample *sample = samples->sample[i];
		if (!cost_of(sample).known ||
		    (last && sample->time == last->time &&
		     sample->boot_id == last->boot_id))
			continue;
		at = time_of(group->records, sample, last, at);
		last = sample;
		if (at.known && first.known && at.value != first.value)
			return true;
		first = first.known ? first : at;
	}
	return false;
}

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
		if (any_drift(group, plot_group_curve(group, panel, key)))
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

struct drawing {
	const struct plot_group *group;
	size_t panel[PANELS], nr_panels;
	size_t first_key, end_key;
	size_t nr_left_out;
	/* [PANELS][KEYS], repetitions; owned */
	struct points points[PANELS][KEYS];
	double mean[PANELS][KEYS];	/* of their costs */
	double start_s, end_s;
	size_t nr_points, nr_units;
};

static bool begins_unit(const struct points *points, size_t i)
{
	return i == 0 || !same_boot(&points->point[i - 1], &points->point[i]) ||
	       points->point[i - 1].sample->run != points->point[i].sample->run;
}

static void look_at(struct drawing *drawing, const struct points *points)
{
	for (size_t i = 0; i < points->n; i++) {
		drawing->start_s = fmin(drawing->start_s, points->point[i].at_s);
		drawing->end_s = fmax(drawing->end_s, points->point[i].at_s);
		drawing->nr_units += begins_unit(points, i);
	}
	drawing->nr_points += points->n;
}

static double mean_of(const struct points *points)
{
	double sum = 0;
	for (size_t i = 0; i < points->n; i++)
		sum += points->point[i].cost;
	return points->n > 0 ? sum / (double)points->n : 1;
}

/* In percent; a clock that stood still has a mean of 0. */
static double off_mean(const struct drawing *drawing, size_t panel, size_t key,
		       double cost)
{
	const double mean = drawing->mean[panel][key];
	return mean > 0 ? (cost / mean - 1) * 100 : 0;
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
			*points = points_of(group, plot_group_curve(group, panel,
								    key));
			look_at(drawing, points);
			drawing->mean[i][key - drawing->first_key] =
				mean_of(points);
		}
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
	return drawing->group->part ? drawing->group->part->comparison.unit : "run";
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
	struct caption_stream reps, units, csv;
};

/* A point of the picture: a repetition, or a unit of so many. */
struct mark {
	double at_s, cost;
	size_t nr_reps;
};

static void put_mark(FILE *out, const struct drawing *drawing, size_t panel,
		     size_t key, struct mark mark)
{
	fprintf(out, "%.10g\t%.10g\n",
		(mark.at_s - drawing->start_s) / clock_of(drawing).unit_s,
		off_mean(drawing, panel, key, mark.cost));
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
	csv_text(out, boot_of(like));
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

/* The mean of the unit that begins at *i, which moves behind it. */
static struct mark next_unit(const struct points *points, size_t *i)
{
	struct mark mark = { 0 };
	do {
		mark.at_s += points->point[*i].at_s;
		mark.cost += points->point[*i].cost;
		mark.nr_reps++;
	} while (++*i < points->n && !begins_unit(points, *i));
	mark.at_s /= (double)mark.nr_reps;
	mark.cost /= (double)mark.nr_reps;
	return mark;
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
		unit[n++] = (struct unit){ next_unit(points, &i), like };
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
	char path[300];
	caption_open(&files.reps);
	caption_open(&files.units);
	fputs("panel,series,what,boot,time_s_since_1970,ns_per_page,percent_off_mean,nr_reps\n",
	      caption_open(&files.csv));
	for (size_t i = 0; i < drawing->nr_panels; i++)
		for (size_t j = 0; j < drawing->end_key - drawing->first_key; j++)
			put_curve(&files, drawing, i, j);
	snprintf(path, sizeof(path), "%s.csv", name);
	const int csv = plot_file(job, job->dir, path, &files.csv);
	const int reps = plot_file(job, job->work, "data.txt", &files.reps);
	const int units = plot_file(job, job->work, "units.txt", &files.units);
	return csv != 0 ? csv : reps != 0 ? reps : units;
}

static void put_name(FILE *out, const char *text, size_t columns)
{
	char *name = plot_legend(caption_text(*text ? text : "-"), columns);
	plot_field(out, name);
	free(name);
}

/* From which to which percentage a panel goes: a little beyond its points. */
static void put_range(FILE *out, const struct drawing *drawing, size_t panel)
{
	double least = 0, most = 0;
	for (size_t key = 0; key < drawing->end_key - drawing->first_key; key++) {
		const struct points *points = &drawing->points[panel][key];
		for (size_t i = 0; i < points->n; i++) {
			const double off = off_mean(drawing, panel, key,
						    points->point[i].cost);
			least = fmin(least, off);
			most = fmax(most, off);
		}
	}
	const double beyond = most > least ? (most - least) * 0.06 : 1;
	fprintf(out, "\t%.10g\t%.10g\n", least - beyond, most + beyond);
}

static int write_names(const struct plot_job *job, const struct drawing *drawing)
{
	struct caption_stream panels, keys;
	FILE *out = caption_open(&panels);
	for (size_t i = 0; i < drawing->nr_panels; i++) {
		put_name(out, drawing->group->panel[drawing->panel[i]],
			 PANEL_COLUMNS);
		put_range(out, drawing, i);
	}
	const int rc = plot_file(job, job->work, "panels.txt", &panels);
	out = caption_open(&keys);
	for (size_t key = drawing->first_key; key < drawing->end_key; key++) {
		put_name(out, drawing->group->key[key], NAME_COLUMNS);
		fputc('\n', out);
	}
	const int names = plot_file(job, job->work, "names.txt", &keys);
	return rc != 0 ? rc : names;
}

static int write_axis(const struct plot_job *job, const struct drawing *drawing)
{
	const struct clock clock = clock_of(drawing);
	const time_t start = (time_t)drawing->start_s;
	struct caption_stream file;
	char text[64] = "";
	struct tm tm;
	if (gmtime_r(&start, &tm))
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S UTC", &tm);
	fprintf(caption_open(&file), "%.10g\t%d\t%s per page, off the mean\t%s since %s\n",
		(drawing->end_s - drawing->start_s) / clock.unit_s,
		has_units(drawing), plot_group_unit(drawing->group), clock.name, text);
	return plot_file(job, job->work, "axis.txt", &file);
}

static char *counts_of(const struct drawing *drawing)
{
	const size_t step = step_of(drawing->nr_points);
	struct caption_stream stream;
	FILE *out = caption_open(&stream);
	char *unit = caption_text(unit_of(drawing));
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
	plot_put_left_out(out, drawing->group, drawing->nr_left_out);
	free(unit);
	return caption_close(&stream);
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
		rc = write_names(job, drawing);
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
