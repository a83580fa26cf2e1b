/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What sections use that do not print their tables from columns yet.
 */
#ifndef VIEW_HTML_OLD_H
#define VIEW_HTML_OLD_H

#include <stdio.h>

#include "analysis/compare.h"

void html_text(FILE *out, const char *text);
void html_textf(FILE *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void html_element(FILE *out, const char *name, const char *text);
void html_table_open(FILE *out, const char *name);
void html_table_close(FILE *out);
void html_titles(FILE *out, const char *const titles[]);
void html_number(FILE *out, struct real number, int decimals);
void html_owned(FILE *out, const char *attributes, char *text);
int html_ratio_decimals(double ratio);
void html_probability(FILE *out, struct real p);
void html_percent(FILE *out, struct real share);
const char *html_verdict_class(enum verdict_word word);
void html_invalid_line(FILE *out, size_t columns, const char *text);
void html_remark(FILE *out, size_t columns, const char *text);
void html_verdict(FILE *out, const struct compare *c,
		  const struct compare_cell *cell, bool first);
char *html_row_verdicts(const struct compare *c, size_t row);
void html_overview_print(FILE *out, const struct compare *c);

#endif
