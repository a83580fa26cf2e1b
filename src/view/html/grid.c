/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/html/grid.h"

#include <stdlib.h>

#include "view/html/markup.h"

/* The columns that are shown. */
struct shown {
	const struct column **column;	/* [n]; owned */
	size_t n;
};

static void print_titles(FILE *out, const struct html_grid *grid,
			 const struct shown *shown)
{
	fputs("<thead><tr>", out);
	if (grid->label)
		html_element(out, "th scope=\"col\" class=\"text\"",
			     grid->label_title);
	for (size_t i = 0; i < shown->n; i++)
		html_element(out, shown->column[i]->left ?
				     "th scope=\"col\" class=\"text\"" :
				     "th scope=\"col\"",
			     shown->column[i]->title);
	fputs("</tr></thead>\n<tbody>\n", out);
}

static void print_cell(FILE *out, const struct html_grid *grid,
		       const struct column *column, const void *of)
{
	char *text = column_text(column, of);
	const char *class = grid->class ? grid->class(of, column) : NULL;
	if (!class && column->left)
		class = "text";
	if (class)
		fprintf(out, "<td class=\"%s\">", class);
	else
		fputs("<td>", out);
	html_text(out, text);
	fputs("</td>", out);
	free(text);
}

static void print_line(FILE *out, const struct html_grid *grid,
		       const struct shown *shown, const void *of)
{
	fputs("<tr>", out);
	if (grid->label)
		html_element(out, "th scope=\"row\"", grid->label(of));
	for (size_t i = 0; i < shown->n; i++) {
		if (i > 0 || grid->label) {
			print_cell(out, grid, shown->column[i], of);
			continue;
		}
		char *text = column_text(shown->column[i], of);
		html_element(out, "th scope=\"row\"", text);
		free(text);
	}
	fputs("</tr>\n", out);
	if (grid->notes)
		grid->notes(out, shown->n + (grid->label != NULL), of);
}

void html_grid_print(FILE *out, const struct html_grid *grid)
{
	struct shown shown;
	shown.column = columns_in(grid->columns, grid->where, &shown.n);
	html_table_open(out, grid->name);
	print_titles(out, grid, &shown);
	for (size_t i = 0; i < grid->n; i++)
		print_line(out, grid, &shown, grid->of[i]);
	html_table_close(out);
	free(shown.column);
}
