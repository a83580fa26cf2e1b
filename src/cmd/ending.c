/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/ending.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd/interrupt.h"
#include "cmd/options.h"

/* errno of the first write that failed: stdio keeps only that one did. */
static int broken;
static bool pipe_ends_us;

static ssize_t put(void *cookie, const char *bytes, size_t n)
{
	size_t at = 0;
	(void)cookie;
	while (broken == 0 && at < n) {
		const ssize_t wrote = write(STDOUT_FILENO, bytes + at, n - at);
		if (wrote < 0)
			broken = errno;	/* EINTR too: the user does not wait for a pager */
		else
			at += (size_t)wrote;
	}
	return (ssize_t)at;
}

void ending_prepare(void)
{
	const cookie_io_functions_t functions = { .write = put };
	pipe_ends_us = signal(SIGPIPE, SIG_IGN) != SIG_IGN;
	FILE *out = fopencookie(NULL, "w", functions);
	if (!out)
		return;
	setvbuf(out, NULL, isatty(STDOUT_FILENO) ? _IOLBF : _IOFBF, BUFSIZ);
	stdout = out;
}

static int say_broken(int status)
{
	struct error err;
	error_set(&err, -broken, "standard output: %s: expected a place that can be written",
		  strerror(broken));
	return options_fail(&err, status == 2 ? 2 : 1);
}

int ending_end(int status)
{
	if (fflush(stdout) != 0 && broken == 0)
		broken = errno;
	const bool unread = broken == EPIPE && pipe_ends_us;
	if (broken != 0 && broken != EINTR && !unread)
		status = say_broken(status);
	interrupts_end();
	if (unread) {
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	return status;
}
