/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the words above a classic table call it.
 */
#ifndef RECORD_CLASSIC_TITLE_H
#define RECORD_CLASSIC_TITLE_H

#include "record/classic_table.h"
#include "record/record.h"

enum { TITLE_SIZE = 512 };

/*
 * The words that may be the title of a header.
 * prose    the words since the last header or row
 * row_line where the last row ends, 0 without one
 * own_line whether the header begins a line
 */
struct span title_above(struct span prose, size_t row_line, bool own_line);
/*
 * The same of rows that go on below others: only words that name a kernel are a
 * title, else the span is empty.
 */
struct span title_between(struct span prose, size_t row_line);

/* Of the words that title_above or title_between chose. */
struct naming {
	struct records *records;	/* keep the texts */
	struct span prose, title;
	bool own_line;
	size_t number;			/* of the table, for one that has no name */
};

/*
 * Set a table's title, label and kind, and its heading, if the prose has one of
 * pft's own: then that names the table.
 */
void title_name(const struct naming *naming, struct classic_table *table);

/*
 * The base page of the first architecture that words name (i386: 4096, ia64:
 * 16384), or 0. Source: what these kernels were built with; x86 has no other.
 */
uint64_t classic_page_bytes(const char *words);

#endif
