/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/html/grid.h"

#include <stdlib.h>

#include "view/html/markup.h"

/* The columns that are shown. */
struct shown {
	const struct column **column;	/* [n]; owned */
	size_t n;
};

static void print_title(FILE *out, const char *title, bool left)
{
	html_print(out, left ? "<th scope=\"col\" class=\"text\">%s</th>" :
			       "<th scope=\"col\">%s</th>", title);
}

static void print_titles(FILE *out, const struct html_grid *grid,
			 const struct shown *shown)
{
	fputs("<thead><tr>", out);
	if (grid->label)
		print_title(out, grid->label_title, true);
	for (size_t i = 0; i < shown->n; i++)
		print_title(out, shown->column[i]->title, shown->column[i]->left);
	fputs("</tr></thead>\n<tbody>\n", out);
}

static void print_name(FILE *out, const char *name)
{
	html_print(out, "<th scope=\"row\">%s</th>", name);
}

static void print_cell(FILE *out, const struct html_grid *grid,
		       const struct column *column, const void *of)
{
	char *text = column_text(column, of);
	const char *class = grid->class ? grid->class(of, column) : NULL;
	if (!class && column->left)
		class = "text";
	if (class)
		html_print(out, "<td class=\"%s\">%s</td>", class, text);
	else
		html_print(out, "<td>%s</td>", text);
	free(text);
}

static void print_line(FILE *out, const struct html_grid *grid,
		       const struct shown *shown, const void *of)
{
	fputs("<tr>", out);
	if (grid->label)
		print_name(out, grid->label(of));
	for (size_t i = 0; i < shown->n; i++) {
		if (i > 0 || grid->label) {
			print_cell(out, grid, shown->column[i], of);
			continue;
		}
		char *name = column_text(shown->column[i], of);
		print_name(out, name);
		free(name);
	}
	fputs("</tr>\n", out);
	if (grid->notes)
		grid->notes(out, shown->n + (grid->label != NULL), of);
}

void html_grid_print(FILE *out, const struct html_grid *grid)
{
	struct shown shown;
	shown.column = columns_in(grid->columns, grid->where, &shown.n);
	html_print(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n<table>\n<caption>%s</caption>\n",
		   grid->name, grid->name);
	print_titles(out, grid, &shown);
	for (size_t i = 0; i < grid->n; i++)
		print_line(out, grid, &shown,
			   (const char *)grid->of + i * grid->size);
	fputs("</tbody>\n</table>\n</div>\n", out);
	free(shown.column);
}

void html_grid_note(FILE *out, const char *class, size_t nr_columns,
		    const char *text)
{
	if (*text)
		html_print(out, "<tr class=\"%s\"><td class=\"text\" colspan=\"%zu\">%s</td></tr>\n",
			   class, nr_columns, text);
}
