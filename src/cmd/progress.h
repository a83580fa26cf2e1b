/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A line on the terminal that says how far a run is and how long it still
 * takes. Nothing is written anywhere else.
 */
#ifndef CMD_PROGRESS_H
#define CMD_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
	bool shown;		/* standard error is a terminal, and not quiet */
	uint64_t start_ns;
};

/* Time runs from here on. */
void progress_open(struct progress *progress, bool quiet);
/* Show a line in place of the last one. */
void progress_show(const struct progress *progress, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Step i of n (from 0) begins: "3 of 8, 1:05 left: what". */
void progress_show_step(const struct progress *progress, size_t i, size_t n,
			const char *what);
/*
 * The same for what is no number of steps.
 * done     0 to 1 of what began at start_ns; below 0: unknown
 */
void progress_show_share(const struct progress *progress, double done,
			 const char *what);
/* Remove the line. */
void progress_close(const struct progress *progress);

#endif
