/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The verdicts of a table of comparisons: faster, slower, the same within a margin,
 * or cannot tell yet, and how many more units would be enough.
 * Arithmetic on arrays; no input, no output, no state. The words that people
 * read are made by the view.
 *
 * The unit is the boot (or block, or layout), never the repetition: repetitions
 * of one boot share its luck, and counting them as if they did not finds
 * differences where there are none.
 */
#ifndef STATS_VERDICT_H
#define STATS_VERDICT_H

#include <stddef.h>

#include "base/known.h"
#include "stats/ratio.h"

enum verdict_word {
	VERDICT_CANNOT_TELL,
	VERDICT_FASTER,		/* b, than a */
	VERDICT_SLOWER,
	VERDICT_SAME,		/* within the margin */
};

/* One row of a table: what is given, then what is found. */
struct verdict_row {
	struct ratio_sides sides;

	struct ratio ratio;	/* a over b: above 1, b is cheaper; 95% of this row */
	struct real p;		/* two-sided, for this row alone */
	struct real p_holm;	/* adjusted for all rows of the table that have a p */
	enum verdict_word word;
	/*
	 * Minimum detectable effect: the smallest ratio - 1 that so many units
	 * find with 80% power, if they spread as these did. Of a table with m
	 * rows at 5% / m, which Holm may ask of each.
	 */
	struct real detectable;
	/*
	 * Where the word is CANNOT_TELL: so many more units of each side would
	 * find a difference of margin with 80% power (power_units). Where there
	 * are as many already, would find the difference seen; at least 1.
	 * 0: unknown, as without a spread, or POWER_MOST_UNITS and above.
	 */
	size_t more_units;
};

/*
 * Fill what is found in each row.
 * row      [n] one table: the family that Holm's adjustment is for
 * margin   0.01: within 1% is the same; what is not above 0 is taken as 0
 *
 * The rule. SAME where the 95% interval of the ratio lies within
 * [1 / (1 + margin), 1 + margin]; else FASTER or SLOWER where p_holm < 0.05; else
 * CANNOT_TELL. So SAME has its error rate for each row, 2.5% at most, and FASTER
 * and SLOWER have theirs, 5%, for the whole table.
 *
 * Few units or no spread:
 *   none on a side        all unknown: CANNOT_TELL
 *   one on a side         a ratio alone: CANNOT_TELL
 *   no spread at all      the interval is the ratio itself, nothing is left to
 *                         chance: p is 1 where it is exactly 1, and else 0
 *   no spread on a side   Welch's t has the degrees of freedom of the other
 * Source   Welch 1947; Holm 1979; the interval within the margin: Schuirmann
 *          1987, at half his error rate.
 */
void verdict_rows(struct verdict_row row[], size_t n, double margin);

#endif
