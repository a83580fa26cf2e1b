/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/error.h"
#include "base/stream.h"
#include "base/text.h"
#include "view/markup.h"

/*
 * Names have so many columns at least; more, where that only costs columns that are
 * there where there is room.
 */
enum { LABEL_LEAST = 3, LABEL_EASY = 10, LABEL_INDENT = 2 };

/* A column as it is shown. */
struct shown {
	const struct column *column;
	int decimals;
	size_t width;
	bool dropped;
};

struct layout {
	const struct grid *grid;
	struct shown *shown;	/* [n] */
	size_t n, room, label_room;
};

/* ---- what fits ---- */

static const void *thing(const struct grid *grid, size_t line)
{
	return (const char *)grid->first + line * grid->size;
}

/* With as many decimals as the width has room for. */
static char *cell_text(const struct grid *grid, const struct shown *shown, size_t line)
{
	for (int decimals = shown->column->decimals;; decimals--) {
		char *text = column_text(shown->column, thing(grid, line), decimals);
		if (!shown->width || text_columns(text) <= shown->width || decimals == 0)
			return text;
		free(text);
	}
}

/* That all of its values need with the decimals it has now. */
static size_t width_of(const struct grid *grid, const struct shown *shown)
{
	const size_t title = text_columns(shown->column->title);
	size_t width = shown->column->width > title ? shown->column->width :
						      title;
	for (size_t i = 0; i < grid->n; i++) {
		AUTO_FREE char *text = column_text(shown->column, thing(grid, i),
						   shown->decimals);
		const size_t columns = text_columns(text);
		width = columns > width ? columns : width;
	}
	return width;
}

/* Each column is set off by a blank, one that begins under its title by two. */
static size_t gap_before(const struct shown *shown)
{
	return shown->column->left ? 2 : 1;
}

static size_t numbers_width(const struct layout *l)
{
	size_t width = 0;
	for (size_t i = 0; i < l->n; i++)
		if (!l->shown[i].dropped)
			width += l->shown[i].width + gap_before(&l->shown[i]);
	/* Without a name at its left the first has no blank before it. */
	return l->grid->label || width == 0 ? width : width - 1;
}

static size_t label_least(const struct layout *l)
{
	if (!l->grid->label)
		return 0;
	if (l->grid->label_room)
		return l->grid->label_room;
	for (size_t i = 0; i < l->n; i++)
		if (!l->shown[i].dropped &&
		    l->shown[i].column->importance <= WHERE_THERE_IS_ROOM)
			return LABEL_EASY;
	return LABEL_LEAST;
}

/* The column that decimals have made wider than it need be, most of all. */
static struct shown *widest(const struct layout *l)
{
	struct shown *widest = NULL;
	size_t most = 0;
	for (size_t i = 0; i < l->n; i++) {
		struct shown *shown = &l->shown[i];
		const size_t over = shown->width > shown->column->width ?
			shown->width - shown->column->width : 0;
		if (!shown->dropped && shown->decimals > 0 && over > most) {
			most = over;
			widest = shown;
		}
	}
	return widest;
}

/* Columns of one importance go together. */
static bool drop_least(const struct layout *l)
{
	const struct shown *least = NULL;
	size_t left = 0;
	for (size_t i = 0; i < l->n; i++) {
		const struct shown *shown = &l->shown[i];
		left += !shown->dropped;
		if (!shown->dropped &&
		    (!least || shown->column->importance <
				       least->column->importance))
			least = shown;
	}
	for (size_t i = 0; least && left > 1 && i < l->n; i++)
		if (l->shown[i].column->importance == least->column->importance)
			l->shown[i].dropped = true;
	return least && left > 1;
}

static void fit(const struct layout *l)
{
	while (numbers_width(l) + label_least(l) > l->room) {
		struct shown *shown = widest(l);
		if (shown) {
			shown->decimals--;
			shown->width = width_of(l->grid, shown);
		} else if (!drop_least(l)) {
			return;
		}
	}
}

/* ---- a layout ---- */

/* The caller frees its columns. */
static struct layout layout_of(const struct doc *doc, const struct grid *grid)
{
	struct layout l = { .grid = grid, .room = doc_room(doc) };
	l.shown = error_unless_memory(calloc(grid->columns->n + 1, sizeof(*l.shown)));
	for (size_t i = 0; i < grid->columns->n; i++) {
		const struct column *column = &grid->columns->column[i];
		if (column->where & grid->where)
			l.shown[l.n++] = (struct shown){ .column = column,
							 .decimals = column->decimals };
	}
	return l;
}

static char *left_out(const struct layout *l)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	const char *comma = "";
	for (size_t i = 0; i < l->n; i++) {
		if (!l->shown[i].dropped)
			continue;
		fprintf(out, "%s%s", comma, l->shown[i].column->title);
		comma = ", ";
	}
	return text_close(&stream);
}

/* What stands in a column: of a line, or its title where line is grid->n. */
static char *text_of(const struct layout *l, const struct shown *shown, size_t line)
{
	return line < l->grid->n ? cell_text(l->grid, shown, line) :
				   text_shown(shown->column->title);
}

/* ---- lines of text ---- */

static void put_cell(FILE *out, const struct shown *shown, const char *text,
		     size_t gap, bool last)
{
	const size_t columns = text_columns(text);
	const size_t fill = shown->width > columns ? shown->width - columns : 0;
	if (shown->column->left)
		fprintf(out, "%*s%s%*s", (int)gap, "", text,
			last ? 0 : (int)fill, "");
	else
		fprintf(out, "%*s%s", (int)(gap + fill), "", text);
}

static void put_cells(const struct doc *doc, const struct layout *l, size_t line)
{
	bool first = !l->grid->label;
	size_t last = l->n;
	for (size_t i = 0; i < l->n; i++)
		last = l->shown[i].dropped ? last : i;
	for (size_t i = 0; i < l->n; i++) {
		const struct shown *shown = &l->shown[i];
		if (shown->dropped)
			continue;
		AUTO_FREE char *text = text_of(l, shown, line);
		put_cell(doc->out, shown, text, first ? 0 : gap_before(shown),
			 i == last);
		first = false;
	}
	fputc('\n', doc->out);
}

/* A name that is too long has a line of its own, or some. */
static void put_label(const struct doc *doc, const struct layout *l, size_t line)
{
	if (!l->grid->label)
		return;
	const size_t room = l->label_room;
	AUTO_FREE char *text = text_shown(line < l->grid->n ?
		l->grid->label(thing(l->grid, line)) : "");
	const size_t columns = text_columns(text) + LABEL_INDENT;
	if (columns <= room) {
		fprintf(doc->out, "%*s%s%*s", LABEL_INDENT, "", text,
			(int)(room - columns), "");
	} else {
		doc_text(doc, LABEL_INDENT, DOC_PLAIN, "%s", text);
		fprintf(doc->out, "%*s", (int)room, "");
	}
}

static void print_text(const struct doc *doc, struct layout *l)
{
	const struct grid *grid = l->grid;
	for (size_t i = 0; i < l->n; i++)
		l->shown[i].width = width_of(grid, &l->shown[i]);
	fit(l);
	const size_t numbers = numbers_width(l);
	l->label_room = grid->label_room ? grid->label_room :
			numbers + LABEL_LEAST < l->room ? l->room - numbers :
							  LABEL_LEAST;
	for (size_t line = 0; line <= grid->n; line++) {
		/* Titles stand first. */
		const size_t of = line == 0 ? grid->n : line - 1;
		if (line > 0 && grid->lead)
			grid->lead(doc, thing(grid, of));
		put_label(doc, l, of);
		put_cells(doc, l, of);
		if (line > 0 && grid->notes)
			grid->notes(doc, thing(grid, of));
	}
}

/* ---- Markdown ---- */

static void put_field(FILE *out, const char *text)
{
	fputc(' ', out);
	doc_put_markdown(out, text);
	fputs(" |", out);
}

static void put_markdown_line(FILE *out, const struct layout *l, size_t line)
{
	const struct grid *grid = l->grid;
	fputc('|', out);
	if (grid->label)
		put_field(out, line < grid->n ? grid->label(thing(grid, line)) :
			  grid->label_title ? grid->label_title : "");
	for (size_t i = 0; i < l->n; i++) {
		AUTO_FREE char *text = text_of(l, &l->shown[i], line);
		put_field(out, text);
	}
	fputc('\n', out);
}

static void print_markdown(const struct doc *doc, const struct layout *l)
{
	const struct grid *grid = l->grid;
	fputc('\n', doc->out);
	put_markdown_line(doc->out, l, grid->n);
	fputs(grid->label ? "| :--- |" : "|", doc->out);
	for (size_t i = 0; i < l->n; i++)
		fputs(l->shown[i].column->left ? " :--- |" : " ---: |", doc->out);
	fputc('\n', doc->out);
	for (size_t line = 0; line < grid->n; line++)
		put_markdown_line(doc->out, l, line);
	fputc('\n', doc->out);
	for (size_t line = 0; grid->notes && line < grid->n; line++)
		grid->notes(doc, thing(grid, line));
}

/* ---- the page ---- */

static void put_page_title(FILE *out, const char *title, bool left)
{
	html_print(out, left ? "<th scope=\"col\" class=\"text\">%s</th>" :
			       "<th scope=\"col\">%s</th>", title);
}

static void put_page_titles(FILE *out, const struct layout *l)
{
	fputs("<thead><tr>", out);
	if (l->grid->label)
		put_page_title(out, l->grid->label_title, true);
	for (size_t i = 0; i < l->n; i++)
		put_page_title(out, l->shown[i].column->title,
			       l->shown[i].column->left);
	fputs("</tr></thead>\n<tbody>\n", out);
}

static void put_page_cell(FILE *out, const struct layout *l, size_t line, size_t i)
{
	const struct column *column = l->shown[i].column;
	AUTO_FREE char *text = text_of(l, &l->shown[i], line);
	const char *class = l->grid->class_of ?
		l->grid->class_of(thing(l->grid, line), column) : NULL;
	if (!class && column->left)
		class = "text";
	if (i == 0 && !l->grid->label)
		html_print(out, "<th scope=\"row\">%s</th>", text);
	else if (class)
		html_print(out, "<td class=\"%s\">%s</td>", class, text);
	else
		html_print(out, "<td>%s</td>", text);
}

/* What stands below a line is over all columns. */
static void put_page_notes(const struct doc *doc, const struct layout *l, size_t line)
{
	struct text_stream stream;
	const struct doc notes = { text_open(&stream), doc->style };
	if (l->grid->notes)
		l->grid->notes(&notes, thing(l->grid, line));
	AUTO_FREE char *text = text_close(&stream);
	if (*text)
		fprintf(doc->out, "<tr class=\"notes\"><td class=\"text\" colspan=\"%zu\">%s</td></tr>\n",
			l->n + (l->grid->label != NULL), text);
}

static void print_page(const struct doc *doc, const struct layout *l)
{
	const struct grid *grid = l->grid;
	FILE *out = doc->out;
	const char *name = grid->name ? grid->name : "table";
	html_print(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n<table>\n<caption>%s</caption>\n",
		   name, name);
	put_page_titles(out, l);
	for (size_t line = 0; line < grid->n; line++) {
		fputs("<tr>", out);
		if (grid->label)
			html_print(out, "<th scope=\"row\">%s</th>",
				   grid->label(thing(grid, line)));
		for (size_t i = 0; i < l->n; i++)
			put_page_cell(out, l, line, i);
		fputs("</tr>\n", out);
		put_page_notes(doc, l, line);
	}
	fputs("</tbody>\n</table>\n</div>\n", out);
}

void grid_print(const struct doc *doc, struct grid *grid)
{
	struct layout l = layout_of(doc, grid);
	if (doc_is_page(doc))
		print_page(doc, &l);
	else if (doc_is_markdown(doc))
		print_markdown(doc, &l);
	else
		print_text(doc, &l);
	grid->label_room = l.label_room;
	if (grid->left_out)
		*grid->left_out = left_out(&l);
	free(l.shown);
}
