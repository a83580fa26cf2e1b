/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/report_files.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/known.h"
#include "base/stream.h"
#include "base/text.h"
#include "cmd/interrupt.h"
#include "view/html/page.h"
#include "view/table/compare_table.h"
#include "view/table/run_table.h"

int report_read(struct report_content *content, const char *const *paths,
		struct error *err)
{
	int rc = 0;
	for (; rc == 0 && *paths; paths++)
		rc = record_files_read(&content->files, *paths, &content->records,
				       err);
	return rc;
}

int report_collect(struct report_content *content, struct error *err)
{
	const int rc = campaigns_collect(&content->records, &content->campaigns, err);
	if (rc != 0)
		return rc;
	verdicts_make(&content->records, content->verbose, &content->verdicts);
	campaigns_plain_rows(&content->campaigns, &content->rows);
	content->summary = summary_all(&content->records, &content->rows);
	return 0;
}

void report_close(struct report_content *content)
{
	plot_list_close(&content->pictures);
	free(content->summary);
	rows_close(&content->rows);
	verdicts_close(&content->verdicts);
	campaigns_close(&content->campaigns);
	records_close(&content->records);
	record_files_close(&content->files);
}

bool report_any_invalid(const struct report_content *content)
{
	return summary_any_invalid(&content->rows) ||
	       campaigns_any_invalid(&content->campaigns) ||
	       verdicts_any_invalid(&content->verdicts);
}

/* ---- tables ---- */

/* JSON has what the records have: repetitions without times too. */
static void print_json(FILE *out, const struct report_content *content,
		       const struct table_style *style)
{
	table_print(out, &content->records, style);
	for (size_t i = 0; i < content->campaigns.n; i++)
		compare_json_print(out, &content->campaigns.compare[i]);
	verdicts_print(out, &content->verdicts, style);
}

static void print_rows(FILE *out, const struct report_content *content,
		       const struct table_style *style)
{
	table_print_rows(out, content->campaigns.records, &content->rows,
			 content->summary, style);
}

static void print_tables(FILE *out, const struct report_content *content,
			 const struct table_style *style)
{
	for (size_t i = 0; i < content->campaigns.n; i++) {
		if (i > 0)
			fputc('\n', out);
		compare_print(out, &content->campaigns.compare[i], NULL, style);
	}
	if (content->rows.n > 0 && content->campaigns.n > 0)
		fputc('\n', out);
	if (content->rows.n > 0 || content->campaigns.n == 0)
		print_rows(out, content, style);
	verdicts_print(out, &content->verdicts, style);
}

/* Their lines have other columns than those of plain rows. */
static bool is_comparison_csv(const struct report_content *content)
{
	return content->campaigns.n > 0 && content->campaigns.nr_others == 0;
}

bool report_csv_is_partial(const struct report_content *content)
{
	return content->campaigns.n > 0 && !is_comparison_csv(content);
}

void report_print(FILE *out, const struct report_content *content,
		  const struct table_style *style)
{
	if (style->format == TABLE_JSON)
		print_json(out, content, style);
	else if (style->format != TABLE_CSV)
		print_tables(out, content, style);
	else if (is_comparison_csv(content))
		compare_csv_print(out, content->campaigns.compare, content->campaigns.n, true);
	else
		print_rows(out, content, style);
}

/* ---- files ---- */

static bool has_campaigns(const struct report_content *content)
{
	return content->campaigns.n > 0;
}

static bool has_locks(const struct report_content *content)
{
	return campaigns_have_locks(&content->campaigns);
}

static bool has_verdicts(const struct report_content *content)
{
	return content->verdicts.made;
}

static void print_locks(FILE *out, const struct report_content *content,
			const struct table_style *style)
{
	(void)style;
	campaigns_print_locks(out, &content->campaigns);
}

static void print_verdicts(FILE *out, const struct report_content *content,
			   const struct table_style *style)
{
	verdicts_print(out, &content->verdicts, style);
}

/* In the order of a bundle. */
static const struct {
	const char *name;
	bool (*is_wanted)(const struct report_content *content);	/* NULL: always */
	/* NULL: it is made last, or with the pictures */
	void (*print)(FILE *out, const struct report_content *content,
		      const struct table_style *style);
	enum table_format format;
} files[] = {
	{ "report.txt", NULL, report_print, TABLE_TABLE },
	{ "mail.txt", NULL, report_print, TABLE_MAIL },
	{ "report.csv", NULL, print_rows, TABLE_CSV },
	{ "report.html", NULL, NULL, TABLE_PAGE },
	{ "comparison.csv", has_campaigns, NULL, TABLE_CSV },
	{ "locks.csv", has_locks, print_locks, TABLE_CSV },
	{ "compare.csv", has_verdicts, print_verdicts, TABLE_CSV },
};

const char *report_file(size_t i)
{
	return i < ARRAY_SIZE(files) ? files[i].name : NULL;
}

bool report_has_file(const struct report_content *content, size_t i)
{
	return !files[i].is_wanted || files[i].is_wanted(content);
}

struct writing {
	const struct report_content *content;
	const char *folder;
	int rc;			/* of the first error */
	struct error *err;	/* its message */
};

static void failed(struct writing *w, int rc, const struct error *why)
{
	if (w->rc == 0)
		w->rc = error_set(w->err, rc, "%s", why->text);
}

/* The stream is closed. */
static void write_file(struct writing *w, const char *name,
		       struct text_stream *stream)
{
	struct error why = { "" };
	AUTO_FREE char *path = text_format("%s/%s", w->folder, name);
	AUTO_FREE char *text = text_close(stream);
	const int rc = file_replace(path, text, stream->n, &why);
	if (rc != 0)
		failed(w, rc, &why);
}

static void remove_file(const struct writing *w, const char *name)
{
	AUTO_FREE char *path = text_format("%s/%s", w->folder, name);
	unlink(path);
}

/* Those that are not wanted go: an earlier report's must not stay. */
static void write_tables(struct writing *w)
{
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		const struct table_style style = {
			.format = files[i].format,
			.verbose = w->content->verbose,
		};
		struct text_stream stream;
		if (!files[i].print)
			continue;
		if (!report_has_file(w->content, i)) {
			remove_file(w, files[i].name);
			continue;
		}
		files[i].print(text_open(&stream), w->content, &style);
		write_file(w, files[i].name, &stream);
	}
}

static void write_page(struct writing *w, const char *why_no_pictures)
{
	const struct html_page page = {
		.records = &w->content->records,
		.campaigns = &w->content->campaigns,
		.verdicts = &w->content->verdicts,
		.rows = &w->content->rows,
		.summary = w->content->summary,
		.dir = w->folder,
		.pictures = &w->content->pictures,
		.why_no_pictures = why_no_pictures,
	};
	struct text_stream stream;
	struct error why = { "" };
	const int rc = html_page_print(text_open(&stream), &page, &why);
	if (rc == 0) {
		write_file(w, "report.html", &stream);
		return;
	}
	free(text_close(&stream));
	failed(w, rc, &why);
}

int report_write(struct report_content *content, const char *folder,
		 struct error *err)
{
	struct writing w = { .content = content, .folder = folder, .err = err };
	struct error why = { "" };
	write_tables(&w);
	/* It is written last: until then an earlier one would show other figures. */
	remove_file(&w, "report.html");
	const struct plot_request request = { .dir = folder, .stop = &interrupts };
	const int rc = plot_all(&content->campaigns, &request,
				&content->pictures, &why);
	if (rc != 0)
		failed(&w, rc, &why);
	if (rc != -EINTR)
		write_page(&w, rc != 0 ? why.text : NULL);
	return rc == -EINTR ? rc : w.rc;
}
