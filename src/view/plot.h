/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plots: data files handed to static gnuplot scripts. Nothing that came from a
 * record is ever part of gnuplot code, of a shell command or of a file name.
 */
#ifndef VIEW_PLOT_H
#define VIEW_PLOT_H

#include <stdatomic.h>

#include "base/error.h"
#include "view/parts.h"

/*
 * Pictures of each sort: per wall or CPU time, and bars. Nobody looks at more,
 * and thousands of boots would draw for an hour.
 */
enum { PLOT_PICTURES_MAX = 32 };

/*
 * Draw every plot that the parts of records allow into dir (which exists), as SVG and PNG,
 * with the data of each beside it (.csv).
 * stop     not 0 once no further picture is wanted; may be NULL
 * nr_left_out receives how many series or panels are in no picture for being too many,
 *          of the sort of pictures where they are most
 * Errors   -ENOENT without gnuplot; -EIO when it fails; the message says which
 *          plot; -EINTR when stopped. Data files written before stay.
 */
int plot_all(const struct parts *parts, const char *dir,
	     const _Atomic int *stop, size_t *nr_left_out, struct error *err);

#endif
