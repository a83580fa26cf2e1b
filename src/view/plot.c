/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "base/file.h"
#include "base/text.h"
#include "record/row.h"
#include "view/caption.h"
#include "view/csv.h"
#include "view/series.h"
#include "view/summary.h"

/* What rate.gp and cpu-time.gp have colours and panels for. */
enum { SERIES_A_PICTURE = 8, PANELS_A_PICTURE = 4, NAME_COLUMNS = 64,
       TITLE_COLUMNS = 110, CAPTION_COLUMNS = 150, CAPTION_LINES = 7,
       MACHINES = 3 };

/* ---- text in data files ---- */

/*
 * Text as a field of a data file. gnuplot takes a field as text and nothing
 * else, but for these: a quotation mark begins a string, a backslash an escape;
 * and in an SVG, where it escapes no '>', "]]>" is an error, as are two
 * characters of Unicode.
 */
static void put_field(FILE *out, const char *text)
{
	char *printable = caption_text(text);
	for (const char *c = printable; *c; c++) {
		if (*c == '"')
			fputs("\xe2\x80\x9d", out);
		else if (*c == '\\')
			fputs("\\\\", out);
		else if (strncmp(c, "]]>", 3) == 0)	/* parted by a space of no width */
			c += 2, fputs("]]\xe2\x80\x8b>", out);
		else if (strncmp(c, "\xef\xbf\xbe", 3) == 0 ||
			 strncmp(c, "\xef\xbf\xbf", 3) == 0)
			c += 2, fputc('?', out);
		else
			fputc(*c, out);
	}
	free(printable);
}

/* Text as lines of a data file; at most most lines, the last then says so. */
static void put_lines(FILE *out, const char *text, size_t columns, size_t most,
		      size_t *lines)
{
	struct caption_stream stream;
	caption_wrap(caption_open(&stream), text, columns, 2);
	char *wrapped = caption_close(&stream);
	char *rest = wrapped, *line;
	while ((line = strsep(&rest, "\n")) && *line) {
		if (*lines == most)
			break;
		++*lines;
		const bool cut = *lines == most && rest && *rest;
		/* A field loses its leading blanks: a no-break one stays. */
		if (*line == ' ')
			fputs("\xc2\xa0\xc2\xa0", out);
		put_field(out, line + strspn(line, " "));
		fputs(cut ? " ...\n" : "\n", out);
	}
	free(wrapped);
}

/* A legend's entry: one line, cut where the next column of entries begins. */
static char *short_name(char *name)
{
	size_t at = 0, columns = 0;
	while (name[at] && columns < NAME_COLUMNS) {
		at++;
		while ((name[at] & 0xc0) == 0x80)
			at++;
		columns++;
	}
	if (!name[at])
		return name;
	struct caption_stream stream;
	fprintf(caption_open(&stream), "%.*s...", (int)at, name);
	free(name);
	return caption_close(&stream);
}

static void put_number(FILE *out, struct real real)
{
	if (real.known && isfinite(real.value))
		fprintf(out, "%.10g", real.value);
	else
		fputs("NaN", out);
}

/* ---- a picture being made ---- */

struct job {
	const struct records *records;
	const char *dir;
	const char *command;	/* of the caption, or NULL: from the records */
	size_t nr_orphans;	/* INVALID rows with no valid one in their block */
	char work[4096];	/* folder of the data files, inside dir */
	struct error *err;
};

static int write_file(const struct job *job, const char *folder,
		      const char *name, struct caption_stream *stream)
{
	char path[8192];
	char *text = caption_close(stream);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	const int rc = file_replace(path, text, stream->n, job->err);
	free(text);
	return rc;
}

/* Each distinct text once, the first few, the others counted. */
struct distinct {
	char *text[MACHINES];
	size_t n, others;
};

static void distinct_add(struct distinct *distinct, char *text)
{
	bool known = *text == '\0';
	for (size_t i = 0; i < distinct->n; i++)
		known = known || strcmp(distinct->text[i], text) == 0;
	if (!known && distinct->n < MACHINES) {
		distinct->text[distinct->n++] = text;
		return;
	}
	distinct->others += !known;
	free(text);
}

static void distinct_print(FILE *out, const char *what,
			   struct distinct *distinct)
{
	if (distinct->n > 0)
		fprintf(out, "%s%s ", ftell(out) > 0 ? ". " : "", what);
	for (size_t i = 0; i < distinct->n; i++) {
		fprintf(out, "%s%s", i ? "; " : "", distinct->text[i]);
		free(distinct->text[i]);
	}
	if (distinct->others > 0)
		fprintf(out, " and %zu more", distinct->others);
}

static char *machines_of(const struct job *job, const struct picture *picture)
{
	struct distinct machines = { 0 };
	struct caption_stream stream;
	FILE *out = caption_open(&stream);
	for (size_t i = 0; i < picture->n; i++)
		distinct_add(&machines, caption_machine(job->records,
							picture->series[i].like));
	distinct_print(out, "Machine:", &machines);
	return caption_close(&stream);
}

static char *kernels_of(const struct job *job, const struct picture *picture)
{
	struct distinct kernels = { 0 }, dates = { 0 };
	struct caption_stream stream;
	FILE *out = caption_open(&stream);
	for (size_t i = 0; i < picture->n; i++) {
		const struct sample *like = picture->series[i].like;
		distinct_add(&kernels, caption_kernel(job->records, like));
		distinct_add(&dates, caption_date(job->records, like));
	}
	distinct_print(out, "Kernel:", &kernels);
	distinct_print(out, "Date:", &dates);
	return caption_close(&stream);
}

static void put_counts(FILE *out, const struct job *job,
		       const struct picture *picture, bool rates_shown)
{
	uint64_t least = UINT64_MAX, most = 0;
	bool interval = false;
	size_t invalid = 0;
	for (size_t i = 0; i < picture->n; i++) {
		invalid += picture->series[i].nr_invalid;
		for (size_t j = 0; j < picture->series[i].n; j++) {
			const struct summary *s = picture->series[i].point[j];
			least = s->nr_reps < least ? s->nr_reps : least;
			most = s->nr_reps > most ? s->nr_reps : most;
			interval = interval || s->wall_interval.known;
		}
	}
	fprintf(out, "n = %" PRIu64, least);
	if (least != most)
		fprintf(out, " to %" PRIu64, most);
	fprintf(out, " repetition%s %s", most == 1 ? "" : "s",
		!rates_shown ? "a pair of bars." :
		interval ? "a point; intervals: 95%, Student's t." :
			   "a point; no intervals known.");
	if (invalid > 0)
		fprintf(out, " %zu INVALID row%s left out.", invalid,
			invalid == 1 ? "" : "s");
	if (job->nr_orphans > 0)
		fprintf(out, " %zu INVALID row%s of other workloads left out everywhere.",
			job->nr_orphans, job->nr_orphans == 1 ? "" : "s");
}

static char *counts_of(const struct job *job, const struct picture *picture,
		       bool rates_shown)
{
	struct caption_stream stream;
	put_counts(caption_open(&stream), job, picture, rates_shown);
	return caption_close(&stream);
}

static char *command_of(const struct job *job, const struct picture *picture)
{
	struct distinct commands = { 0 };
	struct caption_stream stream;
	FILE *out = caption_open(&stream);
	if (job->command) {
		fprintf(out, "Command: %s", job->command);
		return caption_close(&stream);
	}
	for (size_t i = 0; i < picture->n; i++)
		distinct_add(&commands, caption_command(job->records,
							picture->series[i].like));
	distinct_print(out, "Command:", &commands);
	return caption_close(&stream);
}

static int write_caption(const struct job *job, const struct picture *picture,
			 bool rates_shown)
{
	/* Each line may wrap, but leaves lines for those after it. */
	char *const text[] = {
		counts_of(job, picture, rates_shown), machines_of(job, picture),
		kernels_of(job, picture), command_of(job, picture),
	};
	struct caption_stream file;
	size_t lines = 0;
	FILE *out = caption_open(&file);
	for (size_t i = 0; i < ARRAY_SIZE(text); i++) {
		put_lines(out, text[i], CAPTION_COLUMNS,
			  CAPTION_LINES - (ARRAY_SIZE(text) - 1 - i), &lines);
		free(text[i]);
	}
	return write_file(job, job->work, "caption.txt", &file);
}

static int write_title(const struct job *job, const struct picture *picture)
{
	struct caption_stream file;
	size_t lines = 0;
	char *title = series_title(picture);
	FILE *out = caption_open(&file);
	/* Two lines are what there is room for above the axes. */
	put_lines(out, *title ? title : "page faults", TITLE_COLUMNS, 2, &lines);
	free(title);
	return write_file(job, job->work, "title.txt", &file);
}

/* What the numbers of tasks count. */
static int write_tasks(const struct job *job, const struct picture *picture)
{
	struct caption_stream file;
	FILE *out = caption_open(&file);
	const char *tasks = picture->series[0].like->tasks;
	for (size_t i = 1; tasks && i < picture->n; i++) {
		const char *other = picture->series[i].like->tasks;
		if (!other || strcmp(other, tasks) != 0)
			tasks = NULL;
	}
	fputs(!tasks			       ? "Tasks\n" :
	      strcmp(tasks, "processes") == 0 ? "Processes\n" :
						"Threads\n", out);
	return write_file(job, job->work, "tasks.txt", &file);
}

/* ---- running gnuplot ---- */

static int move_picture(const struct job *job, const char *name,
			const char *type)
{
	char from[8192], to[8192];
	snprintf(from, sizeof(from), "%s/picture.%s", job->work, type);
	snprintf(to, sizeof(to), "%s/%s.%s", job->dir, name, type);
	if (rename(from, to) != 0)
		return error_set(job->err, -EIO, "plot '%s.%s': gnuplot made no picture: %s",
				 name, type, strerror(errno));
	return 0;
}

static int find_script(const struct job *job, const char *script, char *path,
		       size_t n)
{
	const char *data = getenv("PFT_DATADIR");
	char wanted[4096];
	snprintf(wanted, sizeof(wanted), "%s/plots/%s",
		 data && *data ? data : PFT_DATADIR, script);
	/* Absolute, because gnuplot runs elsewhere. */
	char *found = realpath(wanted, NULL);
	if (!found)
		return error_set(job->err, -EIO, "plot script '%s': %s: install pft, or set PFT_DATADIR",
				 wanted, strerror(errno));
	snprintf(path, n, "%s", found);
	free(found);
	return 0;
}

static int draw(const struct job *job, const char *script, const char *argument,
		const char *name)
{
	char path[4096];
	struct error why = { "" };
	int rc = find_script(job, script, path, sizeof(path));
	if (rc != 0)
		return rc;
	/* -d: no one's ~/.gnuplot has a say in what a report looks like. */
	const char *const argv[] = { "gnuplot", "-d", "-c", path, argument, NULL };
	rc = child_run(
		&(struct child_spec){ .argv = argv, .folder = job->work }, &why);
	if (rc == -ENOENT)
		return error_set(job->err, -ENOENT, "gnuplot: not found: no plots were drawn: install gnuplot (Debian: gnuplot-nox)");
	if (rc != 0)
		return error_set(job->err, -EIO, "plot '%s': %s", name, why.text);
	const int svg = move_picture(job, name, "svg");
	return svg != 0 ? svg : move_picture(job, name, "png");
}

/* ---- rates against threads ---- */

struct rate {
	const char *name;	/* of the files */
	const char *argument;	/* of rate.gp */
	struct real (*get)(const struct summary *summary);
	struct real (*interval)(const struct summary *summary);
};

static struct real per_wall(const struct summary *s) { return s->fault_per_wall_s; }
static struct real per_cpu(const struct summary *s) { return s->fault_per_cpu_s; }
static struct real wall_interval(const struct summary *s) { return s->wall_interval; }
static struct real cpu_interval(const struct summary *s) { return s->cpu_interval; }

static const struct rate rates[] = {
	{ "rate-per-wall", "wall", per_wall, wall_interval },
	{ "rate-per-cpu", "cpu", per_cpu, cpu_interval },
};

struct bounds {
	struct real rate, low, high;
};

static struct bounds bounds_of(const struct rate *rate,
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

static bool any_rate(const struct rate *rate, const struct picture *picture)
{
	for (size_t i = 0; i < picture->n; i++)
		for (size_t j = 0; j < picture->series[i].n; j++)
			if (rate->get(picture->series[i].point[j]).known)
				return true;
	return false;
}

static uint64_t threads_of(const struct summary *summary)
{
	return summary->row->like->threads.value;
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

static int write_ticks(const struct job *job, const struct picture *picture)
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
			threads[n++] = threads_of(picture->series[i].point[j]);
	qsort(threads, n, sizeof(*threads), compare_threads);

	struct caption_stream file;
	FILE *out = caption_open(&file);
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
	return write_file(job, job->work, "ticks.txt", &file);
}

static int write_rate_data(const struct job *job, const struct rate *rate,
			   const struct picture *picture)
{
	struct caption_stream file;
	FILE *out = caption_open(&file);
	for (size_t i = 0; i < picture->n; i++) {
		char *name = short_name(series_name(picture, i));
		fputs(i ? "\n\n" : "", out);
		put_field(out, *name ? name : "-");
		fputc('\n', out);
		free(name);
		for (size_t j = 0; j < picture->series[i].n; j++) {
			const struct summary *s = picture->series[i].point[j];
			const struct bounds bounds = bounds_of(rate, s);
			fprintf(out, "%" PRIu64 "\t", threads_of(s));
			put_number(out, bounds.rate);
			fputc('\t', out);
			put_number(out, bounds.low.known ? bounds.low : bounds.rate);
			fputc('\t', out);
			put_number(out, bounds.high.known ? bounds.high : bounds.rate);
			fputc('\n', out);
		}
	}
	return write_file(job, job->work, "data.txt", &file);
}

static int write_rate_csv(const struct job *job, const struct rate *rate,
			  const struct picture *picture, const char *name)
{
	struct caption_stream file;
	FILE *out = caption_open(&file);
	char path[300];
	fprintf(out, "series,threads,fault_per_%s_s,fault_per_%s_s_low95,fault_per_%s_s_high95,nr_reps\n",
		rate->argument, rate->argument, rate->argument);
	for (size_t i = 0; i < picture->n; i++) {
		char *series = series_name(picture, i);
		for (size_t j = 0; j < picture->series[i].n; j++) {
			const struct summary *s = picture->series[i].point[j];
			const struct bounds bounds = bounds_of(rate, s);
			csv_text(out, series);
			fprintf(out, ",%" PRIu64 ",", threads_of(s));
			csv_real(out, bounds.rate);
			fputc(',', out);
			csv_real(out, bounds.low);
			fputc(',', out);
			csv_real(out, bounds.high);
			fprintf(out, ",%" PRIu64 "\n", s->nr_reps);
		}
		free(series);
	}
	snprintf(path, sizeof(path), "%s.csv", name);
	return write_file(job, job->dir, path, &file);
}

static int draw_rate(const struct job *job, const struct rate *rate,
		     const struct picture *picture, const char *name)
{
	int rc = write_rate_csv(job, rate, picture, name);
	if (rc == 0)
		rc = write_rate_data(job, rate, picture);
	if (rc == 0)
		rc = write_ticks(job, picture);
	if (rc == 0)
		rc = write_tasks(job, picture);
	if (rc == 0)
		rc = write_title(job, picture);
	if (rc == 0)
		rc = write_caption(job, picture, true);
	return rc != 0 ? rc : draw(job, "rate.gp", rate->argument, name);
}

/* ---- bars of CPU and wall time ---- */

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

static bool any_time(const struct picture *picture)
{
	for (size_t i = 0; i < picture->n; i++)
		for (size_t j = 0; j < picture->series[i].n; j++)
			if (picture->series[i].point[j]->wall_s.known ||
			    picture->series[i].point[j]->cpu_s.known)
				return true;
	return false;
}

static int write_panels(const struct job *job, const struct picture *picture)
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
				fprintf(out, "%" PRIu64, threads_of(s));
			fputc('\t', out);
			put_number(out, only_if(split, s->user_s));
			fputc('\t', out);
			put_number(out, only_if(split, s->system_s));
			fputc('\t', out);
			put_number(out, only_if(!split, s->cpu_s));
			fputc('\t', out);
			put_number(out, s->wall_s);
			fputc('\n', out);
		}
	}
	return write_file(job, job->work, "panels.txt", &file);
}

static int write_names(const struct job *job, const struct picture *picture)
{
	struct caption_stream file;
	FILE *out = caption_open(&file);
	for (size_t i = 0; i < picture->n; i++) {
		char *name = short_name(series_name(picture, i));
		put_field(out, *name ? name : "-");
		fputc('\n', out);
		free(name);
	}
	return write_file(job, job->work, "names.txt", &file);
}

static double highest_bar(const struct summary *s)
{
	const double wall = s->wall_s.known ? s->wall_s.value : 0.0;
	const double cpu = is_split(s) ? s->user_s.value + s->system_s.value :
			   s->cpu_s.known ? s->cpu_s.value : 0.0;
	return fmax(wall, cpu);
}

static int write_axis(const struct job *job, const struct picture *picture)
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
			"seconds, sum of repetitions" :
			"seconds per repetition",
		bars, top, unsplit);
	return write_file(job, job->work, "axis.txt", &file);
}

static int write_time_csv(const struct job *job, const struct picture *picture,
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
			fprintf(out, ",%" PRIu64, threads_of(s));
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
	return write_file(job, job->dir, path, &file);
}

static int draw_time(const struct job *job, const struct picture *picture,
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
		rc = write_tasks(job, picture);
	if (rc == 0)
		rc = write_title(job, picture);
	if (rc == 0)
		rc = write_caption(job, picture, false);
	return rc != 0 ? rc : draw(job, "cpu-time.gp", NULL, name);
}

/* ---- all pictures ---- */

/* "rate-per-wall", "rate-per-wall-2", ... */
static void picture_name(char *text, size_t size, const char *name, size_t n)
{
	if (n == 1)
		snprintf(text, size, "%s", name);
	else
		snprintf(text, size, "%s-%zu", name, n);
}

/* What an earlier report left here would pass for a picture of this one. */
static void remove_old(const struct job *job, const char *name)
{
	static const char *const types[] = { "svg", "png", "csv" };
	bool any = true;
	for (size_t n = 1; any; n++) {
		char picture[128], path[8192];
		picture_name(picture, sizeof(picture), name, n);
		any = false;
		for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
			snprintf(path, sizeof(path), "%s/%s.%s", job->dir,
				 picture, types[i]);
			any = unlink(path) == 0 || any;
		}
	}
}

/*
 * The first failure is told, but every picture is tried: the data files of all
 * stand beside each other then, whatever gnuplot thinks of one.
 */
static int keep_first(int rc, int next, struct error *err,
		      const struct error *why)
{
	if (rc != 0 || next == 0)
		return rc;
	return error_set(err, next, "%s", why->text);
}

static int draw_all(const struct job *whole, const struct series_list *list)
{
	struct error *const err = whole->err;
	struct error why = { "" };
	struct job each = *whole;
	const struct job *const job = &each;
	char name[128];
	int rc = 0;
	each.err = &why;
	for (size_t r = 0; r < ARRAY_SIZE(rates); r++) {
		size_t nr = 0;
		for (size_t i = 0; i < list->n;) {
			const struct picture picture = series_picture(
				list, i, SERIES_A_PICTURE, false);
			i += picture.n;
			if (!any_rate(&rates[r], &picture))
				continue;
			picture_name(name, sizeof(name), rates[r].name, ++nr);
			rc = keep_first(rc, draw_rate(job, &rates[r], &picture,
						      name), err, &why);
		}
	}
	size_t nr = 0;
	for (size_t i = 0; i < list->n;) {
		const struct picture picture =
			series_picture(list, i, PANELS_A_PICTURE, true);
		i += picture.n;
		if (!any_time(&picture))
			continue;
		picture_name(name, sizeof(name), "cpu-time", ++nr);
		rc = keep_first(rc, draw_time(job, &picture, name), err, &why);
	}
	return rc;
}

static void remove_work(const struct job *job)
{
	static const char *const files[] = {
		"data.txt", "ticks.txt", "title.txt", "caption.txt",
		"panels.txt", "names.txt", "axis.txt", "tasks.txt",
		"picture.svg", "picture.png",
	};
	char path[8192];
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		snprintf(path, sizeof(path), "%s/%s", job->work, files[i]);
		unlink(path);
	}
	rmdir(job->work);
}

static int draw_in(struct job *job, const struct series_list *list)
{
	for (size_t i = 0; i < ARRAY_SIZE(rates); i++)
		remove_old(job, rates[i].name);
	remove_old(job, "cpu-time");
	snprintf(job->work, sizeof(job->work), "%s/.plot-XXXXXX", job->dir);
	if (!mkdtemp(job->work))
		return error_set(job->err, -errno, "folder '%s': %s", job->dir,
				 strerror(errno));
	const int rc = draw_all(job, list);
	remove_work(job);
	return rc;
}

int plot_all(const struct records *records, const char *dir,
	     const char *command, struct error *err)
{
	struct rows rows;
	struct series_list list;
	rows_collect(records, &rows);
	struct summary *summary = summary_all(records, &rows);
	series_collect(&rows, summary, &list);
	struct job job = { .records = records, .dir = dir, .command = command,
			   .nr_orphans = list.nr_invalid, .err = err };
	for (size_t i = 0; i < list.n; i++)
		job.nr_orphans -= list.series[i].nr_invalid;
	const int rc = draw_in(&job, &list);
	series_close(&list);
	free(summary);
	rows_close(&rows);
	return rc;
}
