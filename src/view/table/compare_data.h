/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the parts of a comparison's output have in common. Only compare_*.c
 * include this.
 */
#ifndef VIEW_COMPARE_DATA_H
#define VIEW_COMPARE_DATA_H

#include <stdio.h>

#include "analysis/compare.h"

/* As CSV, or as JSON Lines. */
void compare_data_print(FILE *out, const struct compare *compare, bool json);

#endif
