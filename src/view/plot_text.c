/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text for pictures: as fields of data files, and what stands around the axes.
 */
#include "view/plot_build.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "view/summary.h"

enum { TITLE_COLUMNS = 110, CAPTION_COLUMNS = 150,
       CAPTION_LINES = 7, MACHINES = 3 };

/* ---- text in data files ---- */

/*
 * Text as a field of a data file. gnuplot takes a field as text and nothing
 * else, but for these: a quotation mark begins a string, a backslash an escape;
 * and in an SVG, where it escapes no '>', "]]>" is an error, as are two
 * characters of Unicode.
 */
void plot_field(FILE *out, const char *text)
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

void plot_lines(FILE *out, const char *text, size_t columns, size_t most,
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
		plot_field(out, line + strspn(line, " "));
		fputs(cut ? " ...\n" : "\n", out);
	}
	free(wrapped);
}

/* Bytes of the first n columns of UTF-8 text. */
static size_t bytes_of(const char *text, size_t n)
{
	size_t at = 0;
	for (; text[at] && n > 0; n--) {
		at++;
		while ((text[at] & 0xc0) == 0x80)
			at++;
	}
	return at;
}

/* Its middle goes: what tells series apart is at both ends. */
char *plot_legend(char *name, size_t columns)
{
	const size_t has = text_columns(name), half = (columns - 3) / 2;
	if (has <= columns)
		return name;
	struct caption_stream stream;
	fprintf(caption_open(&stream), "%.*s...%s", (int)bytes_of(name, half),
		name, name + bytes_of(name, has - half));
	free(name);
	return caption_close(&stream);
}

void plot_number(FILE *out, struct real real)
{
	if (real.known && isfinite(real.value))
		fprintf(out, "%.10g", real.value);
	else
		fputs("NaN", out);
}

/* ---- what stands around the axes ---- */

int plot_file(const struct plot_job *job, const char *folder,
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

static char *machines_of(const struct plot_job *job,
			const struct picture *picture)
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

static char *kernels_of(const struct plot_job *job,
			const struct picture *picture)
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

static void put_counts(FILE *out, const struct picture *picture,
		       bool rates_shown)
{
	uint64_t least = UINT64_MAX, most = 0;
	bool interval = false;
	for (size_t i = 0; i < picture->n; i++)
		for (size_t j = 0; j < picture->series[i].n; j++) {
			const struct summary *s = picture->series[i].point[j];
			least = s->nr_reps < least ? s->nr_reps : least;
			most = s->nr_reps > most ? s->nr_reps : most;
			interval = interval || s->wall_interval.known;
		}
	fprintf(out, "n = %" PRIu64, least);
	if (least != most)
		fprintf(out, " to %" PRIu64, most);
	fprintf(out, " repetition%s %s", most == 1 ? "" : "s",
		!rates_shown ? "a pair of bars." :
		interval ? "a point; intervals: 95%, Student's t." :
			   "a point; no intervals known.");
	if (picture->nr_invalid > 0)
		fprintf(out, " %zu INVALID row%s left out.", picture->nr_invalid,
			picture->nr_invalid == 1 ? "" : "s");
	if (picture->nr_left_out > 0)
		fprintf(out, " %zu series left out after %d pictures.",
			picture->nr_left_out, PLOT_PICTURES_MAX);
}

static char *counts_of(const struct picture *picture, bool rates_shown)
{
	struct caption_stream stream;
	put_counts(caption_open(&stream), picture, rates_shown);
	return caption_close(&stream);
}

static char *command_of(const struct plot_job *job,
			const struct picture *picture)
{
	struct distinct commands = { 0 };
	struct caption_stream stream;
	FILE *out = caption_open(&stream);
	for (size_t i = 0; i < picture->n; i++)
		distinct_add(&commands, caption_command(job->records,
							picture->series[i].like));
	distinct_print(out, "Command:", &commands);
	return caption_close(&stream);
}

int plot_caption(const struct plot_job *job, const struct picture *picture,
			 bool rates_shown)
{
	/* Each line may wrap, but leaves lines for those after it. */
	char *const text[] = {
		counts_of(picture, rates_shown), machines_of(job, picture),
		kernels_of(job, picture), command_of(job, picture),
	};
	struct caption_stream file;
	size_t lines = 0;
	FILE *out = caption_open(&file);
	for (size_t i = 0; i < ARRAY_SIZE(text); i++) {
		plot_lines(out, text[i], CAPTION_COLUMNS,
			   CAPTION_LINES - (ARRAY_SIZE(text) - 1 - i), &lines);
		free(text[i]);
	}
	return plot_file(job, job->work, "caption.txt", &file);
}

int plot_title(const struct plot_job *job, const struct picture *picture)
{
	struct caption_stream file;
	size_t lines = 0;
	char *title = series_title(picture);
	FILE *out = caption_open(&file);
	/* Two lines are what there is room for above the axes. */
	plot_lines(out, *title ? title : "page faults", TITLE_COLUMNS, 2, &lines);
	free(title);
	return plot_file(job, job->work, "title.txt", &file);
}

/* What the numbers of tasks count. */
int plot_tasks(const struct plot_job *job, const struct picture *picture)
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
	return plot_file(job, job->work, "tasks.txt", &file);
}
