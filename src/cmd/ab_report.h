/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft ab --report: what pft report makes, of what pft ab has measured.
 */
#ifndef CMD_AB_REPORT_H
#define CMD_AB_REPORT_H

#include <stdatomic.h>
#include <stddef.h>

#include "cmd/ab_options.h"

/*
 * Whether the folder can be written to and the records beside can be read,
 * before hours of boots.
 * Errors   -errno with a message.
 */
int ab_report_check(const struct ab_options *options, struct error *err);

/*
 * Make options->report of the records at path [n] and of those beside. Tells of
 * errors, and where the report is.
 * stop     not 0: no further file is wanted
 * Returns  the exit status.
 */
int ab_report(const struct ab_options *options, const char *const path[],
	      size_t n, const _Atomic int *stop);

#endif
