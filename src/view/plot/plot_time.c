/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of CPU and wall time as bars, and the numbers they show. All are of
 * one repetition: sums, as classic accounting has them, are divided first.
 */
#include "view/plot/plot_build.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "view/table/csv.h"
#include "analysis/summary.h"

/*
 * Where one panel's highest bar is more than so many times another's, one scale
 * would leave the other with nothing to be seen.
 */
enum { SCALES_APART = 5 };

/* What is drawn of a row: seconds per repetition. */
struct bars {
	struct real user_s, system_s;	/* known where they are drawn */
	struct real cpu_s;
	struct real wall_s;
};

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

/* A sum of 3 repetitions beside one of 10 would compare nothing. */
static struct real per_repetition(const struct summary *s, struct real time)
{
	if (s->sums && s->nr_reps > 0)
		time.value /= (double)s->nr_reps;
	return time;
}

static struct bars bars_of(const struct summary *s)
{
	const bool split = is_split(s);
	return (struct bars){
		.user_s = per_repetition(s, only_if(split, s->user_s)),
		.system_s = per_repetition(s, only_if(split, s->system_s)),
		.cpu_s = per_repetition(s, s->cpu_s),
		.wall_s = per_repetition(s, s->wall_s),
	};
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
	struct text_stream file;
	FILE *out = text_open(&file);
	for (size_t i = 0; i < picture->n; i++) {
		const struct series *series = &picture->series[i];
		/* Labels of at most two dozen bars are legible. */
		const size_t step = series->n / 24 + 1;
		fprintf(out, "%sname\n", i ? "\n\n" : "");
		for (size_t j = 0; j < series->n; j++) {
			const struct summary *s = series->point[j];
			const struct bars bars = bars_of(s);
			fprintf(out, "%zu\t", j + 1);
			if (j % step == 0)
				fprintf(out, "%" PRIu64, series_threads(s));
			fputc('\t', out);
			plot_number(out, bars.user_s);
			fputc('\t', out);
			plot_number(out, bars.system_s);
			fputc('\t', out);
			plot_number(out, only_if(!is_split(s), bars.cpu_s));
			fputc('\t', out);
			plot_number(out, bars.wall_s);
			fputc('\n', out);
		}
	}
	return plot_file(job, job->work, "panels.txt", &file);
}

static double highest_bar(const struct summary *s)
{
	const struct bars bars = bars_of(s);
	const double wall = bars.wall_s.known ? bars.wall_s.value : 0.0;
	const double cpu = is_split(s) ? bars.user_s.value + bars.system_s.value :
			   bars.cpu_s.known ? bars.cpu_s.value : 0.0;
	return fmax(wall, cpu);
}

static double highest_in(const struct series *series)
{
	double top = 0.0;
	for (size_t i = 0; i < series->n; i++)
		top = fmax(top, highest_bar(series->point[i]));
	return top;
}

/* Of a picture's panels; one without any bar has no say in it. */
struct scale {
	double top;		/* the highest bar of all, in seconds */
	bool own;		/* each panel to its own */
};

static struct scale scale_of(const struct picture *picture)
{
	double lowest = INFINITY, highest = 0.0;
	for (size_t i = 0; i < picture->n; i++) {
		const double top = highest_in(&picture->series[i]);
		highest = fmax(highest, top);
		if (top > 0.0)
			lowest = fmin(lowest, top);
	}
	return (struct scale){ .top = highest,
			       .own = highest > lowest * SCALES_APART };
}

static int write_names(const struct plot_job *job,
			const struct picture *picture)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	const struct scale scale = scale_of(picture);
	for (size_t i = 0; i < picture->n; i++) {
		const double top = highest_in(&picture->series[i]);
		plot_name(out, series_name(picture, i),
			  picture->n > 1 ? 56 : 110);
		fprintf(out, "\t%.10g\n",
			scale.own && top > 0.0 ? top : scale.top);
	}
	return plot_file(job, job->work, "names.txt", &file);
}

static int write_axis(const struct plot_job *job, const struct picture *picture)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	size_t bars = 0;
	bool unsplit = false, divided = false;
	for (size_t i = 0; i < picture->n; i++) {
		const struct series *series = &picture->series[i];
		bars = series->n > bars ? series->n : bars;
		for (size_t j = 0; j < series->n; j++) {
			const struct summary *s = series->point[j];
			unsplit = unsplit || (!is_split(s) && s->cpu_s.known);
			divided = divided || (s->sums && s->nr_reps > 1);
		}
	}
	fprintf(out, "%zu\t%d\t%d\t%d\n", bars, unsplit,
		scale_of(picture).own, divided);
	return plot_file(job, job->work, "axis.txt", &file);
}

static int write_time_csv(const struct plot_job *job, const struct picture *picture,
			  const char *name)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	fputs("series,threads,user_s,system_s,cpu_s,wall_s,nr_reps,times_were_sums\n",
	      out);
	for (size_t i = 0; i < picture->n; i++) {
		char *series = series_name(picture, i);
		for (size_t j = 0; j < picture->series[i].n; j++) {
			const struct summary *s = picture->series[i].point[j];
			const struct bars bars = bars_of(s);
			const struct real part[] = {
				bars.user_s, bars.system_s, bars.cpu_s,
				bars.wall_s,
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
	return plot_csv(job, name, &file);
}

const struct plot_kind plot_time_kind = {
	"cpu-time", "user, system and wall time", "cpu-time.gp", NULL
};

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
		rc = plot_series_words(job, picture, NULL, PLOT_BAR_PAIRS);
	return rc != 0 ? rc : plot_draw(job, &plot_time_kind, name, name);
}
