/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/report_files.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "view/table/compare_table.h"
#include "view/table/run_table.h"
#include "record/caption.h"
#include "view/html/page.h"

int report_collect(struct report_content *content, bool diagnose,
		   struct error *err)
{
	const int rc = campaigns_collect(&content->records, &content->campaigns, err);
	if (rc != 0)
		return rc;
	verdicts_make(&content->records, diagnose, &content->verdicts);
	campaigns_plain_rows(&content->campaigns, &content->rows);
	content->summary = summary_all(&content->records, &content->rows);
	return 0;
}

void report_close(struct report_content *content)
{
	free(content->summary);
	rows_close(&content->rows);
	verdicts_close(&content->verdicts);
	campaigns_close(&content->campaigns);
	records_close(&content->records);
	content->summary = NULL;
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
	char *path = NULL, *text = text_close(stream);
	int rc;
	if (asprintf(&path, "%s/%s", w->folder, name) >= 0) {
		rc = file_replace(path, text, stream->n, &why);
	} else {
		path = NULL;
		rc = error_set(&why, -ENOMEM, "report: out of memory");
	}
	if (rc != 0)
		failed(w, rc, &why);
	free(path);
	free(text);
}

static void remove_file(const struct writing *w, const char *name)
{
	char *path;
	if (asprintf(&path, "%s/%s", w->folder, name) < 0)
		return;
	unlink(path);
	free(path);
}

static void write_table(struct writing *w, const char *name,
			enum table_format format, bool verbose)
{
	const struct table_style style = { .format = format, .verbose = verbose };
	struct text_stream stream;
	report_print(text_open(&stream), w->content, &style);
	write_file(w, name, &stream);
}

/* Of plain rows, be there any or not: an earlier report's must not stay. */
static void write_csv(struct writing *w)
{
	const struct table_style style = { .format = TABLE_CSV };
	struct text_stream stream;
	print_rows(text_open(&stream), w->content, &style);
	write_file(w, "report.csv", &stream);
}

/* Of labels. An earlier report's must not stay. */
static void write_verdicts(struct writing *w)
{
	const struct table_style style = { .format = TABLE_CSV };
	struct text_stream stream;
	if (!w->content->verdicts.made) {
		remove_file(w, "compare.csv");
		return;
	}
	verdicts_print(text_open(&stream), &w->content->verdicts, &style);
	write_file(w, "compare.csv", &stream);
}

/* Where kernels counted them. An earlier report's must not stay. */
static void write_locks(struct writing *w)
{
	struct text_stream stream;
	if (!campaigns_have_locks(&w->content->campaigns)) {
		remove_file(w, "locks.csv");
		return;
	}
	campaigns_print_locks(text_open(&stream), &w->content->campaigns);
	write_file(w, "locks.csv", &stream);
}

static void write_page(struct writing *w, const struct plot_list *pictures,
		       const char *why_no_pictures)
{
	const struct html_page page = {
		.records = &w->content->records,
		.campaigns = &w->content->campaigns,
		.verdicts = &w->content->verdicts,
		.rows = &w->content->rows,
		.summary = w->content->summary,
		.dir = w->folder,
		.pictures = pictures,
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

int report_write(const struct report_content *content,
		 const struct report_place *place,
		 struct plot_list *pictures, struct error *err)
{
	struct writing w = { .content = content, .folder = place->folder,
			     .err = err };
	struct error why = { "" };
	write_table(&w, "report.txt", TABLE_TABLE, place->verbose);
	write_table(&w, "mail.txt", TABLE_MAIL, place->verbose);
	write_csv(&w);
	write_verdicts(&w);
	write_locks(&w);
	/* It is written last: until then an earlier one would show other figures. */
	remove_file(&w, "report.html");
	const struct plot_request request = { .dir = place->folder,
					      .stop = place->stop };
	const int rc = plot_all(&content->campaigns, &request, pictures, &why);
	if (rc != 0)
		failed(&w, rc, &why);
	if (rc != -EINTR)
		write_page(&w, pictures, rc != 0 ? why.text : NULL);
	return rc == -EINTR ? rc : w.rc;
}
