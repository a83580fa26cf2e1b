/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first line: who measures, on what.
 */
#ifndef GUEST_HELLO_H
#define GUEST_HELLO_H

#include <stdbool.h>

#include "base/known.h"

/*
 * init     since the kernel started, in seconds
 * memcg    whether what is measured is charged to a control group
 * Returns  the line with its newline, which the caller frees; NULL without
 *          memory. What could not be read is null.
 */
char *hello_line(struct real init, bool memcg);

#endif
