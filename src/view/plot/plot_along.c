/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of how long touches took along the region: windows of fault-ahead,
 * page blocks and nodes show as steps or as teeth. A panel for each line.
 */
#include "view/plot/plot_group.h"

#include <math.h>
#include <stdlib.h>

#include "fault/latency.h"
#include "stats/estimate.h"
#include "view/table/csv.h"

/* What along.gp has room for. */
enum { PANELS = 4, NAME_COLUMNS = 110 };

static bool has_along(const struct sample *sample)
{
	return sample->latency && sample->latency->nr_slices > 1 &&
	       sample->bytes.known;
}

/* The first of those that are drawn: the others must have its slices. */
static const struct sample *first_along(const struct sample_list *samples)
{
	for (size_t i = 0; i < samples->n; i++)
		if (has_along(samples->sample[i]))
			return samples->sample[i];
	return NULL;
}

static bool any_along(const struct sample_list *samples)
{
	return first_along(samples) != NULL;
}

/* ---- slices over repetitions ---- */

struct slice {
	struct real median_ns, median_max_ns, max_ns;
	size_t nr_reps;
};

/* A file may have any number. */
static bool is_time(double value)
{
	return value >= 0 && value < 1e24;
}

static struct real median_of(const double values[], size_t n)
{
	return n > 0 ? estimate_of(values, n).median : (struct real){ 0 };
}

static struct slice slice_of(const struct sample_list *samples, size_t i,
			     double *median, double *max)
{
	const struct sample *like = first_along(samples);
	struct slice slice = { 0 };
	for (size_t j = 0; j < samples->n; j++) {
		const struct sample *sample = samples->sample[j];
		if (!has_along(sample) || sample->latency->nr_slices !=
						  like->latency->nr_slices)
			continue;
		const struct latency_slice *of = &sample->latency->along[i];
		if (!is_time(of->median) || !is_time(of->max))
			continue;
		median[slice.nr_reps] = of->median;
		max[slice.nr_reps++] = of->max;
		slice.max_ns = real_of(fmax(slice.max_ns.value, of->max));
	}
	slice.median_ns = median_of(median, slice.nr_reps);
	slice.median_max_ns = median_of(max, slice.nr_reps);
	return slice;
}

/* What is drawn, and the one scale of all panels. */
struct drawing {
	const struct plot_group *group;
	struct plot_curve curve[PANELS];
	size_t n, nr_left_out;
	double least, most;
	size_t reps_least, reps_most;
};

struct files {
	struct text_stream data, csv;
};

static void put_slice(struct files *files, const struct slice *slice,
		      double offset_bytes, const char *name)
{
	fprintf(files->data.out, "%.10g\t", offset_bytes / 0x1p20);
	plot_number(files->data.out, slice->median_ns);
	fputc('\t', files->data.out);
	plot_number(files->data.out, slice->median_max_ns);
	fputc('\n', files->data.out);
	csv_text(files->csv.out, name);
	fprintf(files->csv.out, ",%zu,%.0f,", slice->nr_reps, offset_bytes);
	csv_real(files->csv.out, slice->median_ns);
	fputc(',', files->csv.out);
	csv_real(files->csv.out, slice->median_max_ns);
	fputc(',', files->csv.out);
	csv_real(files->csv.out, slice->max_ns);
	fputc('\n', files->csv.out);
}

static void stretch(struct drawing *drawing, const struct slice *slice)
{
	if (slice->nr_reps == 0)
		return;
	/* The axis is logarithmic: a clock that did not move is not on it. */
	if (slice->median_ns.value > 0)
		drawing->least = fmin(drawing->least, slice->median_ns.value);
	drawing->most = fmax(drawing->most, slice->median_max_ns.value);
	if (slice->nr_reps < drawing->reps_least)
		drawing->reps_least = slice->nr_reps;
	if (slice->nr_reps > drawing->reps_most)
		drawing->reps_most = slice->nr_reps;
}

static void put_panel(struct files *files, struct drawing *drawing, size_t i)
{
	const struct sample_list *samples = drawing->curve[i].samples;
	const struct sample *like = first_along(samples);
	const size_t n = like->latency->nr_slices;
	const double wide = (double)like->bytes.value / (double)n;
	double *median = calloc(samples->n, sizeof(*median));
	double *max = calloc(samples->n, sizeof(*max));
	char *name = plot_curve_name(drawing->group, drawing->curve, drawing->n, i);
	fprintf(files->data.out, "%sslices\n", i ? "\n\n" : "");
	for (size_t slice = 0; median && max && slice < n; slice++) {
		const struct slice of = slice_of(samples, slice, median, max);
		put_slice(files, &of, (double)slice * wide, name);
		stretch(drawing, &of);
	}
	free(name);
	free(max);
	free(median);
}

static int write_slices(const struct plot_job *job, struct drawing *drawing,
			const char *name)
{
	struct files files;
	const char *unit = plot_group_has_times(drawing->group) ? "ns" :
								   "instructions";
	text_open(&files.data);
	fprintf(text_open(&files.csv), "series,nr_reps,offset_bytes,median_%s,median_of_longest_%s,longest_%s\n",
		unit, unit, unit);
	for (size_t i = 0; i < drawing->n; i++)
		put_panel(&files, drawing, i);
	const int rc = plot_csv(job, name, &files.csv);
	const int data = plot_file(job, job->work, "data.txt", &files.data);
	return rc != 0 ? rc : data;
}

static int write_panels(const struct plot_job *job, const struct drawing *drawing)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	for (size_t i = 0; i < drawing->n; i++) {
		plot_name(out, plot_curve_name(drawing->group, drawing->curve,
					       drawing->n, i), NAME_COLUMNS);
		fprintf(out, "\t%.10g\n",
			(double)first_along(drawing->curve[i].samples)->bytes.value /
				0x1p20);
	}
	return plot_file(job, job->work, "panels.txt", &file);
}

static int write_axis(const struct plot_job *job, const struct drawing *drawing)
{
	struct text_stream file;
	fprintf(text_open(&file), "%.10g\t%.10g\t%d\t%s\n",
		isfinite(drawing->least) ? drawing->least : 1,
		drawing->most > 0 ? drawing->most : 10,
		plot_group_has_times(drawing->group),
		plot_group_touch_axis(drawing->group));
	return plot_file(job, job->work, "axis.txt", &file);
}

static char *counts_of(const struct drawing *drawing)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fputs("The region in equal slices (1024, or a page each); medians over ",
	      out);
	plot_put_n(out, drawing->reps_least, drawing->reps_most);
	fputs(" of a slice's median, and of its longest touch. The time stamp's own cost is in each.",
	      out);
	plot_put_left_out(out, drawing->group, drawing->nr_left_out);
	return text_close(&stream);
}

static size_t count_lines(const struct plot_group *group)
{
	return plot_count_curves(group, any_along);
}

static size_t take_lines(const struct plot_group *group, size_t first)
{
	return plot_take_curves(group, any_along, first, PANELS);
}

static const struct plot_kind along_kind = {
	"latency-along", "how long touches took along the region", "along.gp", NULL
};

static int draw_along(const struct plot_job *job, const struct plot_group *group,
		      size_t first, size_t n, size_t nr_left_out,
		      const char *name)
{
	struct drawing drawing = {
		.group = group, .n = n, .nr_left_out = nr_left_out,
		.least = INFINITY, .reps_least = SIZE_MAX,
	};
	for (size_t i = 0; i < n; i++)
		drawing.curve[i] = plot_nth_curve(group, any_along, first + i);
	int rc = write_slices(job, &drawing, name);
	if (rc == 0)
		rc = write_panels(job, &drawing);
	if (rc == 0)
		rc = write_axis(job, &drawing);
	if (rc == 0)
		rc = plot_group_words(job, group,
				      "How long touches took along the region",
				      drawing.curve, n, counts_of(&drawing));
	return rc != 0 ? rc : plot_draw(job, &along_kind, name, name);
}

const struct plot_sort plot_along_sort = {
	&along_kind, count_lines, take_lines, draw_along
};
