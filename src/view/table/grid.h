/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table: some columns, and a line for each of some things. On a terminal it
 * fits the room there is: decimals go first, then the least important columns.
 */
#ifndef VIEW_TABLE_GRID_H
#define VIEW_TABLE_GRID_H

#include <stddef.h>

#include "view/table/column.h"
#include "view/table/doc.h"

/* What stands below a line. */
typedef void grid_notes_fn(const struct doc *doc, const void *of);

struct grid {
	const struct columns *columns;
	unsigned where;		/* which of them */
	/*
	 * The name of each line, on its left: with it columns have what room it
	 * leaves, and a long one a line of its own. NULL: lines have no names.
	 */
	const char *(*label)(const void *of);
	/* [n] the things */
	const void **of;
	size_t n;
	grid_notes_fn *notes;	/* or NULL */
	size_t label_least;	/* columns of names at least; 0: 10 */
};

/*
 * Print it.
 * Returns  the titles of the columns that are left out for want of room, which
 *          the caller frees; NULL where none is.
 */
char *grid_print(const struct doc *doc, const struct grid *grid);
/* The same, and below it a line with the columns left out. */
void grid_print_whole(const struct doc *doc, const struct grid *grid);
/* That line: titles is freed; NULL: nothing is printed. */
void grid_print_left_out(const struct doc *doc, char *titles);

#endif
