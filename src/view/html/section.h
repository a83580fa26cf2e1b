/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the page is put together: its sections. Only html_*.c include this. Text
 * of records is in none of the ids.
 */
#ifndef VIEW_HTML_SECTION_H
#define VIEW_HTML_SECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/known.h"
#include "analysis/compare.h"
#include "view/html/markup.h"
#include "view/html/page.h"

/* ---- section.c: what sections have in common ---- */

/*
 * <details>, closed unless open, with a title and what more it says of what is
 * in it, or NULL.
 */
void html_fold_open(FILE *out, const char *title, const char *more, bool open);
void html_fold_close(FILE *out);
/* A command, to be copied; "" prints nothing. */
void html_command(FILE *out, const char *command);
/*
 * <th scope="col"> for each, and the end of the head. NULL-terminated; above
 * text one begins with a '<', which is not shown.
 */
void html_titles(FILE *out, const char *const titles[]);
/* <td>, "-" where unknown. */
void html_number(FILE *out, struct real number, int decimals);
/* <td attributes>text</td>, "-" for ""; text is taken over. */
void html_owned(FILE *out, const char *attributes, char *text);
/* So many decimals that a ratio that is not 1 does not look like it. */
int html_ratio_decimals(double ratio);
/* <td> with a p, with a share as a percentage; "-" where unknown. */
void html_probability(FILE *out, struct real p);
void html_percent(FILE *out, struct real share);
/* The class of a <td> with that word; its colour says no more than the word. */
const char *html_verdict_class(enum verdict_word word);
/* A line over all columns that says what is INVALID and why. */
void html_invalid(FILE *out, size_t columns, const char *text);
/* The same of what is worth a remark. */
void html_remark(FILE *out, size_t columns, const char *text);
/* "12 rows", "1 row"; the caller frees it. */
char *html_count(size_t n, const char *what);

/* Different texts, so many of which are shown and the others counted. */
enum { HTML_SHOWN = 12 };
struct html_distinct {
	char **text;	/* [n]; owned */
	size_t n;
};
/* text is taken over. */
void html_distinct_add(struct html_distinct *distinct, char *text);
/* <dt>what</dt><dd>...</dd>, nothing where there is none; frees the texts. */
void html_distinct_print(FILE *out, const char *what,
			 struct html_distinct *distinct);

/* ---- the sections, in their order; each prints nothing where it has none ---- */

/* invalid.c: what is INVALID, and why */
void html_invalid_print(FILE *out, const struct html_page *page);
/* comparison.c: one for each campaign */
void html_comparisons_print(FILE *out, const struct html_page *page);
/* verdicts.c: labels, without a campaign */
void html_verdicts_print(FILE *out, const struct html_page *page);
/* rows.c: the rows that have times */
void html_rows_print(FILE *out, const struct html_page *page);
/* pictures.c */
void html_pictures_print(FILE *out, const struct html_page *page);
/* runs.c: which machines, kernels and commands the records are of */
void html_runs_print(FILE *out, const struct html_page *page);

/* ---- overview.c: verdicts ---- */

/* <td> with a verdict's word; colour says nothing that the word does not. */
void html_verdict(FILE *out, const struct compare *c,
		  const struct compare_cell *cell, bool first);
/* "3 faster, 1 slower" of one row of it; the caller frees it. */
char *html_row_verdicts(const struct compare *c, size_t row);
/* Of a campaign, over all its rows; nothing for one row. */
void html_overview_print(FILE *out, const struct compare *c);

/* The line of machines, kernels, dates below the title. */
void html_origin_print(FILE *out, const struct html_page *page);

#endif
