/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/progress.h"

#include <stdarg.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/size.h"
#include "machine/clock.h"

void progress_open(struct progress *progress, bool quiet, size_t nr_steps)
{
	*progress = (struct progress){
		.shown = !quiet && isatty(STDERR_FILENO),
		.nr_steps = nr_steps,
		.start_ns = clock_wall_ns(),
	};
}

/* "1:05" or "2:03:00" that the rest takes if it goes on as before. */
static void time_left(const struct progress *progress, double done, char *text,
		      size_t n)
{
	if (done <= 0) {
		snprintf(text, n, "-:--");
		return;
	}
	const double so_far_s = (double)(clock_wall_ns() - progress->start_ns) / 1e9;
	duration_format(so_far_s / done * (1 - done), text, n);
}

/* Back to the start, the line cut to the width, the rest cleared. */
static void show_line(const char *line)
{
	struct winsize size;
	int columns = 80;
	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1)
		columns = size.ws_col;
	fprintf(stderr, "\r%.*s\033[K", columns - 1, line);
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
	time_left(progress, (double)i / (double)progress->nr_steps, left,
		  sizeof(left));
	snprintf(line, sizeof(line), "%zu of %zu, %s left: %s", i + 1,
		 progress->nr_steps, left, what);
	show_line(line);
}

void progress_show_left(const struct progress *progress, double left_s,
			const char *format, ...)
{
	if (!progress->shown)
		return;
	char left[24], what[160], line[256];
	va_list args;
	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	snprintf(line, sizeof(line), "%s left: %s",
		 duration_format(left_s, left, sizeof(left)), what);
	show_line(line);
}

void progress_show_share(const struct progress *progress, double done,
			 const char *what)
{
	if (!progress->shown)
		return;
	char left[32], line[256];
	time_left(progress, done, left, sizeof(left));
	if (done < 0)
		snprintf(line, sizeof(line), "%s", what);
	else
		snprintf(line, sizeof(line), "%.0f%%, %s left: %s", 100 * done,
			 left, what);
	show_line(line);
}

void progress_close(const struct progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", stderr);
}
