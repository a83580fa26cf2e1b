/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines for programs: facts as a line of CSV, or as a JSON record.
 */
#ifndef VIEW_FACTS_LINES_H
#define VIEW_FACTS_LINES_H

#include <stdbool.h>
#include <stdio.h>

#include "record/record.h"

/*
 * Print the values of facts as a line of view/table/csv.h's CSV.
 * names    first a line of their names
 */
void facts_print_csv(FILE *out, const struct facts *facts, bool names);
/* Print facts as a record of their type. */
void facts_print_json(FILE *out, const struct facts *facts);

#endif
