/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of how much memory came of what was touched. Where the region's RSS
 * is unknown its pages present stand for it.
 */
#include "view/plot/plot_build.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "view/table/csv.h"

/* Above three names, and the line's, the key has two columns (rss.gp). */
enum { ONE_COLUMN = 3, WIDE_NAME = 100, NAME = 62 };

/* Means over repetitions. */
struct memory {
	struct real touched_bytes, resident_bytes;
};

static struct real bytes_of(struct count pages, struct count page_bytes)
{
	return (struct real){ (double)pages.value * (double)page_bytes.value,
			      pages.known && page_bytes.known };
}

static struct real resident(const struct sample *sample)
{
	if (sample->rss_bytes.known)
		return real_of((double)sample->rss_bytes.value);
	return bytes_of(sample->pages_present, sample->page_bytes);
}

static void add(struct real *sum, struct real part)
{
	sum->value += part.value;
	sum->known = sum->known && part.known;
}

static struct memory memory_of(const struct summary *point)
{
	const struct sample_list *samples = &point->row->measured;
	const double n = (double)samples->n;
	struct memory memory = { { 0, true }, { 0, true } };
	for (size_t i = 0; i < samples->n; i++) {
		const struct sample *sample = samples->sample[i];
		add(&memory.touched_bytes, bytes_of(sample->pages,
						    sample->page_bytes));
		add(&memory.resident_bytes, resident(sample));
	}
	/* Logarithms are taken of both. */
	if (!memory.touched_bytes.known || !memory.resident_bytes.known ||
	    !(memory.touched_bytes.value > 0 && memory.resident_bytes.value > 0))
		return (struct memory){ 0 };
	return (struct memory){ real_of(memory.touched_bytes.value / n),
				real_of(memory.resident_bytes.value / n) };
}

static bool is_near(double a, double b)
{
	return fabs(a - b) <= 0.001 * fabs(b);
}

/* One point where all that was touched is there, and no more, shows nothing. */
bool plot_any_rss(const struct picture *picture)
{
	struct memory first = { 0 };
	for (size_t i = 0; i < picture->n; i++) {
		for (size_t j = 0; j < picture->series[i].n; j++) {
			const struct memory memory =
				memory_of(picture->series[i].point[j]);
			if (!memory.touched_bytes.known)
				continue;
			if (!first.touched_bytes.known)
				first = memory;
			if (!is_near(memory.resident_bytes.value,
				     memory.touched_bytes.value) ||
			    !is_near(memory.touched_bytes.value,
				     first.touched_bytes.value))
				return true;
		}
	}
	return false;
}

static int write_points(const struct plot_job *job, const struct picture *picture)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	for (size_t i = 0; i < picture->n; i++) {
		fprintf(out, "%spoints\n", i ? "\n\n" : "");
		for (size_t j = 0; j < picture->series[i].n; j++) {
			const struct memory memory =
				memory_of(picture->series[i].point[j]);
			plot_number(out, memory.touched_bytes);
			fputc('\t', out);
			plot_number(out, memory.resident_bytes);
			fputc('\n', out);
		}
	}
	return plot_file(job, job->work, "data.txt", &file);
}

static int write_names(const struct plot_job *job, const struct picture *picture)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	for (size_t i = 0; i < picture->n; i++) {
		plot_name(out, series_name(picture, i),
			  picture->n > ONE_COLUMN ? NAME : WIDE_NAME);
		fputc('\n', out);
	}
	return plot_file(job, job->work, "names.txt", &file);
}

static int write_axis(const struct plot_job *job, const struct picture *picture)
{
	double least = INFINITY, most = 0;
	struct text_stream file;
	for (size_t i = 0; i < picture->n; i++) {
		for (size_t j = 0; j < picture->series[i].n; j++) {
			const struct memory memory =
				memory_of(picture->series[i].point[j]);
			const double touched = memory.touched_bytes.value;
			const double resident_bytes = memory.resident_bytes.value;
			if (!memory.touched_bytes.known)
				continue;
			least = fmin(least, fmin(touched, resident_bytes));
			most = fmax(most, fmax(touched, resident_bytes));
		}
	}
	fprintf(text_open(&file), "%.10g\t%.10g\n", least, most);
	return plot_file(job, job->work, "axis.txt", &file);
}

static int write_rss_csv(const struct plot_job *job, const struct picture *picture,
			 const char *name)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	fputs("series,threads,touched_bytes,rss_bytes,nr_reps\n", out);
	for (size_t i = 0; i < picture->n; i++) {
		char *series = series_name(picture, i);
		for (size_t j = 0; j < picture->series[i].n; j++) {
			const struct summary *s = picture->series[i].point[j];
			const struct memory memory = memory_of(s);
			csv_text(out, series);
			fprintf(out, ",%" PRIu64 ",", series_threads(s));
			csv_real(out, memory.touched_bytes);
			fputc(',', out);
			csv_real(out, memory.resident_bytes);
			fprintf(out, ",%" PRIu64 "\n", s->nr_reps);
		}
		free(series);
	}
	return plot_csv(job, name, &file);
}

const struct plot_kind plot_rss_kind = {
	"rss", "memory present against memory touched", "rss.gp", NULL
};

int plot_rss(const struct plot_job *job, const struct picture *picture,
	     const char *name)
{
	int rc = write_rss_csv(job, picture, name);
	if (rc == 0)
		rc = write_points(job, picture);
	if (rc == 0)
		rc = write_names(job, picture);
	if (rc == 0)
		rc = write_axis(job, picture);
	if (rc == 0)
		rc = plot_series_words(job, picture, "Memory present against memory touched",
				       PLOT_POINTS);
	return rc != 0 ? rc : plot_draw(job, &plot_rss_kind, name, name);
}
