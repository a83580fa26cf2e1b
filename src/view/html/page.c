/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/html/page.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/data.h"
#include "base/file.h"
#include "config.h"
#include "view/html/section.h"

/* Nothing is fetched and nothing runs, whatever text a record has. */
#define POLICY \
	"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

static const struct html_section *const sections[] = {
	&html_invalid, &html_campaigns, &html_labels,
	&html_rows, &html_pictures, &html_runs,
};

static char *read_text(const char *name, struct error *err)
{
	AUTO_FREE char *path = data_path(name, err);
	char *text = path ? file_text("", "%s", path) : NULL;
	if (path && !text)
		error_set(err, -errno, "file '%s': %s: expected what comes with pft: install it again",
			  path, strerror(errno));
	return text;
}

/* ---- the head ---- */

static void print_summary(FILE *out, const struct html_page *page)
{
	const size_t n = page->campaigns->n + page->verdicts->made;
	const size_t rows = page->rows->n;
	if (n > 0)
		fprintf(out, "%zu comparison%s", n, n == 1 ? "" : "s");
	if (rows > 0)
		fprintf(out, "%s%zu row%s of times", n > 0 ? ", " : "", rows,
			rows == 1 ? "" : "s");
}

static void print_head(FILE *out, const struct html_page *page,
		       const char *style)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n"
	      "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\" />\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
	      "<meta name=\"color-scheme\" content=\"light dark\" />\n"
	      "<meta name=\"referrer\" content=\"no-referrer\" />\n"
	      "<meta name=\"generator\" content=\"pft " PACKAGE_VERSION "\" />\n"
	      /* Or a browser asks for one. */
	      "<link rel=\"icon\" href=\"data:,\" />\n<title>Page fault report: ", out);
	print_summary(out, page);
	fprintf(out, "</title>\n<style>\n%s\n</style>\n</head>\n<body>\n", style);
}

/* ---- sections ---- */

static void print_id(FILE *out, const struct html_section *section, size_t i)
{
	fputs(section->id, out);
	if (section->print_title)
		fprintf(out, "-%zu", i + 1);
}

static void print_title(FILE *out, const struct html_page *page,
			const struct html_section *section, size_t i)
{
	if (section->print_title)
		section->print_title(out, page, i);
	else
		fputs(section->title, out);
}

typedef void each_fn(const struct doc *doc, const struct html_page *page,
		     const struct html_section *section, size_t i);

static void print_entry(const struct doc *doc, const struct html_page *page,
			const struct html_section *section, size_t i)
{
	fputs("<li><a href=\"#", doc->out);
	print_id(doc->out, section, i);
	fputs("\">", doc->out);
	print_title(doc->out, page, section, i);
	fputs("</a></li>\n", doc->out);
}

static void print_section(const struct doc *doc, const struct html_page *page,
			  const struct html_section *section, size_t i)
{
	fputs("<section id=\"", doc->out);
	print_id(doc->out, section, i);
	fputs("\">\n<h2>", doc->out);
	print_title(doc->out, page, section, i);
	fputs("</h2>\n", doc->out);
	section->print(doc, page, i);
	fputs("</section>\n", doc->out);
}

static void print_each(const struct doc *doc, const struct html_page *page, each_fn *each)
{
	for (size_t s = 0; s < ARRAY_SIZE(sections); s++)
		for (size_t i = 0; i < sections[s]->count(page); i++)
			each(doc, page, sections[s], i);
}

/* ---- all ---- */

static void print_body(const struct doc *doc, const struct html_page *page,
		       const char *reading)
{
	FILE *out = doc->out;
	fputs("<a class=\"skip\" href=\"#main\">Skip to the results</a>\n<header>\n<h1>Page fault report</h1>\n<p>",
	      out);
	print_summary(out, page);
	fputs(".</p>\n", out);
	html_origin_print(out, page);
	fputs("</header>\n<nav aria-label=\"Contents\">\n<ul>\n", out);
	print_each(doc, page, print_entry);
	fputs("<li><a href=\"#reading\">How to read this</a></li>\n</ul>\n</nav>\n<main id=\"main\">\n",
	      out);
	print_each(doc, page, print_section);
	fprintf(out, "%s\n</main>\n<footer>\n<p>Made by <code>pft report</code>, version %s. This page is complete in itself: it loads nothing and has no script.</p>\n</footer>\n</body>\n</html>\n",
		reading, PACKAGE_VERSION);
}

int html_page_print(FILE *out, const struct html_page *page,
		    struct error *err)
{
	const struct table_style page_style = { .format = TABLE_PAGE };
	AUTO_FREE char *style = read_text("page/report.css", err);
	AUTO_FREE char *reading = style ? read_text("page/reading.html", err) : NULL;
	if (reading) {
		print_head(out, page, style);
		print_body(&(struct doc){ out, &page_style }, page, reading);
	}
	return reading ? 0 : -ENOENT;
}
