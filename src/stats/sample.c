/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/sample.h"

#include <math.h>
#include <stdlib.h>

bool sample_is_finite(const double values[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(values[i]))
			return false;
	}
	return true;
}

double sample_mean(const double values[], size_t n)
{
	double sum = 0.0;
	for (size_t i = 1; i < n; i++)
		sum += values[i] - values[0];
	return values[0] + sum / (double)n;
}

static int compare_doubles(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

void sample_sort(double values[], size_t n)
{
	qsort(values, n, sizeof(*values), compare_doubles);
}
