/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/ab_table.h"
#include "view/plot/plot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "base/data.h"
#include "record/row.h"
#include "view/plot/plot_build.h"
#include "view/plot/plot_group.h"
#include "analysis/series.h"
#include "analysis/summary.h"

/* What rate.gp and rss.gp have colours for, and cpu-time.gp panels. */
enum { SERIES_A_PICTURE = 8, PANELS_A_PICTURE = 4 };

/* ---- running gnuplot ---- */

static int move_picture(const struct plot_job *job, const char *name,
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

static int find_script(const struct plot_job *job, const char *script,
		       char *path, size_t n)
{
	struct error why = { "" };
	char name[128];
	snprintf(name, sizeof(name), "plots/%s", script);
	/* Absolute, because gnuplot runs elsewhere. */
	char *found = data_path(name, &why);
	if (!found)
		return error_set(job->err, -EIO, "plot script %s", why.text);
	snprintf(path, n, "%s", found);
	free(found);
	return 0;
}

int plot_draw(const struct plot_job *job, const struct plot_kind *kind,
	      const char *name, const char *csv)
{
	char path[4096];
	struct error why = { "" };
	int rc = find_script(job, kind->script, path, sizeof(path));
	if (rc != 0)
		return rc;
	/* -d: no one's ~/.gnuplot has a say in what a report looks like. */
	const char *const argv[] = { "gnuplot", "-d", "-c", path,
				     kind->argument, NULL };
	rc = child_run(
		&(struct child_spec){ .argv = argv, .folder = job->work }, &why);
	if (rc == -ENOENT)
		return error_set(job->err, -ENOENT, "gnuplot: not found: no plots were drawn: install gnuplot (Debian: gnuplot-nox)");
	if (rc != 0)
		return error_set(job->err, -EIO, "plot '%s': %s", name, why.text);
	rc = move_picture(job, name, "svg");
	if (rc == 0)
		rc = move_picture(job, name, "png");
	if (rc == 0)
		plot_list_add(job, kind, name, csv);
	return rc;
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
static void remove_old(const struct plot_job *job, const char *name)
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

static void note_left_out(const struct plot_job *job, size_t n)
{
	if (n > job->list->nr_left_out)
		job->list->nr_left_out = n;
}

static bool is_stopped(const struct plot_job *job)
{
	return job->stop && atomic_load(job->stop) != 0;
}

/* A sort of pictures of series. */
struct series_sort {
	const struct plot_kind *kind;
	size_t most;			/* series in a picture */
	bool one_set;			/* as series_picture takes it */
	const struct rate_plot *rate;	/* for rates alone */
};

static bool any_in(const struct series_sort *sort, const struct picture *picture)
{
	if (sort->rate)
		return plot_any_rate(sort->rate, picture);
	return sort->kind == &plot_rss_kind ? plot_any_rss(picture) :
					      plot_any_time(picture);
}

static int draw_one(const struct plot_job *job, const struct series_sort *sort,
		    const struct picture *picture, size_t nr)
{
	char name[128];
	picture_name(name, sizeof(name), sort->kind->name, nr);
	if (sort->rate)
		return plot_rate(job, sort->rate, picture, name);
	return sort->kind == &plot_rss_kind ? plot_rss(job, picture, name) :
					      plot_time(job, picture, name);
}

static size_t count_drawable(const struct series_list *list, size_t first,
			     const struct series_sort *sort)
{
	size_t n = 0;
	for (size_t i = first; i < list->n; i++)
		n += any_in(sort, &(struct picture){
					  .series = &list->series[i], .n = 1 });
	return n;
}

static int draw_sort(const struct plot_job *whole,
		     const struct series_list *list,
		     const struct series_sort *sort)
{
	struct error why = { "" };
	struct plot_job job = *whole;
	size_t nr = 0;
	int rc = 0;
	job.err = &why;
	for (size_t i = 0; i < list->n && nr < PLOT_PICTURES_MAX &&
			   !is_stopped(&job);) {
		struct picture picture = series_picture(list, i, sort->most,
							sort->one_set);
		i += picture.n;
		if (!any_in(sort, &picture))
			continue;
		if (++nr == PLOT_PICTURES_MAX)
			picture.nr_left_out = count_drawable(list, i, sort);
		note_left_out(&job, picture.nr_left_out);
		rc = keep_first(rc, draw_one(&job, sort, &picture, nr),
				whole->err, &why);
	}
	return rc;
}

static int draw_rates_and_times(const struct plot_job *job,
				const struct series_list *list)
{
	const struct series_sort times = {
		.kind = &plot_time_kind, .most = PANELS_A_PICTURE, .one_set = true,
	};
	struct error why = { "" };
	struct plot_job each = *job;
	int rc = 0;
	each.err = &why;
	for (size_t i = 0; i < nr_rate_plots; i++) {
		const struct series_sort rates = {
			.kind = &rate_plots[i].kind, .most = SERIES_A_PICTURE,
			.rate = &rate_plots[i],
		};
		rc = keep_first(rc, draw_sort(&each, list, &rates), job->err, &why);
	}
	return keep_first(rc, draw_sort(&each, list, &times), job->err, &why);
}

static int draw_rss(const struct plot_job *job, const struct series_list *list)
{
	const struct series_sort rss = {
		.kind = &plot_rss_kind, .most = SERIES_A_PICTURE,
	};
	struct series_list joined;
	series_join_sizes(list, &joined);
	const int rc = draw_sort(job, &joined, &rss);
	series_close(&joined);
	return rc;
}

/* ---- campaigns ---- */

static int write_comparison_csv(const struct plot_job *job,
				const struct parts *parts)
{
	struct text_stream file;
	parts_print_csv(text_open(&file), parts);
	return plot_file(job, job->dir, "comparison.csv", &file);
}

/* From panel first of a campaign on, and those of all that follow it. */
static size_t count_panels(const struct parts *parts, size_t campaign,
			   size_t first)
{
	size_t n = 0;
	for (size_t i = campaign; i < parts->n; i++)
		n += plot_count_panels(&parts->part[i].compare);
	return n - first;
}

static int draw_campaign(const struct plot_job *whole, const struct parts *parts,
			 size_t campaign, size_t *nr)
{
	const struct part *part = &parts->part[campaign];
	const size_t all = plot_count_panels(&part->compare);
	struct panel panel[PLOT_PANELS];
	struct error why = { "" };
	struct plot_job job = *whole;
	int rc = 0;
	job.err = &why;
	for (size_t i = 0; i < all && *nr < PLOT_PICTURES_MAX &&
			   !is_stopped(&job);) {
		char name[128];
		const size_t n = plot_take_panels(part, i, panel);
		size_t left_out = 0;
		i += n;
		picture_name(name, sizeof(name), plot_comparison_kind.name, ++*nr);
		if (*nr == PLOT_PICTURES_MAX)
			left_out = count_panels(parts, campaign, i);
		note_left_out(&job, left_out);
		rc = keep_first(rc, plot_comparison(&job, panel, n, left_out,
						    name), whole->err, &why);
	}
	return rc;
}

static int draw_memory(const struct plot_job *whole, const struct part *part,
		       size_t *nr)
{
	struct error why = { "" };
	struct plot_job job = *whole;
	struct memory_plot plot;
	int rc = 0;
	job.err = &why;
	for (size_t row = 0; *nr < PLOT_PICTURES_MAX && !is_stopped(&job) &&
			     plot_take_memory(part, &row, &plot) > 0;) {
		char name[128];
		picture_name(name, sizeof(name), plot_memory_kind.name, ++*nr);
		rc = keep_first(rc, plot_memory(&job, &plot, name), whole->err,
				&why);
	}
	return rc;
}

static int draw_gain(const struct plot_job *whole, struct gain_plot plot,
		     size_t *nr)
{
	const struct plot_kind *kind = plot.scaling ? &plot_scaling_kind :
						      &plot_gain_kind;
	struct error why = { "" };
	struct plot_job job = *whole;
	int rc = 0;
	job.err = &why;
	for (size_t row = 0; *nr < PLOT_PICTURES_MAX && !is_stopped(&job) &&
			     plot_take_gain(&plot, &row) > 0;) {
		char name[128];
		picture_name(name, sizeof(name), kind->name, ++*nr);
		rc = keep_first(rc, plot_gain(&job, &plot, name), whole->err, &why);
	}
	return rc;
}

static int draw_gains(const struct plot_job *job, const struct parts *parts,
		      const struct series_list *list, bool scaling)
{
	struct error why = { "" };
	struct plot_job each = *job;
	size_t nr = 0;
	int rc = 0;
	each.err = &why;
	for (size_t i = 0; i < parts->n; i++)
		rc = keep_first(rc, draw_gain(&each, (struct gain_plot){
			.part = &parts->part[i], .plain = &parts->plain,
			.past = list, .scaling = scaling }, &nr), job->err, &why);
	return rc;
}

/* Whether it helped comes first, then by how much and where. */
static int draw_campaigns(const struct plot_job *job, const struct parts *parts,
			  const struct series_list *list)
{
	struct error why = { "" };
	struct plot_job each = *job;
	size_t nr = 0, nr_memory = 0;
	if (parts->n == 0)
		return 0;
	each.err = &why;
	int rc = write_comparison_csv(job, parts);
	rc = keep_first(rc, draw_gains(&each, parts, list, false), job->err, &why);
	rc = keep_first(rc, draw_gains(&each, parts, list, true), job->err, &why);
	for (size_t i = 0; i < parts->n; i++)
		rc = keep_first(rc, draw_campaign(&each, parts, i, &nr),
				job->err, &why);
	for (size_t i = 0; i < parts->n; i++)
		rc = keep_first(rc, draw_memory(&each, &parts->part[i],
						&nr_memory), job->err, &why);
	return rc;
}

/* ---- repetitions one by one ---- */

static const struct plot_sort *const group_sorts[] = {
	&plot_drift_sort, &plot_latency_sort, &plot_along_sort,
};

static size_t count_from(const struct plot_groups *groups,
			 const struct plot_sort *sort, size_t group, size_t first)
{
	size_t n = 0;
	for (size_t i = group; i < groups->n; i++)
		n += sort->count(&groups->group[i]);
	return n - first;
}

static int draw_group(const struct plot_job *whole, const struct plot_groups *groups,
		      const struct plot_sort *sort, size_t g, size_t *nr)
{
	const struct plot_group *group = &groups->group[g];
	const size_t all = sort->count(group);
	struct error why = { "" };
	struct plot_job job = *whole;
	int rc = 0;
	job.err = &why;
	for (size_t i = 0; i < all && *nr < PLOT_PICTURES_MAX &&
			   !is_stopped(&job);) {
		char name[128];
		const size_t n = sort->take(group, i);
		picture_name(name, sizeof(name), sort->kind->name, ++*nr);
		const size_t left_out = *nr == PLOT_PICTURES_MAX ?
						count_from(groups, sort, g, i + n) : 0;
		note_left_out(&job, left_out);
		rc = keep_first(rc, sort->draw(&job, group, i, n, left_out, name),
				whole->err, &why);
		i += n;
	}
	return rc;
}

static int draw_groups(const struct plot_job *job, const struct plot_groups *groups)
{
	struct error why = { "" };
	struct plot_job each = *job;
	int rc = 0;
	each.err = &why;
	for (size_t i = 0; i < ARRAY_SIZE(group_sorts); i++) {
		size_t nr = 0;
		for (size_t g = 0; g < groups->n; g++)
			rc = keep_first(rc, draw_group(&each, groups,
						       group_sorts[i], g, &nr),
					job->err, &why);
	}
	return rc;
}

static int draw_all_groups(const struct plot_job *job, const struct parts *parts,
			   const struct series_list *list)
{
	struct plot_groups groups;
	plot_groups_collect(parts, list, &groups);
	const int rc = draw_groups(job, &groups);
	plot_groups_close(&groups);
	return rc;
}

/* ---- all ---- */

static int draw_all(const struct plot_job *job, const struct parts *parts,
		    const struct series_list *list)
{
	struct error why = { "" };
	struct plot_job each = *job;
	each.err = &why;
	int rc = draw_campaigns(job, parts, list);
	rc = keep_first(rc, draw_rates_and_times(&each, list), job->err, &why);
	rc = keep_first(rc, draw_all_groups(&each, parts, list), job->err, &why);
	return keep_first(rc, draw_rss(&each, list), job->err, &why);
}

static void remove_work(const struct plot_job *job)
{
	static const char *const files[] = {
		"data.txt", "ticks.txt", "title.txt", "caption.txt",
		"panels.txt", "names.txt", "axis.txt", "tasks.txt", "bars.txt",
		"key.txt", "units.txt",
		"picture.svg", "picture.png",
	};
	char path[8192];
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		snprintf(path, sizeof(path), "%s/%s", job->work, files[i]);
		unlink(path);
	}
	rmdir(job->work);
}

static int draw_in(struct plot_job *job, const struct parts *parts,
		   const struct series_list *list)
{
	for (size_t i = 0; i < nr_rate_plots; i++)
		remove_old(job, rate_plots[i].kind.name);
	for (size_t i = 0; i < ARRAY_SIZE(group_sorts); i++)
		remove_old(job, group_sorts[i]->kind->name);
	remove_old(job, plot_time_kind.name);
	remove_old(job, plot_rss_kind.name);
	remove_old(job, plot_comparison_kind.name);
	remove_old(job, plot_gain_kind.name);
	remove_old(job, plot_scaling_kind.name);
	remove_old(job, plot_memory_kind.name);
	snprintf(job->work, sizeof(job->work), "%s/.plot-XXXXXX", job->dir);
	if (!mkdtemp(job->work))
		return error_set(job->err, -errno, "folder '%s': %s", job->dir,
				 strerror(errno));
	const int rc = draw_all(job, parts, list);
	remove_work(job);
	/* A gnuplot that got the signal as well has failed for that reason. */
	if (is_stopped(job))
		return error_set(job->err, -EINTR, "interrupted: what was written before is kept");
	return rc;
}

int plot_all(const struct parts *parts, const char *dir,
	     const _Atomic int *stop, struct plot_list *list, struct error *err)
{
	const struct records *records = &parts->plain;
	struct rows rows;
	struct series_list all;
	struct plot_words words = { 0 };
	rows_collect(records, &rows);
	struct summary *summary = summary_all(records, &rows);
	series_collect(&rows, summary, &all);
	*list = (struct plot_list){ 0 };
	struct plot_job job = { .records = records, .dir = dir, .stop = stop,
				.list = list, .words = &words, .err = err };
	const int rc = draw_in(&job, parts, &all);
	plot_words_close(&words);
	series_close(&all);
	free(summary);
	rows_close(&rows);
	return rc;
}
