/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the parts of a comparison's table have in common. Only ab_*.c,
 * classic_rows.c, compare_*.c and verdicts.c include this.
 */
#ifndef VIEW_AB_LINES_H
#define VIEW_AB_LINES_H

#include "view/table/ab_table.h"
#include "analysis/locks.h"

extern const char AB_BOLD[], AB_RED[];

size_t ab_room(const struct table_style *style);
/* Cost and memory stay on a narrow terminal; the unmapping does not. */
bool ab_has_unmap(const struct table_style *style);
/* What is left for a label. */
size_t ab_label_room(const struct compare *comparison,
		     const struct table_style *style);

/* Text wrapped and colored, each line by itself. */
void ab_print_wrapped(FILE *out, const char *text, size_t indent,
		      const char *sequence, const struct table_style *style);
/* A label that is too long has a line of its own, or some. */
void ab_print_label(FILE *out, const char *label, size_t room,
		    const struct table_style *style);
void ab_print_number(FILE *out, int width, int decimals, struct real number);

/* ---- ab_more.c: by how many percent, where units are pairs ---- */

void ab_more_print(FILE *out, const struct compare *comparison, size_t row,
		   const struct table_style *style);

/* ---- ab_locks.c: what locks a page takes, where kernels count it ---- */

void ab_locks_print(FILE *out, const struct compare *comparison,
		    size_t row,
		    const struct table_style *style);

/* ---- ab_pressure.c: what memory pressure did, where a row has it ---- */

void ab_pressure_print(FILE *out, const struct compare *comparison, size_t row,
		       const struct table_style *style);

/* ---- ab_verdict.c: which are faster, slower, the same ---- */

void ab_verdict_print(FILE *out, const struct compare *comparison, size_t row,
		      const struct table_style *style);

/* ---- ab_worst.c: many rows of one name, of which the worst are shown ---- */

/* Rows from this one on that are shown as one; 1: it is shown by itself. */
size_t ab_worst_rows(const struct compare *comparison, size_t row,
		     const struct table_style *style);
void ab_worst_print(FILE *out, const struct compare *comparison, size_t row,
		    size_t n, const struct table_style *style);

#endif
