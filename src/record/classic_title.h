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

enum { TITLE_WORDS = 16, TITLE_SIZE = 512 };

/* The last words that are neither of a header nor of a row. */
struct prose {
	struct word word[TITLE_WORDS];	/* a ring: the oldest at nr % TITLE_WORDS */
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

#endif
