/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a report says of kernels whose repetitions are of no campaign:
 * analysis/verdicts.h.
 */
#ifndef VIEW_VERDICTS_H
#define VIEW_VERDICTS_H

#include <stdio.h>

#include "analysis/verdicts.h"
#include "view/table/table.h"

/*
 * Print as compare_print does; for people with a line above it, or the one line
 * that says why nothing is compared; nothing where there is nothing to be said.
 * The columns of 2004 have no room for it.
 */
void verdicts_print(FILE *out, const struct verdicts *verdicts,
		    const struct table_style *style);

#endif
