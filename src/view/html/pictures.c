/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The section of the page with the pictures. Each is an image of its own inside
 * the page, so that nothing in one can reach the page or another; below it are
 * its words, its data and the commands that make it.
 */
#include <stdlib.h>
#include <string.h>

#include "record/caption.h"
#include "view/html/old.h"
#include "view/html/section.h"

/*
 * So many stand open; so many bytes of pictures are in the page before a mail
 * or a phone would choke on it; so many lines of data are shown as a table; and
 * so many bytes of them can be saved from it.
 */
enum { PICTURES_OPEN = 12, PICTURES_BYTES = 24 << 20, DATA_LINES = 60,
       DATA_BYTES = 1 << 20 };

struct showing {
	FILE *out;
	const struct html_page *page;
	size_t nr_bytes;	/* of pictures so far */
};

/* All of a file of the report, to the last byte; NULL: it cannot be read. */
static char *text_of(const struct showing *s, const char *name)
{
	struct text_stream stream;
	char piece[4096], *path;
	if (asprintf(&path, "%s/%s", s->page->dir, name) < 0)
		return NULL;
	FILE *file = fopen(path, "re");
	free(path);
	if (!file)
		return NULL;
	text_open(&stream);
	for (size_t n; (n = fread(piece, 1, sizeof(piece), file)) > 0;)
		fwrite(piece, 1, n, stream.out);
	fclose(file);
	return text_close(&stream);
}

static void print_image(struct showing *s, const struct plot_item *item)
{
	char *svg = text_of(s, item->svg);
	const size_t n = svg ? strlen(svg) : 0;
	if (n == 0 || s->nr_bytes + n > PICTURES_BYTES) {
		fputs("<p class=\"note\">This picture would make the page too large: it is in ",
		      s->out);
		html_text(s->out, item->svg);
		fputs(".</p>\n", s->out);
	} else {
		fputs("<div class=\"scroll card\" tabindex=\"0\" role=\"region\" aria-label=\"picture\">\n<img alt=\"",
		      s->out);
		html_textf(s->out, "%s: %s. Its numbers are in the data below.",
			   item->type->shows, item->title);
		fputs("\" src=\"data:image/svg+xml;base64,", s->out);
		html_base64(s->out, svg, n);
		fputs("\" />\n</div>\n", s->out);
		s->nr_bytes += n;
	}
	free(svg);
}

/* The first picture that has this data, which later ones share. */
static const struct plot_item *first_with(const struct showing *s,
					  const struct plot_item *item)
{
	const struct plot_item *first = s->page->pictures->item;
	while (strcmp(first->csv, item->csv) != 0)
		first++;
	return first;
}

static void print_link(struct showing *s, const char *name, const char *csv)
{
	if (strlen(csv) > DATA_BYTES)
		return;
	fputs("<p><a download=\"", s->out);
	html_text(s->out, name);
	fputs("\" href=\"data:text/csv;charset=utf-8;base64,", s->out);
	html_base64(s->out, csv, strlen(csv));
	fputs("\">Save ", s->out);
	html_text(s->out, name);
	fputs("</a></p>\n", s->out);
}

static void print_data(struct showing *s, const struct plot_item *item)
{
	const struct plot_item *first = first_with(s, item);
	char *csv = first == item ? text_of(s, item->csv) : NULL;
	if (first != item) {
		fprintf(s->out, "<p class=\"note\">Data: with <a href=\"#picture-%zu\">an earlier picture</a>.</p>\n",
			(size_t)(first - s->page->pictures->item) + 1);
		return;
	}
	if (!csv)
		return;
	html_fold_open(s->out, "Data:", item->csv, false);
	print_link(s, item->csv, csv);
	const size_t n = html_csv(s->out, item->csv, csv, DATA_LINES);
	if (n > DATA_LINES)
		fprintf(s->out, "<p class=\"note\">%zu of %zu lines are shown.</p>\n",
			(size_t)DATA_LINES, n);
	html_fold_close(s->out);
	free(csv);
}

/* The first line of its caption, which says what is counted; returns the rest. */
static const char *print_first_line(struct showing *s, const char *caption)
{
	const size_t n = strcspn(caption, "\n");
	fputs("<p class=\"note\">", s->out);
	html_textf(s->out, "%.*s", (int)n, caption);
	fputs("</p>\n", s->out);
	return caption + n + (caption[n] != '\0');
}

static void print_lines(struct showing *s, const char *line)
{
	for (size_t n; *line; line += n + (line[n] != '\0')) {
		n = strcspn(line, "\n");
		fputs("<p>", s->out);
		html_textf(s->out, "%.*s", (int)n, line);
		fputs("</p>\n", s->out);
	}
}

/* words are the rest of its caption: that is small in the picture itself. */
static void print_origin(struct showing *s, const struct plot_item *item,
			 const char *words)
{
	html_fold_open(s->out, "Machine, kernel, and the commands that make it",
		       NULL, false);
	print_lines(s, words);
	if (*item->command) {
		fputs("<p>Measure, adding <code>-o records.jsonl</code> where it has none:</p>\n", s->out);
		html_command(s->out, item->command);
	}
	fputs("<p>Draw:</p>\n", s->out);
	html_command(s->out, "pft report -o report records.jsonl");
	fputs("<p>The picture is then <code>report/", s->out);
	html_text(s->out, item->svg);
	fputs("</code>; the gnuplot script is <code>plots/", s->out);
	html_text(s->out, item->type->script);
	fputs("</code> of pft.</p>\n", s->out);
	html_fold_close(s->out);
}

static void print_picture(struct showing *s, size_t i)
{
	const struct plot_item *item = &s->page->pictures->item[i];
	fprintf(s->out, "<figure id=\"picture-%zu\">\n<figcaption><h3>", i + 1);
	html_text(s->out, item->type->shows);
	fputs("</h3>\n", s->out);
	html_element(s->out, "p", item->title);
	fputs("</figcaption>\n", s->out);
	if (i >= PICTURES_OPEN)
		html_fold_open(s->out, "Picture:", item->svg, false);
	print_image(s, item);
	const char *words = print_first_line(s, item->caption);
	print_data(s, item);
	print_origin(s, item, words);
	if (i >= PICTURES_OPEN)
		html_fold_close(s->out);
	fputs("</figure>\n", s->out);
}

static void print(FILE *out, const struct html_page *page, size_t nr)
{
	struct showing s = { .out = out, .page = page };
	(void)nr;
	if (page->why_no_pictures)
		html_print(out, "<p class=\"warning\">%s</p>\n",
			   page->why_no_pictures);
	for (size_t i = 0; i < page->pictures->n; i++)
		print_picture(&s, i);
}

static size_t count(const struct html_page *page)
{
	return page->pictures->n > 0 || page->why_no_pictures;
}

const struct html_section html_pictures = {
	.id = "pictures", .title = "Pictures", .count = count, .print = print,
};
