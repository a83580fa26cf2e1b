/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tracepoints, read from tracefs: kmem:mm_anon_fault_ahead, and that of allocations.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rig.h"

#define TRACING "/sys/kernel/tracing"
#define EVENT TRACING "/events/kmem/mm_anon_fault_ahead"
#define ALLOCATION TRACING "/events/kmem/mm_page_alloc"

#define TEXT (1 << 16)
static int pipe_fd = -1;

bool trace_exists(void)
{
	return exists(EVENT "/enable");
}

/* Only what this task does, from here on. */
static void begin(void)
{
	putf(TRACING "/set_event_pid", "%d", (int)getpid());
	put(TRACING "/trace", "\n");
	if (pipe_fd < 0)
		pipe_fd = open(TRACING "/trace_pipe", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

/* The next lines; the number of bytes, 0 for none. */
static size_t read_lines(char text[TEXT])
{
	const ssize_t n = pipe_fd < 0 ? 0 : read(pipe_fd, text, TEXT - 1);
	text[n > 0 ? n : 0] = '\0';
	return n > 0 ? (size_t)n : 0;
}

void trace_start(void)
{
	struct window left[64];
	begin();
	put(EVENT "/enable", "1");
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
	static char text[TEXT];
	size_t nr = 0;
	/* Each read gives whole lines. */
	while (read_lines(text)) {
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

bool trace_allocations(void)
{
	if (!exists(ALLOCATION "/enable"))
		return false;
	begin();
	static char text[TEXT];
	while (read_lines(text))
		;
	return put(ALLOCATION "/enable", "1");
}

/* "page=... pfn=... order=2 migratetype=1 gfp_flags=GFP_A|GFP_B" */
size_t trace_allocations_end(struct allocation list[], size_t max)
{
	static char text[TEXT];
	size_t nr = 0;
	put(ALLOCATION "/enable", "0");
	while (read_lines(text)) {
		char *rest = text;
		for (const char *line; (line = strsep(&rest, "\n"));) {
			const char *order = strstr(line, "order="),
				   *flags = strstr(line, "gfp_flags=");
			if (!strstr(line, "mm_page_alloc:") || !order || !flags || nr >= max)
				continue;
			list[nr].order = (unsigned int)strtoul(order + 6, NULL, 10);
			snprintf(list[nr++].flags, sizeof(list->flags), "|%s|", flags + 10);
		}
	}
	return nr;
}
