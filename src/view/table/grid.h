/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table: some columns, and a line for each of some things. On a terminal it
 * fits the room there is: decimals go first, then the least important columns. In the
 * page it is in a box of its own, which scrolls where it is too wide, can be reached by
 * keyboard, and is named for people who cannot see it.
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
	/* [n] the things, one behind the other in memory */
	const void *first;
	size_t size, n;
	grid_notes_fn *lead;	/* what stands above a line; on a terminal and in a mail; or NULL */
	grid_notes_fn *notes;	/* or NULL */
	const char *label_title;	/* in Markdown and in the page; or NULL */
	/* In the page alone: its caption, and the class of a cell with a color or NULL. */
	const char *name;
	const char *(*class_of)(const void *of, const struct column *column);
	/*
	 * Columns that names have, their indent among them; 0: what other columns
	 * leave of the room, which is told here once the grid is printed.
	 */
	size_t label_room;
	/*
	 * Receives the titles of the columns that are left out for want of room, which
	 * the caller frees; "" where none is. NULL: not wanted.
	 */
	char **left_out;
};

void grid_print(const struct doc *doc, struct grid *grid);

#endif
