/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words around pictures of series: what they share, what tasks are, and
 * what was counted.
 */
#include "view/plot/plot_build.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "record/record.h"
#include "analysis/summary.h"

enum { TITLE_COLUMNS = 110 };

static void put_counts(FILE *out, const struct picture *picture,
		       enum plot_marks marks)
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
	plot_put_n(out, least, most);
	fprintf(out, " %s",
		marks == PLOT_BAR_PAIRS ? "a pair of bars." :
		marks == PLOT_POINTS ? "a point." :
		interval ? "a point; intervals: 95%, Student's t." :
			   "a point; no intervals known.");
	if (picture->nr_invalid > 0)
		fprintf(out, " %zu INVALID row%s left out.", picture->nr_invalid,
			picture->nr_invalid == 1 ? "" : "s");
	if (picture->nr_left_out > 0)
		fprintf(out, " %zu series left out after %d pictures.",
			picture->nr_left_out, PLOT_PICTURES_MAX);
}

static char *counts_of(const struct picture *picture, enum plot_marks marks)
{
	struct text_stream stream;
	put_counts(text_open(&stream), picture, marks);
	return text_close(&stream);
}

/* What the numbers of tasks count. */
static int write_tasks(const struct plot_job *job, const struct picture *picture)
{
	struct text_stream file;
	FILE *out = text_open(&file);
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

/* Rates and bars say on their axes what they are: they need no words. */
static int write_title(const struct plot_job *job, const struct picture *picture,
		       const char *words)
{
	char *shared = series_title(picture);
	char *first = text_shown(words ? words : *shared ? shared :
							     "page faults");
	char *const line[] = { first, shared };
	const int rc = plot_title(job, line, words && *shared ? 2 : 1,
				  TITLE_COLUMNS);
	free(first);
	free(shared);
	return rc;
}

static struct plot_source source_of(const struct plot_job *job,
				     const struct picture *picture)
{
	struct plot_source source = { .records = job->records };
	for (size_t i = 0; i < picture->n; i++) {
		source.like = records_grow(source.like, i, sizeof(*source.like));
		source.like[source.nr_likes++] = picture->series[i].like;
	}
	return source;
}

int plot_series_words(const struct plot_job *job, const struct picture *picture,
		      const char *words, enum plot_marks marks)
{
	struct plot_source source = source_of(job, picture);
	int rc = write_tasks(job, picture);
	if (rc == 0)
		rc = write_title(job, picture, words);
	if (rc == 0)
		rc = plot_caption(job, &source, counts_of(picture, marks),
				  &plot_room_fixed);
	free(source.like);
	return rc;
}
