/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/html/page.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/data.h"
#include "base/file.h"
#include "config.h"
#include "view/html/section.h"

/* Nothing is fetched and nothing runs, whatever a record might have smuggled in. */
static const char policy[] =
	"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";


static char *read_text(const char *name, struct error *err)
{
	char *path = data_path(name, err);
	char *text = path ? file_text("", "%s", path) : NULL;
	if (path && !text)
		error_set(err, -errno, "file '%s': %s: expected what comes with pft: install it again",
			  path, strerror(errno));
	free(path);
	return text;
}

/* ---- the head ---- */

static void print_title(FILE *out, const struct html_page *page)
{
	const size_t n = page->parts->n + page->verdicts->made;
	if (n > 0)
		html_textf(out, "%zu comparison%s", n, n == 1 ? "" : "s");
	if (page->rows->n > 0)
		html_textf(out, "%s%zu row%s of times", n > 0 ? ", " : "",
			   page->rows->n, page->rows->n == 1 ? "" : "s");
}

static void print_head(FILE *out, const struct html_page *page,
		       const char *style)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n",
	      out);
	fprintf(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\" />\n",
		policy);
	fputs("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n<meta name=\"color-scheme\" content=\"light dark\" />\n<meta name=\"referrer\" content=\"no-referrer\" />\n",
	      out);
	fprintf(out, "<meta name=\"generator\" content=\"pft %s\" />\n",
		PACKAGE_VERSION);
	/* Or a browser asks for one. */
	fputs("<link rel=\"icon\" href=\"data:,\" />\n<title>Page fault report: ", out);
	print_title(out, page);
	fprintf(out, "</title>\n<style>\n%s\n</style>\n</head>\n<body>\n", style);
	fputs("<a class=\"skip\" href=\"#main\">Skip to the results</a>\n", out);
}

/* ---- the contents ---- */

static void print_entry(FILE *out, bool wanted, const char *id, const char *text)
{
	if (wanted)
		fprintf(out, "<li><a href=\"#%s\">%s</a></li>\n", id, text);
}

static bool any_invalid(const struct html_page *page)
{
	/* What is INVALID in a comparison of labels is in a row of times too,
	 * but for exact boots that differ: that stands in its own line. */
	return parts_any_invalid(page->parts) ||
	       summary_any_invalid(page->rows);
}

static void print_contents(FILE *out, const struct html_page *page)
{
	fputs("<nav aria-label=\"Contents\">\n<ul>\n", out);
	print_entry(out, any_invalid(page), "invalid", "What is INVALID, and why");
	for (size_t i = 0; i < page->parts->n; i++) {
		const char *name = page->parts->part[i].compare.part;
		fprintf(out, "<li><a href=\"#campaign-%zu\">", i + 1);
		if (name)
			html_textf(out, "%s: ", name);
		fputs("Comparison with ", out);
		html_text(out, page->parts->part[i].compare.side[0].name);
		fputs("</a></li>\n", out);
	}
	print_entry(out, verdicts_any(page->verdicts), "verdicts",
		    "Verdicts on kernels by their labels");
	print_entry(out, page->rows->n > 0, "rows", "Times, row by row");
	print_entry(out, page->pictures->n > 0 || page->why_no_pictures,
		    "pictures", "Pictures");
	print_entry(out, records_find(page->records, "run", NULL), "runs",
		    "Runs: machine, date, command");
	print_entry(out, true, "reading", "How to read this");
	fputs("</ul>\n</nav>\n", out);
}

static void print_header(FILE *out, const struct html_page *page)
{
	fputs("<header>\n<h1>Page fault report</h1>\n<p>", out);
	print_title(out, page);
	fputs(".</p>\n", out);
	html_origin_print(out, page);
	fputs("</header>\n", out);
	print_contents(out, page);
}

/* ---- all ---- */

static void print_body(FILE *out, const struct html_page *page,
		       const char *reading)
{
	print_header(out, page);
	fputs("<main id=\"main\">\n", out);
	html_invalid_print(out, page);
	html_comparisons_print(out, page);
	html_verdicts_print(out, page);
	html_rows_print(out, page);
	html_pictures_print(out, page);
	html_runs_print(out, page);
	fprintf(out, "%s\n</main>\n<footer>\n<p>Made by <code>pft report</code>, version %s. This page is whole: it asks no other place for anything, and has no script.</p>\n</footer>\n</body>\n</html>\n",
		reading, PACKAGE_VERSION);
}

int html_page_print(FILE *out, const struct html_page *page,
		    struct error *err)
{
	char *style = read_text("page/report.css", err);
	char *reading = style ? read_text("page/reading.html", err) : NULL;
	if (reading) {
		print_head(out, page, style);
		print_body(out, page, reading);
	}
	const int rc = reading ? 0 : -ENOENT;
	free(style);
	free(reading);
	return rc;
}
