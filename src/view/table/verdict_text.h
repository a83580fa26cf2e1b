/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verdicts in the words that people read, the same in every table.
 */
#ifndef VIEW_VERDICT_TEXT_H
#define VIEW_VERDICT_TEXT_H

#include <stddef.h>

#include "stats/verdict.h"

enum { VERDICT_TEXT_SIZE = 64 };

/*
 * "faster", "slower", "same within 1%", "cannot tell".
 * margin   0.01 is 1%
 * text     [VERDICT_TEXT_SIZE] receives it
 * Returns  text.
 */
const char *verdict_text(enum verdict_word word, double margin, char *text);

/* The same word for programs: "same" without its margin. */
const char *verdict_name(enum verdict_word word);

/*
 * "7 more boots would resolve 1%"; "" where none is known to do.
 * unit     "boot"
 * text     [VERDICT_TEXT_SIZE] receives it
 */
const char *verdict_text_more(size_t more_units, const char *unit, double margin,
			      char *text);

/*
 * A p, or a power, for programs: six digits: more would only show which processor did the
 * arithmetic.
 */
struct real verdict_p(struct real p);

#endif
