/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands below a row of a comparison, where the row has some of it; and what
 * stands in place of many rows. Each function is in a file of its own.
 */
#ifndef VIEW_TABLE_BELOW_H
#define VIEW_TABLE_BELOW_H

#include "analysis/compare.h"
#include "view/table/doc.h"

/* compare_notes.c: below a line of it, a struct compare_line */
void compare_notes_print(const struct doc *doc, const void *line);
/*
 * label_room   columns that the names of sides have in the table above
 */

/* differences.c: by how many percent, where units are pairs */
void differences_print(const struct doc *doc, const struct compare *compare,
		       size_t row, size_t label_room);
/* locks.c: which locks a page takes, where kernels count them */
void locks_print(const struct doc *doc, const struct compare *compare, size_t row,
		 size_t label_room);
/* pressure.c: what memory pressure did */
void pressure_print(const struct doc *doc, const struct compare *compare,
		    size_t row);

/* ---- worst.c: many rows of one name, of which the worst are shown ---- */

/* Rows from this one on that are shown as one; 1: it is shown by itself. */
size_t worst_rows(const struct doc *doc, const struct compare *compare, size_t row);
void worst_print(const struct doc *doc, const struct compare *compare, size_t row,
		 size_t n);

#endif
