/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table of the page from an array of columns, as every other table has them. It is in
 * a box of its own, which scrolls where it is too wide, can be reached by keyboard, and
 * is named for people who cannot see it. What is seen above it is the caller's.
 */
#ifndef VIEW_HTML_GRID_H
#define VIEW_HTML_GRID_H

#include <stdio.h>

#include "view/table/column.h"

struct html_grid {
	const char *name;	/* for its caption */
	const struct columns *columns;
	unsigned where;		/* which of them */
	/* The first column, of names; label NULL: the first of columns is that. */
	const char *label_title;
	const char *(*label)(const void *of);
	/* The class of a cell whose color says something; NULL: none has one. */
	const char *(*class)(const void *of, const struct column *column);
	/* Prints lines below that of a thing with html_grid_note; or NULL. */
	void (*notes)(FILE *out, size_t nr_columns, const void *of);
	const void *of;		/* [n] of size bytes each: a line for each */
	size_t size, n;
};

void html_grid_print(FILE *out, const struct html_grid *grid);

/*
 * A line over the whole width.
 * class    "invalid" or "note"
 * text     "" prints nothing
 */
void html_grid_note(FILE *out, const char *class, size_t nr_columns,
		    const char *text);

#endif
