/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands below a line of a comparison, and below a row where the row has some of
 * it.
 */
#ifndef VIEW_TABLE_BELOW_H
#define VIEW_TABLE_BELOW_H

#include "analysis/compare.h"
#include "view/table/compare_columns.h"
#include "view/table/doc.h"

/* Below a line, a struct compare_line: grid.h's notes. */
void compare_notes_print(const struct doc *doc, const void *line);

/*
 * Where units are pairs, such as layouts: by how many percent each side costs more than
 * the first, as the mean of the differences, with its interval.
 * label_room   columns that the names of sides have in the table above
 */
void differences_print(const struct doc *doc, const struct compare *compare,
		       size_t row, size_t label_room);
/* How often each page takes which locks, and for how long, where kernels count them. */
void locks_print(const struct doc *doc, const struct compare *compare, size_t row,
		 size_t label_room);
/*
 * Of a row under memory pressure: for each side how much of what nobody used was
 * reclaimed, how much of what was in use, and what that cost.
 * columns  compare_columns_make's
 */
void pressure_print(const struct doc *doc, const struct compare *compare,
		    const struct columns *columns, size_t row);

#endif
