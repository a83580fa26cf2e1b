/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A machine and what disturbs on it, for people.
 */
#ifndef VIEW_MACHINE_H
#define VIEW_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "machine/disturb.h"
#include "machine/host.h"

struct machine_style {
	bool color;	/* SGR sequences for headings */
	bool verbose;	/* long values whole, and where each was read */
	size_t columns;	/* of a list of one line each; 0: 80 */
};

/*
 * Print the facts by group, at most 80 columns. Unknown ones are "-"; long
 * values are cut after two lines with "..." unless verbose.
 * Errors   none of its own: the caller checks the stream.
 */
void machine_print(FILE *out, const struct host *host,
		   const struct machine_style *style);

/* Print what disturbs, most harmful first, each with its mend. */
void machine_print_disturbances(FILE *out, const struct disturbances *found,
				const struct machine_style *style);

/* The same on one line each, cut to the columns, without the mend. */
void machine_list_disturbances(FILE *out, const struct disturbances *found,
			       const struct machine_style *style);

#endif
