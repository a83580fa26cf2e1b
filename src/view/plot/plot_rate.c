/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of rates against threads, and the numbers they show.
 */
#include "view/plot/plot_build.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "view/table/csv.h"
#include "analysis/summary.h"

static struct real per_wall(const struct summary *s) { return s->fault_per_wall_s; }
static struct real per_cpu(const struct summary *s) { return s->fault_per_cpu_s; }
static struct real wall_interval(const struct summary *s) { return s->wall_interval; }
static struct real cpu_interval(const struct summary *s) { return s->cpu_interval; }

const struct rate_plot rate_plots[] = {
	{ { "rate-per-wall", "fault/wsec against threads", "rate.gp", "wall" },
	  per_wall, wall_interval },
	{ { "rate-per-cpu", "flt/cpu/s against threads", "rate.gp", "cpu" },
	  per_cpu, cpu_interval },
};
const size_t nr_rate_plots = ARRAY_SIZE(rate_plots);

struct bounds {
	struct real rate, low, high;
};

static struct bounds bounds_of(const struct rate_plot *rate,
			       const struct summary *summary)
{
	const struct real value = rate->get(summary);
	const struct real interval = rate->interval(summary);
	if (!value.known || !interval.known)
		return (struct bounds){ .rate = value };
	const double low = value.value * (1.0 - interval.value);
	return (struct bounds){
		.rate = value,
		.low = real_of(low > 0.0 ? low : 0.0),
		.high = real_of(value.value * (1.0 + interval.value)),
	};
}

bool plot_any_rate(const struct rate_plot *rate, const struct picture *picture)
{
	for (size_t i = 0; i < picture->n; i++)
		for (size_t j = 0; j < picture->series[i].n; j++)
			if (rate->get(picture->series[i].point[j]).known)
				return true;
	return false;
}

static int compare_threads(const void *left, const void *right)
{
	const uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
	return (a > b) - (a < b);
}

/*
 * Whether a label at threads has room beside the one at last: on the linear
 * axis and on that with logarithms, as rate.gp chooses between them.
 */
static bool has_room(uint64_t threads, uint64_t last, uint64_t least,
		     uint64_t most)
{
	if (most > 8 * least)
		return log2((double)threads / (double)last) >=
		       log2((double)most / (double)least) / 28.0;
	return (double)(threads - last) >= (double)(most - least) / 28.0;
}

static int write_ticks(const struct plot_job *job,
			const struct picture *picture)
{
	size_t n = 0;
	for (size_t i = 0; i < picture->n; i++)
		n += picture->series[i].n;
	uint64_t *threads = malloc(n * sizeof(*threads));
	if (!threads)
		return error_set(job->err, -ENOMEM, "plot: out of memory");
	n = 0;
	for (size_t i = 0; i < picture->n; i++)
		for (size_t j = 0; j < picture->series[i].n; j++)
			threads[n++] = series_threads(picture->series[i].point[j]);
	qsort(threads, n, sizeof(*threads), compare_threads);

	struct text_stream file;
	FILE *out = text_open(&file);
	uint64_t labelled = 0;
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && threads[i] == threads[i - 1])
			continue;
		fprintf(out, "%" PRIu64 "\t", threads[i]);
		if (labelled == 0 || has_room(threads[i], labelled, threads[0],
					      threads[n - 1])) {
			labelled = threads[i];
			fprintf(out, "%" PRIu64, labelled);
		}
		fputc('\n', out);
	}
	free(threads);
	return plot_file(job, job->work, "ticks.txt", &file);
}

static int write_rate_data(const struct plot_job *job, const struct rate_plot *rate,
			   const struct picture *picture)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	/* Above four entries the legend has two columns (rate.gp). */
	const size_t columns = picture->n > 4 ? 48 : 100;
	for (size_t i = 0; i < picture->n; i++) {
		fputs(i ? "\n\n" : "", out);
		plot_name(out, series_name(picture, i), columns);
		fputc('\n', out);
		for (size_t j = 0; j < picture->series[i].n; j++) {
			const struct summary *s = picture->series[i].point[j];
			const struct bounds bounds = bounds_of(rate, s);
			fprintf(out, "%" PRIu64 "\t", series_threads(s));
			plot_number(out, bounds.rate);
			fputc('\t', out);
			plot_number(out, bounds.low.known ? bounds.low : bounds.rate);
			fputc('\t', out);
			plot_number(out, bounds.high.known ? bounds.high : bounds.rate);
			fputc('\n', out);
		}
	}
	return plot_file(job, job->work, "data.txt", &file);
}

static int write_rate_csv(const struct plot_job *job, const struct rate_plot *rate,
			  const struct picture *picture, const char *name)
{
	struct text_stream file;
	FILE *out = text_open(&file);
	const char *per = rate->kind.argument;
	fprintf(out, "series,threads,fault_per_%s_s,fault_per_%s_s_low95,fault_per_%s_s_high95,nr_reps\n",
		per, per, per);
	for (size_t i = 0; i < picture->n; i++) {
		char *series = series_name(picture, i);
		for (size_t j = 0; j < picture->series[i].n; j++) {
			const struct summary *s = picture->series[i].point[j];
			const struct bounds bounds = bounds_of(rate, s);
			csv_text(out, series);
			fprintf(out, ",%" PRIu64 ",", series_threads(s));
			csv_real(out, bounds.rate);
			fputc(',', out);
			csv_real(out, bounds.low);
			fputc(',', out);
			csv_real(out, bounds.high);
			fprintf(out, ",%" PRIu64 "\n", s->nr_reps);
		}
		free(series);
	}
	return plot_csv(job, name, &file);
}

int plot_rate(const struct plot_job *job, const struct rate_plot *rate,
		     const struct picture *picture, const char *name)
{
	int rc = write_rate_csv(job, rate, picture, name);
	if (rc == 0)
		rc = write_rate_data(job, rate, picture);
	if (rc == 0)
		rc = write_ticks(job, picture);
	if (rc == 0)
		rc = plot_series_words(job, picture, NULL, PLOT_RATES);
	return rc != 0 ? rc : plot_draw(job, &rate->kind, name, name);
}
