/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The section of the page with the pictures. Each is an image of its own inside the page,
 * so that nothing in one can reach the page or another; below it are its words, its data
 * and the commands that make it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/error.h"
#include "base/stream.h"
#include "base/text.h"
#include "view/html/section.h"

/*
 * So many stand open; so many bytes of pictures are in the page before a mail or a phone
 * would choke on it; and so many bytes of data can be saved from it.
 */
enum { PICTURES_OPEN = 12, PICTURES_BYTES = 24 << 20, DATA_BYTES = 1 << 20 };

struct showing {
	const struct doc *doc;
	FILE *out;		/* doc's */
	const struct html_page *page;
	size_t nr_bytes;	/* of pictures so far */
};

/* All of a file of the report, to the last byte; NULL: it cannot be read. */
static char *file_of(const struct showing *s, const char *name)
{
	struct text_stream stream;
	char piece[4096];
	AUTO_FREE char *path = text_format("%s/%s", s->page->dir, name);
	FILE *file = fopen(path, "re");
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
	AUTO_FREE char *svg = file_of(s, item->svg);
	const size_t n = svg ? strlen(svg) : 0;
	if (n == 0 || s->nr_bytes + n > PICTURES_BYTES) {
		html_print(s->out, "<p class=\"note\">This picture would make the page too large: it is in %s.</p>\n",
			   item->svg);
	} else {
		html_print(s->out, "<div class=\"scroll card\" tabindex=\"0\" role=\"region\" aria-label=\"picture\">\n<img alt=\"%s: %s. Its numbers are in the data below.\" src=\"data:image/svg+xml;base64,",
			   item->type->shows, item->title);
		html_base64(s->out, svg, n);
		fputs("\" />\n</div>\n", s->out);
		s->nr_bytes += n;
	}
}

/* ---- data ---- */

/* Of picture i: whether an earlier one has the same file. */
static bool is_shared(const struct showing *s, size_t i)
{
	const struct plot_item *item = s->page->pictures->item;
	for (size_t j = 0; j < i; j++)
		if (text_same(item[j].csv, item[i].csv))
			return true;
	return false;
}

static void print_link(struct showing *s, const char *name)
{
	AUTO_FREE char *csv = file_of(s, name);
	const size_t n = csv ? strlen(csv) : 0;
	if (n > 0 && n <= DATA_BYTES) {
		html_print(s->out, "<p><a download=\"%s\" href=\"data:text/csv;charset=utf-8;base64,",
			   name);
		html_base64(s->out, csv, n);
		html_print(s->out, "\">Save %s</a></p>\n", name);
	}
}

/* A line is a pointer to its first field. */
static struct value get_field(const void *of, const struct column *column)
{
	char *const *field = of;
	return value_text(field[column->which]);
}

/* Whether the first line has text in a column. */
static bool is_text(const struct picture_data *data, size_t column)
{
	char *end = "";
	if (data->nr_kept > 0)
		strtod(data->field[data->nr_columns + column], &end);
	return *end != '\0';
}

static void print_table(struct showing *s, const struct plot_item *item)
{
	const struct picture_data *data = &item->data;
	AUTO_FREE struct column *column = error_unless_memory(
		calloc(data->nr_columns, sizeof(*column)));
	for (size_t i = 0; i < data->nr_columns; i++)
		column[i] = (struct column){
			.title = data->field[i], .left = is_text(data, i),
			.where = IN_PAGE, .which = (int)i, .get = get_field };
	grid_print(s->doc, &(struct grid){
		.name = item->csv, .where = IN_PAGE,
		.columns = &(struct columns){ column, data->nr_columns },
		.first = data->field + data->nr_columns,
		.size = data->nr_columns * sizeof(*data->field), .n = data->nr_kept,
	});
	html_more(s->out, "p", data->nr_lines - data->nr_kept, "lines are in the file.");
}

static void print_data(struct showing *s, size_t i)
{
	const struct plot_item *item = &s->page->pictures->item[i];
	if (item->data.nr_columns == 0 && is_shared(s, i)) {
		html_print(s->out, "<p class=\"note\">Data: %s, with an earlier picture.</p>\n",
			   item->csv);
		return;
	}
	html_fold_open(s->out, "Data:", item->csv, false);
	print_link(s, item->csv);
	if (item->data.nr_columns > 0)
		print_table(s, item);
	else
		fputs("<p>The tables above have these numbers.</p>\n", s->out);
	html_fold_close(s->out);
}

/* ---- words ---- */

/* words: the caption without its first line; it is small in the picture itself. */
static void print_origin(struct showing *s, const struct plot_item *item,
			 const char *words)
{
	html_fold_open(s->out, "Machine, kernel, and the commands that make it",
		       NULL, false);
	html_lines(s->out, "<p>%s</p>\n", words);
	if (*item->command) {
		fputs("<p>Measure, adding <code>-o records.jsonl</code> where it has none:</p>\n",
		      s->out);
		doc_command(s->doc, item->command);
	}
	fputs("<p>Draw:</p>\n", s->out);
	doc_command(s->doc, "pft report -o report records.jsonl");
	html_print(s->out, "<p>The picture is then <code>report/%s</code>; the gnuplot script is <code>plots/%s</code> of pft.</p>\n",
		   item->svg, item->type->script);
	html_fold_close(s->out);
}

/* The first line of the caption says what is counted. */
static void print_caption(struct showing *s, size_t i)
{
	const struct plot_item *item = &s->page->pictures->item[i];
	const size_t n = strcspn(item->caption, "\n");
	AUTO_FREE char *counts = text_format("%.*s", (int)n, item->caption);
	html_print(s->out, "<p class=\"note\">%s</p>\n", counts);
	print_data(s, i);
	print_origin(s, item, item->caption + n + (item->caption[n] != '\0'));
}

static void print_picture(struct showing *s, size_t i)
{
	const struct plot_item *item = &s->page->pictures->item[i];
	html_print(s->out, "<figure id=\"picture-%zu\">\n<figcaption><h3>%s</h3>\n<p>%s</p>\n</figcaption>\n",
		   i + 1, item->type->shows, item->title);
	if (i >= PICTURES_OPEN)
		html_fold_open(s->out, "Picture:", item->svg, false);
	print_image(s, item);
	print_caption(s, i);
	if (i >= PICTURES_OPEN)
		html_fold_close(s->out);
	fputs("</figure>\n", s->out);
}

static void print(const struct doc *doc, const struct html_page *page, size_t nr)
{
	struct showing s = { .doc = doc, .out = doc->out, .page = page };
	(void)nr;
	if (page->why_no_pictures)
		html_print(doc->out, "<p class=\"warning\">%s</p>\n",
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
