/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the words above a classic table call it. Only classic*.c include this.
 */
#ifndef RECORD_CLASSIC_TITLE_H
#define RECORD_CLASSIC_TITLE_H

#include <stdbool.h>
#include <stddef.h>

#include "record/classic.h"
#include "record/classic_word.h"
#include "record/record.h"

enum {
	TITLE_WORDS = 16,
	PROSE_WORDS = 128,	/* that our own heading may take, with its notes */
	TITLE_SIZE = 512,
};

/* The last words that are neither of a header nor of a row. */
struct prose {
	struct word word[PROSE_WORDS];	/* a ring: the oldest at nr % PROSE_WORDS */
	size_t nr;			/* all that were seen */
};

struct words {
	struct word word[TITLE_WORDS];
	size_t n;
};

void prose_add(struct prose *prose, const struct word *word);

/*
 * The words that may be the title of a header.
 * row_line where the last row ends, 0 without one
 * own_line whether the header begins a line
 */
void title_above(const struct prose *prose, size_t row_line, bool own_line,
		 struct words *words);
/*
 * The same of rows that go on below others. Returns whether the words name a
 * kernel: only then are they a title.
 */
bool title_between(const struct prose *prose, size_t row_line,
		   struct words *words);

/*
 * Set a table's title, label and, where a tag tells of another, kind.
 * words    as the functions above chose them; used up
 * number   of the table, for one that has no name
 */
void title_name(struct words *words, bool own_line, size_t number,
		struct records *records, struct classic_table *table);

/*
 * The last heading of pft's own in prose.
 * heading  receives what it tells; its texts are kept by records
 * words    receive what stands behind its "kernel": the words that name the
 *          table; left as they are where heading->named is not set
 * Returns  whether there is one; else *heading is empty.
 */
bool title_heading(const struct prose *prose, struct records *records,
		   struct classic_heading *heading, struct words *words);
/* Name a table after the words behind "kernel": "label (release), date". */
void title_own(struct words *words, struct records *records,
	       struct classic_table *table);

#endif
