/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory against speed: for each workload of a campaign that has a name of its
 * own a panel, for each treatment that all of them are measured on a point.
 */
#include "view/plot/plot_build.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "view/bar_text.h"
#include "view/table/csv.h"

/* What memory.gp has shapes for, and room in its key. */
enum { POINTS_MOST = 9, NAME_COLUMNS = 30, PANEL_COLUMNS = 44 };

/* ---- what is drawn ---- */

static bool has_panel(const struct compare *c, size_t row)
{
	const struct compare_cell *first = compare_cell(c, row, 0);
	return *c->row[row].name && compare_rows_alike(c, row) == 1 &&
	       first->nr_units > 0 && first->value[METRIC_BOTH].value.known &&
	       first->value[METRIC_PRESENT].value.known;
}

size_t plot_take_memory(const struct part *part, size_t *row,
			struct memory_plot *plot)
{
	const struct compare *c = &part->compare;
	*plot = (struct memory_plot){ .part = part };
	for (; *row < c->nr_rows && plot->nr_panels < MEMORY_PANELS; (*row)++)
		if (has_panel(c, *row))
			plot->row[plot->nr_panels++] = *row;
	return plot->nr_panels;
}

static bool is_drawn(const struct memory_plot *plot, size_t treatment)
{
	for (size_t i = 0; i < plot->nr_panels; i++)
		if (!compare_cell(&plot->part->compare, plot->row[i],
				     treatment)->measured)
			return false;
	return true;
}

/* The first treatments that are in every panel; how many. */
static size_t points_of(const struct memory_plot *plot,
			size_t treatment[POINTS_MOST])
{
	size_t n = 0;
	for (size_t t = 0; t < plot->part->compare.nr_sides &&
			   n < POINTS_MOST; t++)
		if (is_drawn(plot, t))
			treatment[n++] = t;
	return n;
}

/* Where a point is; logarithms are taken of both. */
struct point {
	double cost, present;
	bool known;
};

static struct point point_of(const struct memory_plot *plot, size_t panel,
			     size_t treatment)
{
	const struct compare_cell *cell = compare_cell(
		&plot->part->compare, plot->row[panel], treatment);
	const struct point point = {
		.cost = cell->value[METRIC_BOTH].value.value,
		.present = cell->value[METRIC_PRESENT].value.value,
		.known = cell->nr_units > 0 && cell->value[METRIC_BOTH].value.known &&
			 cell->value[METRIC_PRESENT].value.known,
	};
	return isfinite(point.cost) && isfinite(point.present) &&
	       point.cost > 0 && point.present > 0 ? point :
						     (struct point){ 0 };
}

/* ---- data files ---- */

static int write_points(const struct plot_job *job,
			const struct memory_plot *plot)
{
	size_t treatment[POINTS_MOST];
	const size_t n = points_of(plot, treatment);
	struct text_stream file;
	FILE *out = text_open(&file);
	for (size_t i = 0; i < plot->nr_panels; i++) {
		fprintf(out, "%spoints\n", i ? "\n\n" : "");
		for (size_t t = 0; t < n; t++) {
			const struct point p = point_of(plot, i, treatment[t]);
			plot_number(out, (struct real){ p.cost, p.known });
			fputc('\t', out);
			plot_number(out, (struct real){ p.present, p.known });
			fputc('\n', out);
		}
	}
	return plot_file(job, job->work, "data.txt", &file);
}

static int write_panels(const struct plot_job *job,
			const struct memory_plot *plot)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	for (size_t i = 0; i < plot->nr_panels; i++) {
		const struct point first = point_of(plot, i, 0);
		plot_name(out, text_shown(plot->part->compare.row[plot->row[i]].name),
			  PANEL_COLUMNS);
		fputc('\t', out);
		plot_number(out, (struct real){ first.cost, first.known });
		fputc('\n', out);
	}
	return plot_file(job, job->work, "panels.txt", &file);
}

static int write_names(const struct plot_job *job,
		       const struct memory_plot *plot)
{
	size_t treatment[POINTS_MOST];
	const size_t n = points_of(plot, treatment);
	struct text_stream file;
	FILE *out = text_open(&file);
	for (size_t t = 0; t < n; t++) {
		plot_name(out, text_shown(plot->part->compare.side[treatment[t]].name),
			  NAME_COLUMNS);
		fputc('\n', out);
	}
	return plot_file(job, job->work, "names.txt", &file);
}

static int write_axis(const struct plot_job *job, const struct memory_plot *plot)
{
	size_t treatment[POINTS_MOST];
	const size_t n = points_of(plot, treatment);
	double least = INFINITY, most = 0, present = 1;
	struct text_stream file;
	FILE *out = text_open(&file);
	for (size_t i = 0; i < plot->nr_panels; i++) {
		for (size_t t = 0; t < n; t++) {
			const struct point p = point_of(plot, i, treatment[t]);
			if (!p.known)
				continue;
			least = fmin(least, p.cost);
			most = fmax(most, p.cost);
			present = fmax(present, p.present);
		}
	}
	fprintf(out, "%.10g\t%.10g\t%.10g\t%s, with unmapping\n",
		isfinite(least) ? least : 1, most > 0 ? most : 2, present,
		bar_text_axis(&plot->part->compare));
	return plot_file(job, job->work, "axis.txt", &file);
}

/* "16 layouts of each", and what of the kernels is drawn. */
static char *counts_of(const struct memory_plot *plot)
{
	const struct compare *c = &plot->part->compare;
	struct text_stream stream;
	fprintf(text_open(&stream), "Means over %zu %s%s of %zu repetition%s each. Open shapes: points in one place are seen through each other.",
		c->nr_planned, c->unit, c->nr_planned == 1 ? "" : "s",
		c->nr_reps, c->nr_reps == 1 ? "" : "s");
	return text_close(&stream);
}

static int write_caption(const struct plot_job *job,
			 const struct memory_plot *plot)
{
	size_t treatment[POINTS_MOST];
	const struct plot_source source = {
		.part = plot->part,
		.treatment = treatment,
		.nr_sides = points_of(plot, treatment),
	};
	return plot_caption(job, &source, counts_of(plot), &plot_room_grows);
}

static int write_memory_csv(const struct plot_job *job,
			    const struct memory_plot *plot, const char *name)
{
	const struct compare *c = &plot->part->compare;
	size_t treatment[POINTS_MOST];
	const size_t n = points_of(plot, treatment);
	struct text_stream file;
	FILE *out = text_open(&file);
	fprintf(out, "workload,treatment,%s,present_per_page,nr_units\n",
		c->exact ? "both_instructions_per_page" : "both_ns_per_page");
	for (size_t i = 0; i < plot->nr_panels; i++) {
		for (size_t t = 0; t < n; t++) {
			const struct point p = point_of(plot, i, treatment[t]);
			csv_text(out, c->row[plot->row[i]].name);
			fputc(',', out);
			csv_text(out, c->side[treatment[t]].name);
			fputc(',', out);
			csv_real(out, (struct real){ p.cost, p.known });
			fputc(',', out);
			csv_real(out, (struct real){ p.present, p.known });
			fprintf(out, ",%zu\n", compare_cell(c, plot->row[i],
							       treatment[t])->nr_units);
		}
	}
	return plot_csv(job, name, &file);
}

const struct plot_kind plot_memory_kind = {
	"memory", "memory against speed", "memory.gp", NULL
};

int plot_memory(const struct plot_job *job, const struct memory_plot *plot,
		const char *name)
{
	int rc = write_memory_csv(job, plot, name);
	if (rc == 0)
		rc = write_points(job, plot);
	if (rc == 0)
		rc = write_panels(job, plot);
	if (rc == 0)
		rc = write_names(job, plot);
	if (rc == 0)
		rc = write_axis(job, plot);
	if (rc == 0)
		rc = plot_campaign_title(job, &plot->part->compare,
					 "Memory against speed: left is cheaper, down is less memory; dashed: ",
					 plot->part->compare.side[0].name);
	if (rc == 0)
		rc = write_caption(job, plot);
	return rc != 0 ? rc : plot_draw(job, &plot_memory_kind, name, name);
}
