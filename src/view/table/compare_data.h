/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comparisons for programs: a line for each row and side, the same values as CSV and
 * as JSON Lines; and the locks of campaigns.
 */
#ifndef VIEW_TABLE_COMPARE_DATA_H
#define VIEW_TABLE_COMPARE_DATA_H

#include <stdbool.h>
#include <stdio.h>

#include "analysis/compare.h"
#include "analysis/campaigns.h"

void compare_data_print(FILE *out, const struct compare *compare, bool json);
/* The CSV of a campaign that follows those of others: without its names. */
void compare_data_go_on(FILE *out, const struct compare *compare);
/* All campaigns in one CSV. */
void campaigns_print_csv(FILE *out, const struct campaigns *campaigns);
/*
 * The locks of all campaigns in one CSV, a line for each lock of each side that a
 * page in a thousand takes, the others as one.
 */
void campaigns_print_locks(FILE *out, const struct campaigns *campaigns);

#endif
