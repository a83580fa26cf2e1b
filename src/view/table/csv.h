/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fields of comma-separated values as in RFC 4180, with newlines alone; what is
 * unknown is empty.
 */
#ifndef VIEW_TABLE_CSV_H
#define VIEW_TABLE_CSV_H

#include <stdio.h>

#include "base/known.h"

/*
 * One field, without comma. Text is made printable and quoted where it must be;
 * text that a spreadsheet would take for a formula (=, +, -, @ first) gets an
 * apostrophe before it. NULL is empty.
 */
void csv_text(FILE *out, const char *text);
/*
 * Twelve digits: a thousand seconds to the nanosecond. More would only show
 * which processor did the arithmetic.
 */
void csv_real(FILE *out, struct real real);
void csv_count(FILE *out, struct count count);

#endif
