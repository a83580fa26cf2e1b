/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verdicts in words: the same in every table, page and picture.
 */
#ifndef VIEW_TABLE_VERDICT_TEXT_H
#define VIEW_TABLE_VERDICT_TEXT_H

#include "analysis/compare.h"

/* All words, in the order that people want to see them. */
enum { VERDICT_WORDS = 4 };
extern const enum verdict_word verdict_order[VERDICT_WORDS];

/*
 * For programs: "faster", "slower", "same", "cannot tell"; of instructions
 * "cheaper" and "dearer".
 */
const char *verdict_name(const struct compare *compare, enum verdict_word word);

/* For people: "same within 1%", else as verdict_name; the caller frees it. */
char *verdict_text(const struct compare *compare, enum verdict_word word);
/* Of a cell: "baseline" of the first side, "-" where there is no word. */
char *verdict_of_cell(const struct compare *compare,
		      const struct compare_cell *cell);

/*
 * "7 more boots would resolve 1%" of a cell that cannot be told; "" where no number
 * is known. The caller frees it.
 */
char *verdict_more(const struct compare *compare,
		   const struct compare_cell *cell);
/*
 * What limits a word, or why there is none: "this boot only", "of this one layout of
 * memory", a reason; "" where nothing does.
 */
const char *verdict_limits(const struct compare_cell *cell);
/* The word with all of that: "cannot tell: 7 more boots would resolve 1%". */
char *verdict_in_full(const struct compare *compare,
		      const struct compare_cell *cell);

/* "3 faster, 1 cannot tell" of n rows from row on; the caller frees it. */
char *verdict_tally(const struct compare *compare, size_t row, size_t n);

/*
 * A p, or a power, for programs: six digits. More would only show which processor
 * did the arithmetic.
 */
struct real verdict_p(struct real p);

#endif
