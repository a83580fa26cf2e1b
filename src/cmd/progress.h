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
	size_t nr_steps;
	size_t first;		/* steps that were done before this command */
	uint64_t start_ns;
};

void progress_open(struct progress *progress, bool quiet, size_t nr_steps);
/* Step i of nr_steps (from 0) begins; format says what it is. */
void progress_show(const struct progress *progress, size_t i,
		   const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The same where the number of steps is unknown; left_s seconds are left. */
void progress_show_left(const struct progress *progress, double left_s,
			const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/*
 * The same for what is no number of steps.
 * done     0 to 1 of what began at start_ns; below 0: unknown
 */
void progress_show_share(const struct progress *progress, double done,
			 const char *what);
/* Remove the line. */
void progress_close(const struct progress *progress);

#endif
