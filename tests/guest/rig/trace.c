/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tracepoint kmem:mm_anon_fault_ahead, read from tracefs.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rig.h"

#define TRACING "/sys/kernel/tracing"
#define EVENT TRACING "/events/kmem/mm_anon_fault_ahead"

static int pipe_fd = -1;

bool trace_exists(void)
{
	return exists(EVENT "/enable");
}

void trace_start(void)
{
	putf(TRACING "/set_event_pid", "%d", (int)getpid());
	put(TRACING "/trace", "\n");
	put(EVENT "/enable", "1");
	if (pipe_fd < 0)
		pipe_fd = open(TRACING "/trace_pipe", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct window left[64];
	while (trace_read(left, 64))
		;
}

/* "address=0x20000000 nr_pages=8 order=0", whatever stands before it. */
static bool parse(const char *line, struct window *window)
{
	const char *address = strstr(line, "address="), *pages = strstr(line, "nr_pages="),
		   *order = strstr(line, "order=");
	if (!strstr(line, "mm_anon_fault_ahead:") || !address || !pages || !order)
		return false;
	window->address = (uintptr_t)strtoull(address + 8, NULL, 16);
	window->pages = (unsigned int)strtoul(pages + 9, NULL, 10);
	window->order = (unsigned int)strtoul(order + 6, NULL, 10);
	return true;
}

size_t trace_read(struct window list[], size_t max)
{
	static char text[1 << 16];
	size_t nr = 0;
	ssize_t n;
	/* Each read gives whole lines. */
	while (pipe_fd >= 0 && (n = read(pipe_fd, text, sizeof(text) - 1)) > 0) {
		text[n] = '\0';
		char *rest = text;
		for (const char *line; (line = strsep(&rest, "\n"));) {
			struct window window;
			if (!parse(line, &window))
				continue;
			if (nr < max)
				list[nr] = window;
			nr++;
		}
	}
	return nr;
}
