/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of numbers of a table: what is in each, and which of them there
 * is room for.
 */
#ifndef VIEW_COLUMNS_H
#define VIEW_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/known.h"
#include "analysis/summary.h"

enum { MAX_COLUMNS = 12 };

struct column;

/* NULL-terminated, in their order. */
extern const struct column *const table_columns[];
extern const struct column *const mail_columns[];
extern const struct column *const page_columns[];

/* One column by itself, where there is room for all. */
const char *column_title(const struct column *column);
void column_print(FILE *out, const struct column *column,
		  const struct summary *summary);

struct shown {
	const struct column *column;
	int decimals;
	size_t width;
	bool dropped;
};

struct layout {
	struct shown shown[MAX_COLUMNS];
	size_t n;
};

/* The rows of one block. */
struct block_rows {
	const struct summary *summary;
	size_t n;
};

/*
 * Choose decimals, widths and, if that is not enough, columns to drop.
 * room     columns of the terminal or mail
 */
void layout_fit(struct layout *layout, const struct column *const *columns,
		const struct block_rows *part, size_t room);

void layout_print_titles(FILE *out, const struct layout *layout);
void layout_print_row(FILE *out, const struct layout *layout,
		      const struct summary *summary);
/* The title of column i. */
const char *layout_title(const struct layout *layout, size_t i);

/* User or system time, unknown where it is noise. */
struct real unless_few_ticks(const struct summary *summary, struct real real);

#endif
