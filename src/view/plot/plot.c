/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot/plot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/summary.h"
#include "base/child.h"
#include "base/data.h"
#include "base/file.h"
#include "base/text.h"
#include "record/row.h"
#include "view/plot/plot_types.h"
#include "view/table/compare_data.h"
#include "view/table/compare_table.h"

/* The types of pictures, and what makes them. */
static const struct plot_maker {
	struct plot_type type;
	plot_count_fn *count;
	plot_fill_fn *fill;
} plot_types[] = {
#define PLOT_ROW(name, shows, script, function) \
	{ { name, shows, script }, plot_count_##function, plot_fill_##function },
	PLOT_TYPES(PLOT_ROW)
#undef PLOT_ROW
};

struct plot_job {
	const struct plot_input *in;
	const char *dir;	/* receives pictures and their numbers */
	const _Atomic int *stop;	/* not 0: draw no further one; may be NULL */
	char *work;		/* folder inside dir, where gnuplot runs */
	struct plot_list *list;	/* of the pictures drawn */
	int rc;			/* of the first failure */
	struct error *err;	/* its message */
};

/*
 * The first failure is told, but every picture is tried: the numbers of all stand
 * beside each other then, whatever gnuplot thinks of one.
 */
static void keep_first(struct plot_job *job, int rc, const struct error *why)
{
	if (job->rc == 0 && rc != 0)
		job->rc = error_set(job->err, rc, "%s", why->text);
}

static bool is_stopped(const struct plot_job *job)
{
	return job->stop && atomic_load(job->stop) != 0;
}

/* ---- the list ---- */

/* What the picture's table holds is handed over. */
static void add_item(struct plot_list *list, const struct plot_type *type,
		     const char *name, struct picture *picture)
{
	struct picture_data data = { 0 };
	if (!picture->file) {
		data = picture->data;
		picture->data = (struct picture_data){ 0 };
	}
	list->item = records_grow(list->item, list->n, sizeof(*list->item));
	list->item[list->n++] = (struct plot_item){
		.type = type,
		.name = text_shown(name),
		.title = picture_title(picture),
		.caption = picture_caption(picture),
		.command = text_format("%s", picture->command ? picture->command : ""),
		.svg = text_format("%s.svg", name),
		.png = text_format("%s.png", name),
		.csv = picture->file ? text_shown(picture->file) :
				       text_format("%s.csv", name),
		.data = data,
	};
}

void plot_list_close(struct plot_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct plot_item *item = &list->item[i];
		char *const own[] = { item->name, item->title, item->caption,
				      item->command, item->svg, item->png,
				      item->csv };
		for (size_t j = 0; j < ARRAY_SIZE(own); j++)
			free(own[j]);
		picture_data_close(&item->data);
	}
	free(list->item);
	*list = (struct plot_list){ 0 };
}

/* ---- running gnuplot ---- */

static int move_picture(const struct plot_job *job, const char *name,
			const char *extension, struct error *err)
{
	char *from = text_format("%s/picture.%s", job->work, extension);
	char *to = text_format("%s/%s.%s", job->dir, name, extension);
	const int rc = rename(from, to) == 0 ? 0 :
		error_set(err, -EIO, "plot '%s.%s': gnuplot made no picture: %s",
			  name, extension, strerror(errno));
	free(from);
	free(to);
	return rc;
}

/* The path of a script, absolute because gnuplot runs elsewhere; NULL: not found. */
static char *find_script(const char *script, struct error *err)
{
	struct error why = { "" };
	char *name = text_format("plots/%s", script);
	char *path = data_path(name, &why);
	free(name);
	if (!path)
		error_set(err, -EIO, "plot script %s", why.text);
	return path;
}

/* Run a script in the work folder: it finds words.csv there, and the table. */
static int run_script(const struct plot_job *job, const char *script,
		      const char *table, struct error *err)
{
	struct error why = { "" };
	char *path = find_script(script, err);
	char *common = path ? find_script("common.gp", err) : NULL;
	/* -d: no one's ~/.gnuplot has a say in what a report looks like. */
	const char *const argv[] = { "gnuplot", "-d", "-c", path, common, table, NULL };
	const struct child_spec spec = { .argv = argv, .folder = job->work };
	int rc = common ? child_run(&spec, &why) : -EIO;
	if (rc == -ENOENT)
		error_set(err, rc, "gnuplot: not found: no plots were drawn: install gnuplot (Debian: gnuplot-nox)");
	else if (rc != 0 && common)
		rc = error_set(err, -EIO, "plot '%s': %s", table, why.text);
	free(path);
	free(common);
	return rc;
}

/* Write a picture's files, draw it, and add it to the list. */
static int draw(const struct plot_job *job, const struct plot_type *type,
		const char *name, struct picture *picture)
{
	struct error *err = job->err;
	/* As the work folder sees it. */
	char *table = picture->file ? text_shown("table.csv") :
				      text_format("../%s.csv", name);
	char *path = text_format("%s/%s", job->work, table);
	int rc = picture_write(picture, job->work, path, err);
	if (rc == 0)
		rc = run_script(job, type->script, table, err);
	if (rc == 0)
		rc = move_picture(job, name, "svg", err);
	if (rc == 0)
		rc = move_picture(job, name, "png", err);
	if (rc == 0)
		add_item(job->list, type, name, picture);
	free(path);
	free(table);
	return rc;
}

/* ---- all pictures of a type ---- */

/* "rate-per-wall", "rate-per-wall-2", ... */
static char *picture_name(const char *name, size_t nr)
{
	return nr == 1 ? text_format("%s", name) : text_format("%s-%zu", name, nr);
}

/* What an earlier report left here would pass for a picture of this one. */
static void remove_old(const struct plot_job *job, const char *name)
{
	static const char *const extensions[] = { "svg", "png", "csv" };
	bool any = true;
	for (size_t nr = 1; any; nr++) {
		char *picture = picture_name(name, nr);
		any = false;
		for (size_t i = 0; i < ARRAY_SIZE(extensions); i++) {
			char *path = text_format("%s/%s.%s", job->dir, picture, extensions[i]);
			any = unlink(path) == 0 || any;
			free(path);
		}
		free(picture);
	}
}

static void note_left_out(struct plot_job *job, struct picture *picture, size_t n)
{
	if (n == 0)
		return;
	char *counts = picture->caption[0];
	picture->caption[0] = text_format("%s %zu more left out after %d pictures.",
					  counts, n, PLOT_PICTURES_MAX);
	free(counts);
	if (n > job->list->nr_left_out)
		job->list->nr_left_out = n;
}

static void draw_type(struct plot_job *job, const struct plot_maker *maker)
{
	size_t nr = 0, n;
	struct picture picture = { 0 };
	for (size_t first = 0; nr < PLOT_PICTURES_MAX && !is_stopped(job) &&
			       (n = maker->fill(&picture, job->in, first)) > 0; first += n) {
		struct error why = { "" };
		struct plot_job one = *job;
		one.err = &why;
		if (!picture.table.out)
			continue;
		char *name = picture_name(maker->type.name, ++nr);
		if (nr == PLOT_PICTURES_MAX)
			note_left_out(job, &picture, maker->count(job->in, first + n));
		keep_first(job, draw(&one, &maker->type, name, &picture), &why);
		picture_close(&picture);
		free(name);
	}
	picture_close(&picture);
}

/* ---- all ---- */

static void write_comparison_csv(struct plot_job *job)
{
	struct error why = { "" };
	struct text_stream file;
	if (job->in->parts->n == 0)
		return;
	char *path = text_format("%s/comparison.csv", job->dir);
	parts_print_csv(text_open(&file), job->in->parts);
	char *text = text_close(&file);
	keep_first(job, file_replace(path, text, file.n, &why), &why);
	free(text);
	free(path);
}

static void remove_work(const struct plot_job *job)
{
	static const char *const files[] = { "words.csv", "table.csv", "picture.svg",
					     "picture.png" };
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		char *path = text_format("%s/%s", job->work, files[i]);
		unlink(path);
		free(path);
	}
	rmdir(job->work);
}

static int draw_all(struct plot_job *job)
{
	for (size_t i = 0; i < ARRAY_SIZE(plot_types); i++)
		remove_old(job, plot_types[i].type.name);
	if (!mkdtemp(job->work))
		return error_set(job->err, -errno, "folder '%s': %s", job->dir,
				 strerror(errno));
	write_comparison_csv(job);
	for (size_t i = 0; i < ARRAY_SIZE(plot_types); i++)
		draw_type(job, &plot_types[i]);
	remove_work(job);
	/* A gnuplot that got the signal as well has failed for that reason. */
	if (is_stopped(job))
		return error_set(job->err, -EINTR, "interrupted: what was written before is kept");
	return job->rc;
}

int plot_all(const struct parts *parts, const char *dir,
	     const _Atomic int *stop, struct plot_list *list, struct error *err)
{
	struct plot_job job = { .dir = dir, .stop = stop, .list = list, .err = err,
				.work = text_format("%s/.plot-XXXXXX", dir) };
	struct plot_input in;
	*list = (struct plot_list){ 0 };
	plot_input_open(&in, parts);
	job.in = &in;
	const int rc = draw_all(&job);
	plot_input_close(&in);
	free(job.work);
	return rc;
}
