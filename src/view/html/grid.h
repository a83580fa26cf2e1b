/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table of the page from the same columns as every other table.
 */
#ifndef VIEW_HTML_GRID_H
#define VIEW_HTML_GRID_H

#include <stdio.h>

#include "view/table/column.h"

struct html_grid {
	const char *name;	/* for its caption */
	const struct columns *columns;
	unsigned where;		/* which of them */
	const char *label_title;	/* the first column is of names; NULL: of numbers */
	const char *(*label)(const void *of);
	/* The class of a cell whose color says something; NULL: none has one. */
	const char *(*class)(const void *of, const struct column *column);
	/* Lines over the whole width below that of a thing; or NULL. */
	void (*notes)(FILE *out, size_t nr_columns, const void *of);
	const void *const *of;	/* [n] */
	size_t n;
};

void html_grid_print(FILE *out, const struct html_grid *grid);

#endif
