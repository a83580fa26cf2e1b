/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands beside the bars of a comparison and below them, in words. All
 * strings are printable; those that are not const are the caller's to free.
 */
#ifndef VIEW_BAR_TEXT_H
#define VIEW_BAR_TEXT_H

#include <stdbool.h>
#include <stdio.h>

#include "analysis/compare.h"

/* "2939.8 + 968.5", the unmapping after the fault; "" where unknown. */
char *bar_text_cost(struct real fault, struct real unmapping);
/* "1.51x", with so many digits that another cost shows; "" where unknown. */
char *bar_text_ratio(const struct ratio *ratio);
/* What the ratio means: "cheaper", "dearer", "identical", "within 1%", "unclear". */
char *bar_text_verdict(const struct compare *c,
		       const struct compare_cell *cell, bool first);
/* "exact", "1.49 to 1.53", or "". */
char *bar_text_interval(const struct compare *c,
			const struct compare_cell *cell, bool first);
char *bar_text_number(struct real number, int decimals);
/* "5", or "4 of 5". */
char *bar_text_units(const struct compare *c,
		     const struct compare_cell *cell);
/* "boots" */
char *bar_text_units_name(const struct compare *c);
/* Why there is no bar; "" where there is one. */
char *bar_text_note(const struct compare *c,
		    const struct compare_cell *cell, size_t treatment);

const char *bar_text_axis(const struct compare *c);
/* What the engine's numbers are. */
const char *bar_text_engine(const struct compare *c);

/* ---- the caption ---- */

char *bar_text_counts(const struct compare *c);
/* " INVALID: 2 boots lost.", and repetitions left out; nothing where all is well. */
void bar_text_put_left_out(FILE *out, const struct compare *c);
char *bar_text_machine(const struct records *records,
		       const struct compare *c);
/* treatment [n] those to name; NULL: all */
char *bar_text_kernels(const struct compare *c, const size_t treatment[],
		       size_t n);
char *bar_text_command(const struct records *records,
		       const struct compare *c);

#endif
