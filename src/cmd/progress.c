/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/progress.h"

#include <stdarg.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "machine/clock.h"

void progress_open(struct progress *progress, bool quiet, size_t nr_steps)
{
	*progress = (struct progress){
		.shown = !quiet && isatty(STDERR_FILENO),
		.nr_steps = nr_steps,
		.start_ns = clock_wall_ns(),
	};
}

/* "1:05" or "2:03:00" that the steps left take if they take as those before. */
static void time_left(const struct progress *progress, size_t i, char *text,
		      size_t n)
{
	if (i == 0) {
		snprintf(text, n, "-:--");
		return;
	}
	const double each = (double)(clock_wall_ns() - progress->start_ns) /
			    (double)i;
	const unsigned long s = (unsigned long)(
		each * (double)(progress->nr_steps - i) / 1e9 + 0.5);
	if (s >= 3600)
		snprintf(text, n, "%lu:%02lu:%02lu", s / 3600, s / 60 % 60, s % 60);
	else
		snprintf(text, n, "%lu:%02lu", s / 60, s % 60);
}

void progress_show(const struct progress *progress, size_t i,
		   const char *format, ...)
{
	if (!progress->shown)
		return;
	char left[32], what[128], line[256];
	va_list args;
	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	time_left(progress, i, left, sizeof(left));
	snprintf(line, sizeof(line), "%zu of %zu, %s left: %s", i + 1,
		 progress->nr_steps, left, what);
	struct winsize size;
	int columns = 80;
	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1)
		columns = size.ws_col;
	/* Back to the start, the line cut to the width, the rest cleared. */
	fprintf(stderr, "\r%.*s\033[K", columns - 1, line);
}

void progress_close(const struct progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", stderr);
}
