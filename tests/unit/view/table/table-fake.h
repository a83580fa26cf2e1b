/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A comparison made by hand for the tests of tables: two sides on some rows of a
 * campaign of layouts, 1000 and 800 instructions per page.
 */
#ifndef TESTS_UNIT_VIEW_TABLE_TABLE_FAKE_H
#define TESTS_UNIT_VIEW_TABLE_TABLE_FAKE_H

#include "analysis/compare.h"
#include "view/table/doc.h"

struct table_fake {
	struct compare compare;
	struct records records;	/* none */
	struct facts run;
	struct sample like;
	struct side side[2];
	struct compare_row row[12];
	struct compare_cell cell[12][2];
	struct metric_value value[12][2][NR_METRICS];
};

/* nr_rows  1 to 12, each of the name "rows" where there are several */
void table_fake_make(struct table_fake *fake, size_t nr_rows);

/* Something printed as text at so many columns, or in another format. */
struct fake_print {
	char *text;
	size_t n;
	struct table_style style;
	struct doc doc;
};
/* Returns where to print to. */
const struct doc *fake_open(struct fake_print *print, enum table_format format,
			    size_t columns);
/* Returns what was printed, which the caller frees. */
char *fake_close(struct fake_print *print);

/* Passes where text has part. */
void has(const char *text, const char *part, const char *name);
void has_not(const char *text, const char *part, const char *name);

#endif
