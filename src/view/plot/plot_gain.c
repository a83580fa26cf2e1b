/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Did it help, where, and how sure: for each workload of a campaign that is
 * measured with several numbers of tasks a panel, for each treatment a curve of
 * how it stands to the first one (gain), or to the first one with the fewest
 * tasks (scaling); and beside it published tables of the same workload.
 */
#include "view/plot/plot_gain.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fault/engine.h"
#include "view/bar_text.h"
#include "view/table/csv.h"

enum { NAME_COLUMNS = 60, PANEL_COLUMNS = 78 };

/* ---- what the axes have to hold ---- */

struct axes {
	uint64_t threads_least, threads_most;
	double least, most;	/* of ratios, with their intervals */
	double highest;		/* of ratios alone */
};

/* An interval that is longer would leave the curves with nothing to be seen. */
static const double HIGHEST_SHARE = 1.5;

static double low_of(const struct ratio *ratio)
{
	return ratio->low.known ? ratio->low.value : ratio->value.value;
}

static double high_of(const struct ratio *ratio)
{
	return ratio->high.known ? ratio->high.value : ratio->value.value;
}

static void hold(struct axes *axes, const struct gain_point *at)
{
	if (at->threads < axes->threads_least)
		axes->threads_least = at->threads;
	if (at->threads > axes->threads_most)
		axes->threads_most = at->threads;
	axes->least = fmin(axes->least, low_of(&at->ratio));
	axes->most = fmax(axes->most, high_of(&at->ratio));
	axes->highest = fmax(axes->highest, at->ratio.value.value);
}

static struct axes axes_of(const struct gain_plot *plot,
			   const struct gain_curves *curves)
{
	struct axes axes = { UINT64_MAX, 1, 1, 1, 1 };
	for (size_t p = 0; p < gain_nr_panels(plot); p++) {
		for (size_t i = 0; i < curves->n; i++) {
			struct gain_points points =
				gain_points_of(plot, p, &curves->curve[i]);
			for (size_t j = 0; j < points.n; j++)
				hold(&axes, &points.point[j]);
			free(points.point);
		}
	}
	axes.most = fmin(axes.most, axes.highest * HIGHEST_SHARE);
	axes.least = plot->scaling ? 0 : axes.least;
	return axes;
}

/* ---- numbers at the ends of curves ---- */

struct label {
	double value, at;	/* what it says, and where: not in another */
	bool any;
};

/* What a line of text takes of a panel's height. */
static const double LABEL_SHARE = 0.065;

static void move_apart(struct label label[], size_t n, double apart)
{
	double above = INFINITY;
	for (size_t placed = 0; placed < n; placed++) {
		struct label *next = NULL;
		for (size_t i = 0; i < n; i++)
			if (label[i].any && isnan(label[i].at) &&
			    (!next || label[i].value > next->value))
				next = &label[i];
		if (!next)
			return;
		next->at = fmin(next->value, above - apart);
		above = next->at;
	}
}

static void place_labels(const struct gain_points points[], size_t n,
			 const struct axes *axes, struct label label[])
{
	for (size_t i = 0; i < n; i++) {
		label[i] = (struct label){ .at = NAN, .any = points[i].n > 0 };
		if (label[i].any)
			label[i].value = points[i].point[points[i].n - 1].ratio.value.value;
	}
	move_apart(label, n, (axes->most - axes->least) * LABEL_SHARE);
}

/* ---- data files ---- */

static void put_curve(FILE *out, const struct gain_points *points,
		      const struct label *label)
{
	fputs("curve\n", out);
	for (size_t j = 0; j < points->n; j++) {
		const struct gain_point *at = &points->point[j];
		fprintf(out, "%" PRIu64 "\t%.10g\t%.10g\t%.10g", at->threads,
			at->ratio.value.value, low_of(&at->ratio),
			high_of(&at->ratio));
		if (j == points->n - 1)
			fprintf(out, "\t%.10g\t%.2f\n", label->at, label->value);
		else
			fputs("\tNaN\t-\n", out);
	}
	if (points->n == 0)
		fputs("1\tNaN\tNaN\tNaN\tNaN\t-\n", out);
}

static void put_panel(FILE *out, const struct gain_plot *plot, size_t panel,
		      const struct gain_curves *curves, const struct axes *axes)
{
	struct gain_points points[GAIN_CURVES];
	struct label label[GAIN_CURVES];
	for (size_t i = 0; i < curves->n; i++)
		points[i] = gain_points_of(plot, panel, &curves->curve[i]);
	place_labels(points, curves->n, axes, label);
	for (size_t i = 0; i < curves->n; i++) {
		fputs(panel + i > 0 ? "\n\n" : "", out);
		put_curve(out, &points[i], &label[i]);
		free(points[i].point);
	}
}

static int write_data(const struct plot_job *job, const struct gain_plot *plot,
		      const struct gain_curves *curves)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	const struct axes axes = axes_of(plot, curves);
	for (size_t p = 0; p < gain_nr_panels(plot); p++)
		put_panel(out, plot, p, curves, &axes);
	return plot_file(job, job->work, "data.txt", &file);
}

/* "2004" of "2004-12-14T01:32:09Z"; "" where it is unknown. */
static int year_columns(const struct sample *sample)
{
	return sample->time && strspn(sample->time, "0123456789") == 4 ? 4 : 0;
}

static char *curve_name(const struct gain_plot *plot, const struct gain_curve *curve)
{
	if (!curve->label)
		return text_shown(plot->part->compare.side[curve->treatment].name);
	char *label = text_shown(curve->label);
	const int year = year_columns(curve->like);
	struct text_stream stream;
	fprintf(text_open(&stream), "%.*s%s%s, %s", year,
		year ? curve->like->time : "", year ? ": " : "", label,
		curve->cpu ? "CPU" : "wall");
	free(label);
	return text_close(&stream);
}

static int write_names(const struct plot_job *job, const struct gain_plot *plot,
		       const struct gain_curves *curves)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	for (size_t i = 0; i < curves->n; i++) {
		plot_name(out, curve_name(plot, &curves->curve[i]), NAME_COLUMNS);
		fprintf(out, "\t%d\n", curves->curve[i].label != NULL);
	}
	return plot_file(job, job->work, "names.txt", &file);
}

/* Whether a part of a row's name is its number of tasks, which the axis has. */
static bool is_tasks(const char *word, size_t n)
{
	const size_t digits = strspn(word, "0123456789");
	const char *rest = word + digits;
	return digits > 0 && digits < n &&
	       (strncmp(rest, " thread", 7) == 0 || strncmp(rest, " process", 8) == 0);
}

static char *workload_name(const struct gain_plot *plot, size_t panel)
{
	char *row = plot_row_name(&plot->part->compare,
				  gain_workload(plot, panel));
	struct text_stream stream;
	FILE *out = text_open(&stream);
	const char *end;
	for (const char *at = row; at; at = end ? end + 2 : NULL) {
		end = strstr(at, ", ");
		const size_t n = end ? (size_t)(end - at) : strlen(at);
		if (!is_tasks(at, n))
			fprintf(out, "%s%.*s", ftell(out) > 0 ? ", " : "", (int)n, at);
	}
	free(row);
	return text_close(&stream);
}

static const char *measure_of(const struct gain_plot *plot, size_t panel)
{
	const struct sample *like = gain_like(&plot->part->compare,
					    gain_workload(plot, panel));
	if (text_same(like->accounting, "classic"))
		return "fork to exit";
	return gain_is_with_unmapping(plot, panel) ? "fault and unmapping" : "fault";
}

static int write_panels(const struct plot_job *job, const struct gain_plot *plot)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	for (size_t p = 0; p < gain_nr_panels(plot); p++) {
		char *workload = workload_name(plot, p), *name;
		struct text_stream stream;
		fprintf(text_open(&stream), "%s: %s", workload,
			measure_of(plot, p));
		name = text_close(&stream);
		plot_name(out, name, PANEL_COLUMNS);
		fputc('\n', out);
		free(workload);
	}
	return plot_file(job, job->work, "panels.txt", &file);
}

/* "Threads", or "Processes" where all are. */
static const char *tasks_of(const struct gain_plot *plot)
{
	for (size_t i = 0; i < plot->nr_workloads; i++)
		if (!text_same(gain_like(&plot->part->compare, plot->row[i])->tasks,
			       "processes"))
			return "Threads";
	return "Processes";
}

/* "1 thread of stock" */
static void put_base(FILE *out, const struct gain_plot *plot)
{
	const uint64_t n = gain_base_threads(plot, plot->row[0]);
	const bool processes = text_same(tasks_of(plot), "Processes");
	fprintf(out, "%" PRIu64 " %s%s of ", n, processes ? "process" : "thread",
		n == 1 ? "" : processes ? "es" : "s");
	fputs(plot->part->compare.side[0].name, out);
}

/* What the numbers are, beside the axis. */
static void put_axis(FILE *out, const struct gain_plot *plot)
{
	const struct compare *c = &plot->part->compare;
	const char *emulated = engine_find(c->engine)->emulated ? "emulated " : "";
	struct text_stream stream;
	FILE *text = text_open(&stream);
	if (plot->scaling) {
		fprintf(text, "%srate: 1 is ", emulated);
		put_base(text, plot);
	} else if (c->exact) {
		fputs("times fewer instructions", text);
	} else {
		fprintf(text, "times less %stime", emulated);
	}
	plot_name(out, text_close(&stream), 44);
}

static int write_axis(const struct plot_job *job, const struct gain_plot *plot,
		      const struct gain_curves *curves)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	const struct axes axes = axes_of(plot, curves);
	const double pad = fmax((axes.most - axes.least) * 0.08, 0.03);
	fprintf(out, "%" PRIu64 "\t%" PRIu64 "\t%.10g\t%.10g\t",
		axes.threads_least < axes.threads_most ? axes.threads_least : 1,
		axes.threads_most, axes.least - (plot->scaling ? 0 : pad),
		axes.most + pad);
	put_axis(out, plot);
	fprintf(out, "\t%s\n", tasks_of(plot));
	return plot_file(job, job->work, "axis.txt", &file);
}

/* ---- the words around ---- */

static void put_what(FILE *out, const struct gain_plot *plot)
{
	const struct compare *c = &plot->part->compare;
	char *first = text_shown(c->side[0].name), *unit = text_shown(c->unit);
	if (plot->scaling)
		fprintf(out, "Pages touched per second, as a multiple of what %s does with the fewest tasks.", first);
	else
		fprintf(out, "What a page costs with %s over what it costs with each: above the line at 1 it is cheaper.", first);
	if (c->one_layout)
		fputs(" exact: the same on every run, so that there is no interval", out);
	else if (c->nr_planned < 2)
		fprintf(out, " One %s of each: no interval is known", unit);
	else
		fprintf(out, " Upright bars: 95%% intervals over %zu %ss, not over repetitions; one that leaves the panel goes on",
			c->nr_planned, unit);
	fprintf(out, "; %zu repetition%s in one.", c->nr_reps,
		c->nr_reps == 1 ? "" : "s");
	free(first);
	free(unit);
}

static void put_past(FILE *out, const struct gain_plot *plot,
		     const struct gain_curves *curves)
{
	const struct compare *c = &plot->part->compare;
	bool any = false;
	for (size_t i = 0; i < curves->n; i++)
		any = any || curves->curve[i].label;
	if (!any)
		return;
	fputs(" Dashed: published tables of the same bytes and page size, ", out);
	for (size_t w = 0; w < plot->nr_workloads; w++) {
		struct past past[PASTS_MOST];
		if (plot_past_find(plot->plain, plot->past,
				   gain_like(c, plot->row[w]), past) == 0)
			continue;
		char *first = text_shown(past[0].first->like->kernel);
		fprintf(out, "held against %s", first);
		free(first);
		break;
	}
	fputs(": sums over repetitions that have fork, exit and unmapping in them, so without intervals; INVALID rows are left out.",
	      out);
}

static char *counts_of(const struct gain_plot *plot, const struct gain_curves *curves)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	put_what(out, plot);
	put_past(out, plot, curves);
	bar_text_put_left_out(out, &plot->part->records, &plot->part->compare);
	if (curves->nr_left_out > 0)
		fprintf(out, " %zu more curves have no room here: the table has them.",
			curves->nr_left_out);
	return text_close(&stream);
}

/* Up to its first comma: "6.12.117" of a kernel, "arm64 guest" of a guest. */
static int first_part(const char *text)
{
	return (int)strcspn(text, ",");
}

/* Two parts of one file may be told apart by that alone. */
static int write_title(const struct plot_job *job, const struct gain_plot *plot)
{
	const struct compare *c = &plot->part->compare;
	const char *guest = facts_text(c->run, "guest");
	const char *kernel = c->side[0].what;
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (plot->scaling)
		put_base(out, plot);
	else
		fputs(c->side[0].name, out);
	if (*kernel && *kernel != '/')
		fprintf(out, ", %.*s", first_part(kernel), kernel);
	if (guest)
		fprintf(out, ", %.*s", first_part(guest), guest);
	char *base = text_close(&stream);
	const int rc = plot_campaign_title(job, c, plot->scaling ?
		"How the rate grows with threads: times that of " :
		"Did it help: how many times cheaper than ", base);
	free(base);
	return rc;
}

static int write_caption(const struct plot_job *job,
			 const struct gain_plot *plot,
			 const struct gain_curves *curves)
{
	size_t treatment[GAIN_CURVES + 1] = { 0 }, n = 1;
	for (size_t i = 0; i < curves->n; i++)
		if (!curves->curve[i].label && curves->curve[i].treatment > 0)
			treatment[n++] = curves->curve[i].treatment;
	const struct plot_source source = {
		.part = plot->part, .treatment = treatment, .nr_sides = n,
	};
	return plot_caption(job, &source, counts_of(plot, curves),
			    &plot_room_grows);
}

static void put_line(FILE *out, const struct gain_plot *plot, size_t panel,
		     const struct gain_curve *curve)
{
	struct gain_points points = gain_points_of(plot, panel, curve);
	char *workload = workload_name(plot, panel), *name = curve_name(plot, curve);
	for (size_t j = 0; j < points.n; j++) {
		const struct gain_point *at = &points.point[j];
		csv_text(out, workload);
		fputc(',', out);
		csv_text(out, measure_of(plot, panel));
		fputc(',', out);
		csv_text(out, name);
		fprintf(out, ",%s,%" PRIu64 ",", curve->label ? "published" : "measured",
			at->threads);
		csv_real(out, at->ratio.value);
		fputc(',', out);
		csv_real(out, at->ratio.low);
		fputc(',', out);
		csv_real(out, at->ratio.high);
		fputc(',', out);
		if (!curve->label)
			fprintf(out, "%zu", at->nr_units);
		fputc('\n', out);
	}
	free(workload);
	free(name);
	free(points.point);
}

static int write_csv(const struct plot_job *job, const struct gain_plot *plot,
		     const struct gain_curves *curves, const char *name)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	fputs("workload,of,series,what,threads,ratio,ratio_low95,ratio_high95,nr_units\n",
	      out);
	for (size_t p = 0; p < gain_nr_panels(plot); p++)
		for (size_t i = 0; i < curves->n; i++)
			put_line(out, plot, p, &curves->curve[i]);
	return plot_csv(job, name, &file);
}

const struct plot_kind plot_gain_kind = {
	"gain", "gain against threads", "gain.gp", "gain"
};
const struct plot_kind plot_scaling_kind = {
	"scaling", "rate against threads, beside published ones", "gain.gp", "scaling"
};

int plot_gain(const struct plot_job *job, const struct gain_plot *plot,
	      const char *name)
{
	const struct plot_kind *kind = plot->scaling ? &plot_scaling_kind :
						       &plot_gain_kind;
	const struct gain_curves curves = gain_curves_of(plot);
	int rc = write_csv(job, plot, &curves, name);
	if (rc == 0)
		rc = write_data(job, plot, &curves);
	if (rc == 0)
		rc = write_names(job, plot, &curves);
	if (rc == 0)
		rc = write_panels(job, plot);
	if (rc == 0)
		rc = write_axis(job, plot, &curves);
	if (rc == 0)
		rc = write_title(job, plot);
	if (rc == 0)
		rc = write_caption(job, plot, &curves);
	return rc != 0 ? rc : plot_draw(job, kind, name, name);
}
