/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lengths of time as people write them.
 */
#ifndef BASE_DURATION_H
#define BASE_DURATION_H

#include <stddef.h>

#include "base/error.h"

/*
 * Parse "90s", "10m", "1.5h", "1h30m": numbers with their units, the larger
 * before the smaller. A number without a unit is refused: it could be seconds or
 * minutes.
 * what     names it in the message
 * Errors   -EINVAL for anything else, for nothing at all and for more than a
 *          year; *seconds is then not changed.
 */
int duration_parse(const char *what, const char *text, double *seconds,
		   struct error *err);

/*
 * "0:05", "12:30", "2:03:00": minutes and seconds, or hours before them, to the
 * nearest second.
 * seconds  0 or more
 * text     [n]; 24 bytes are enough
 * Returns  text.
 */
const char *duration_format(double seconds, char *text, size_t n);

#endif
