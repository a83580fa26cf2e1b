/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What several estimators do with a sample. Arithmetic on arrays; no input, no
 * output, no state.
 */
#ifndef STATS_SAMPLE_H
#define STATS_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

bool sample_is_finite(const double values[], size_t n);
/* n at least 1. Equal values have exactly themselves as their mean. */
double sample_mean(const double values[], size_t n);
/* Sort ascending; values [n] finite. */
void sample_sort(double values[], size_t n);

#endif
