/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of CPU and wall time as bars, and the numbers they show.
 */
#include "view/plot_build.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "view/csv.h"
#include "view/summary.h"

/* Where user and system are unknown or noise: one bar for their sum. */
static bool is_split(const struct summary *s)
{
	return s->user_s.known && s->system_s.known && !s->few_ticks;
}

static struct real only_if(bool wanted, struct real real)
{
	real.known = real.known && wanted;
	return real;
}

bool plot_any_time(const struct picture *picture)
{
	for (size_t i = 0; i < picture->n; i++)
		for (size_t j = 0; j < picture->series[i].n; j++)
			if (picture->series[i].point[j]->wall_s.known ||
			    picture->series[i].point[j]->cpu_s.known)
				return true;
	return false;
}

static int write_panels(const struct plot_job *job,
			const struct picture *picture)
{
	struct caption_stream file;
	FILE *out = caption_open(&file);
	for (size_t i = 0; i < picture->n; i++) {
		const struct series *series = &picture->series[i];
		/* Labels of at most two dozen bars are legible. */
		const size_t step = series->n / 24 + 1;
		fprintf(out, "%sname\n", i ? "\n\n" : "");
		for (size_t j = 0; j < series->n; j++) {
			const struct summary *s = series->point[j];
			const bool split = is_split(s);
			fprintf(out, "%zu\t", j + 1);
			if (j % step == 0)
				fprintf(out, "%" PRIu64, series_threads(s));
			fputc('\t', out);
			plot_number(out, only_if(split, s->user_s));
			fputc('\t', out);
			plot_number(out, only_if(split, s->system_s));
			fputc('\t', out);
			plot_number(out, only_if(!split, s->cpu_s));
			fputc('\t', out);
			plot_number(out, s->wall_s);
			fputc('\n', out);
		}
	}
	return plot_file(job, job->work, "panels.txt", &file);
}

static int write_names(const struct plot_job *job,
			const struct picture *picture)
{
	struct caption_stream file;
	FILE *out = caption_open(&file);
	for (size_t i = 0; i < picture->n; i++) {
		char *name = plot_legend(series_name(picture, i),
					 picture->n > 1 ? 56 : 110);
		plot_field(out, *name ? name : "-");
		fputc('\n', out);
		free(name);
	}
	return plot_file(job, job->work, "names.txt", &file);
}

static double highest_bar(const struct summary *s)
{
	const double wall = s->wall_s.known ? s->wall_s.value : 0.0;
	const double cpu = is_split(s) ? s->user_s.value + s->system_s.value :
			   s->cpu_s.known ? s->cpu_s.value : 0.0;
	return fmax(wall, cpu);
}

static int write_axis(const struct plot_job *job, const struct picture *picture)
{
	struct caption_stream file;
	FILE *out = caption_open(&file);
	double top = 0.0;
	size_t bars = 0;
	bool unsplit = false;
	for (size_t i = 0; i < picture->n; i++) {
		const struct series *series = &picture->series[i];
		bars = series->n > bars ? series->n : bars;
		for (size_t j = 0; j < series->n; j++) {
			const struct summary *s = series->point[j];
			top = fmax(top, highest_bar(s));
			unsplit = unsplit || (!is_split(s) && s->cpu_s.known);
		}
	}
	fprintf(out, "%s\t%zu\t%.10g\t%d\n",
		picture->series[0].point[0]->sums ?
			"time, sum of repetitions" :
			"time per repetition",
		bars, top, unsplit);
	return plot_file(job, job->work, "axis.txt", &file);
}

static int write_time_csv(const struct plot_job *job, const struct picture *picture,
			  const char *name)
{
	struct caption_stream file;
	FILE *out = caption_open(&file);
	char path[300];
	fputs("series,threads,user_s,system_s,cpu_s,wall_s,nr_reps,times_are_sums\n",
	      out);
	for (size_t i = 0; i < picture->n; i++) {
		char *series = series_name(picture, i);
		for (size_t j = 0; j < picture->series[i].n; j++) {
			const struct summary *s = picture->series[i].point[j];
			const struct real part[] = {
				only_if(is_split(s), s->user_s),
				only_if(is_split(s), s->system_s), s->cpu_s,
				s->wall_s,
			};
			csv_text(out, series);
			fprintf(out, ",%" PRIu64, series_threads(s));
			for (size_t k = 0; k < ARRAY_SIZE(part); k++) {
				fputc(',', out);
				csv_real(out, part[k]);
			}
			fprintf(out, ",%" PRIu64 ",%s\n", s->nr_reps,
				s->sums ? "true" : "false");
		}
		free(series);
	}
	snprintf(path, sizeof(path), "%s.csv", name);
	return plot_file(job, job->dir, path, &file);
}

int plot_time(const struct plot_job *job, const struct picture *picture,
		     const char *name)
{
	int rc = write_time_csv(job, picture, name);
	if (rc == 0)
		rc = write_panels(job, picture);
	if (rc == 0)
		rc = write_names(job, picture);
	if (rc == 0)
		rc = write_axis(job, picture);
	if (rc == 0)
		rc = plot_tasks(job, picture);
	if (rc == 0)
		rc = plot_title(job, picture);
	if (rc == 0)
		rc = plot_caption(job, picture, false);
	return rc != 0 ? rc : plot_draw(job, "cpu-time.gp", NULL, name);
}
