/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of 2004, exactly.
 */
#ifndef VIEW_TABLE_CLASSIC_H
#define VIEW_TABLE_CLASSIC_H

#include <stdio.h>

#include "analysis/compare.h"
#include "view/table/doc.h"

void classic_titles(FILE *out);
/* A line: like is of the workload; what is unknown of row is "-". */
void classic_line(FILE *out, const struct sample *like, const struct compare_classic *row);

/* A table for each workload and side of a campaign of classic accounting. */
void classic_print(const struct doc *doc, const struct compare *compare);

#endif
