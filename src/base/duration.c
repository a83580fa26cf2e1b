/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/duration.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"

enum { HOUR_S = 3600, YEAR_S = 366 * 24 * HOUR_S };

static const struct { char letter; double seconds; } units[] = {
	{ 'h', HOUR_S }, { 'm', 60 }, { 's', 1 },
};

static size_t find_unit(char letter)
{
	size_t i = 0;
	while (i < ARRAY_SIZE(units) && units[i].letter != letter)
		i++;
	return i;
}

/*
 * One number and its unit, from *p on.
 * unit     the smallest so far; receives this one
 * Returns  seconds, below 0 where there is no such thing.
 */
static double part_of(const char **p, size_t *unit)
{
	/* strtod would take signs, blanks, hex, inf and nan as well. */
	const size_t digits = strspn(*p, "0123456789.");
	char *end;
	if (!isdigit((unsigned char)**p))
		return -1;
	const double number = strtod(*p, &end);
	const size_t found = find_unit(*end);
	if (end != *p + digits || found == ARRAY_SIZE(units) || found < *unit)
		return -1;
	*unit = found + 1;
	*p = end + 1;
	return number * units[found].seconds;
}

int duration_parse(const char *what, const char *text, double *seconds,
		   struct error *err)
{
	double sum = 0;
	size_t unit = 0;
	const char *p = text;
	bool good = *text != '\0';
	while (good && *p) {
		const double part = part_of(&p, &unit);
		good = part >= 0;
		sum += part;
	}
	if (!good || sum <= 0 || sum > YEAR_S)
		return error_set(err, -EINVAL, "%s '%s': expected a time with its unit, such as 90s, 10m or 1h30m",
				 what, text);
	*seconds = sum;
	return 0;
}

const char *duration_format(double seconds, char *text, size_t n)
{
	const unsigned long s = (unsigned long)(seconds + 0.5);
	if (s >= HOUR_S)
		snprintf(text, n, "%lu:%02lu:%02lu", s / HOUR_S, s / 60 % 60,
			 s % 60);
	else
		snprintf(text, n, "%lu:%02lu", s / 60, s % 60);
	return text;
}
