/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot/plot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/summary.h"
#include "base/auto.h"
#include "base/child.h"
#include "base/data.h"
#include "base/file.h"
#include "base/text.h"
#include "record/row.h"
#include "view/plot/plot_input.h"
#include "view/table/compare_table.h"

static const struct plot_type plot_types[] = {
#define PLOT_ROW(name, shows, script, function) \
	{ name, shows, script, plot_fill_##function },
	PLOT_TYPES(PLOT_ROW)
#undef PLOT_ROW
};

struct plot_job {
	const struct plot_input *in;
	const char *dir;	/* receives pictures and their numbers */
	const _Atomic int *stop;
	char *work;		/* folder inside dir, where gnuplot runs */
	struct plot_list *list;	/* of the pictures drawn */
	/*
	 * The first failure is told, but every picture is tried: the numbers of all stand
	 * beside each other then, whatever gnuplot thinks of one.
	 */
	int rc;
	struct error *err;	/* its message */
};

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

/* ---- one picture ---- */

/* The path of a script, absolute because gnuplot runs elsewhere; NULL: not found. */
static char *find_script(const char *script, struct error *err)
{
	struct error why = { "" };
	AUTO_FREE char *name = text_format("plots/%s", script);
	char *path = data_path(name, &why);
	if (!path)
		error_set(err, -EIO, "plot script %s", why.text);
	return path;
}

/* Run a script in the work folder: it finds words.csv there, and the table. */
static int run_script(const struct plot_job *job, const char *script,
		      const char *table, struct error *err)
{
	struct error why = { "" };
	AUTO_FREE char *path = find_script(script, err);
	AUTO_FREE char *common = path ? find_script("common.gp", err) : NULL;
	if (!common)
		return -EIO;
	/* -d: no one's ~/.gnuplot has a say in what a report looks like. */
	const char *const argv[] = { "gnuplot", "-d", "-c", path, common, table, NULL };
	const struct child_spec spec = { .argv = argv, .folder = job->work };
	const int rc = child_run(&spec, &why);
	if (rc == -ENOENT)
		return error_set(err, rc, "gnuplot: not found: no plots were drawn: install gnuplot (Debian: gnuplot-nox)");
	return rc == 0 ? 0 : error_set(err, -EIO, "plot '%s': %s", table, why.text);
}

/* From the work folder. */
static int move_picture(const struct plot_job *job, const char *name,
			const char *extension, struct error *err)
{
	AUTO_FREE char *from = text_format("%s/picture.%s", job->work, extension);
	AUTO_FREE char *to = text_format("%s/%s.%s", job->dir, name, extension);
	return rename(from, to) == 0 ? 0 :
		error_set(err, -EIO, "plot '%s.%s': gnuplot made no picture: %s",
			  name, extension, strerror(errno));
}

/* Write a picture's files, draw it, and add it to the list. */
static int draw(const struct plot_job *job, const struct plot_type *type,
		const char *name, struct picture *picture)
{
	struct error *err = job->rc == 0 ? job->err : NULL;
	/* As the work folder sees it. */
	AUTO_FREE char *table = picture->file ? text_format("table.csv") :
						text_format("../%s.csv", name);
	AUTO_FREE char *path = text_format("%s/%s", job->work, table);
	int rc = picture_write(picture, job->work, path, err);
	if (rc == 0)
		rc = run_script(job, type->script, table, err);
	if (rc == 0)
		rc = move_picture(job, name, "svg", err);
	if (rc == 0)
		rc = move_picture(job, name, "png", err);
	if (rc == 0)
		add_item(job->list, type, name, picture);
	return rc;
}

/* ---- all pictures of a type ---- */

/* "rate-per-wall", "rate-per-wall-2", ... */
static char *picture_name(const char *name, size_t nr)
{
	return nr == 1 ? text_format("%s", name) : text_format("%s-%zu", name, nr);
}

static bool remove_file(const char *folder, const char *name, const char *extension)
{
	AUTO_FREE char *path = text_format("%s/%s%s", folder, name, extension);
	return unlink(path) == 0;
}

/* What an earlier report left here would pass for a picture of this one. */
static void remove_old(const struct plot_job *job, const char *name)
{
	bool any = true;
	for (size_t nr = 1; any; nr++) {
		AUTO_FREE char *picture = picture_name(name, nr);
		any = remove_file(job->dir, picture, ".svg");
		any = remove_file(job->dir, picture, ".png") || any;
		any = remove_file(job->dir, picture, ".csv") || any;
	}
}

/* Where the next picture begins. */
struct place {
	size_t group, first;	/* group 0: the series */
};

/* Make the next picture that is drawn. Returns the number of its things; 0: none. */
static size_t fill_next(const struct plot_job *job, const struct plot_type *type,
			struct place *at, struct picture *picture)
{
	struct plot_input in = *job->in;
	for (; at->group <= in.nr_groups; *at = (struct place){ at->group + 1, 0 }) {
		size_t n;
		in.group = at->group > 0 ? &in.groups[at->group - 1] : NULL;
		while ((n = type->fill(picture, &in, at->first)) > 0) {
			at->first += n;
			if (picture->is_drawn)
				return n;
		}
	}
	return 0;
}

static void note_left_out(struct plot_job *job, const struct plot_type *type,
			  struct place at, struct picture *last)
{
	struct picture next = { .is_counted = true };
	size_t all = 0, n;
	for (; (n = fill_next(job, type, &at, &next)) > 0; next.is_drawn = false)
		all += n;
	if (all == 0)
		return;
	AUTO_FREE char *counts = last->caption[0];
	last->caption[0] = text_format("%s %zu more left out after %d pictures.",
				       counts, all, PLOT_PICTURES_MAX);
	if (all > job->list->nr_left_out)
		job->list->nr_left_out = all;
}

static void draw_type(struct plot_job *job, const struct plot_type *type)
{
	struct picture picture = { 0 };
	struct place at = { 0 };
	for (size_t nr = 1; nr <= PLOT_PICTURES_MAX && !is_stopped(job) &&
			    fill_next(job, type, &at, &picture) > 0; nr++) {
		AUTO_FREE char *name = picture_name(type->name, nr);
		if (nr == PLOT_PICTURES_MAX)
			note_left_out(job, type, at, &picture);
		const int rc = draw(job, type, name, &picture);
		job->rc = job->rc != 0 ? job->rc : rc;
		picture_close(&picture);
	}
}

/* ---- all ---- */

static void write_comparison_csv(struct plot_job *job)
{
	struct text_stream file;
	if (job->in->campaigns->n == 0)
		return;
	AUTO_FREE char *path = text_format("%s/comparison.csv", job->dir);
	compare_csv_print(text_open(&file), job->in->campaigns->compare,
			  job->in->campaigns->n, true);
	AUTO_FREE char *text = text_close(&file);
	job->rc = file_replace(path, text, file.n, job->err);
}

static int draw_all(struct plot_job *job)
{
	for (size_t i = 0; i < ARRAY_SIZE(plot_types); i++)
		remove_old(job, plot_types[i].name);
	if (!mkdtemp(job->work))
		return error_set(job->err, -errno, "directory '%s': %s", job->dir,
				 strerror(errno));
	write_comparison_csv(job);
	for (size_t i = 0; i < ARRAY_SIZE(plot_types); i++)
		draw_type(job, &plot_types[i]);
	remove_file(job->work, "words", ".csv");
	remove_file(job->work, "table", ".csv");
	remove_file(job->work, "picture", ".svg");
	remove_file(job->work, "picture", ".png");
	rmdir(job->work);
	/* A gnuplot that got the signal as well has failed for that reason. */
	if (is_stopped(job))
		return error_set(job->err, -EINTR, "interrupted: what was written before is kept");
	return job->rc;
}

int plot_all(const struct campaigns *campaigns, const struct plot_request *request,
	     struct plot_list *list, struct error *err)
{
	AUTO_FREE char *work = text_format("%s/.plot-XXXXXX", request->dir);
	struct plot_input in;
	struct plot_job job = { .in = &in, .dir = request->dir, .stop = request->stop,
				.work = work, .list = list, .err = err };
	*list = (struct plot_list){ 0 };
	plot_input_open(&in, campaigns);
	const int rc = draw_all(&job);
	plot_input_close(&in);
	return rc;
}
