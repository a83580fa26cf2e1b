/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/progress.h"

#include <stdarg.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/size.h"
#include "machine/clock.h"

void progress_open(struct progress *progress, bool quiet)
{
	*progress = (struct progress){
		.shown = !quiet && isatty(STDERR_FILENO),
		.start_ns = clock_wall_ns(),
	};
}

/* Back to the start, the line cut to the width, the rest cleared. */
void progress_show(const struct progress *progress, const char *format, ...)
{
	char line[256];
	struct winsize size;
	int columns = 80;
	va_list args;
	if (!progress->shown)
		return;
	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1)
		columns = size.ws_col;
	fprintf(stderr, "\r%.*s\033[K", columns - 1, line);
}

/* "1:05" or "2:03:00" that the rest takes if it goes on as before. */
static const char *time_left(const struct progress *progress, double done,
			     char text[24])
{
	const double so_far_s = (double)(clock_wall_ns() - progress->start_ns) / 1e9;
	return done <= 0 ? "-:--" :
	       duration_format(so_far_s / done * (1 - done), text, 24);
}

void progress_show_step(const struct progress *progress, size_t i, size_t n,
			const char *what)
{
	char left[24];
	progress_show(progress, "%zu of %zu, %s left: %s", i + 1, n,
		      time_left(progress, (double)i / (double)n, left), what);
}

void progress_show_share(const struct progress *progress, double done,
			 const char *what)
{
	char left[24];
	if (done < 0)
		progress_show(progress, "%s", what);
	else
		progress_show(progress, "%.0f%%, %s left: %s", 100 * done,
			      time_left(progress, done, left), what);
}

void progress_close(const struct progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", stderr);
}
