/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TAP on a serial line. Groups run in separate processes, so the numbers are in shared
 * memory, and each line is written at once.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include "rig.h"

static int line_fd = STDOUT_FILENO;
static struct { int n, failed; } *count;

void tap_open(const char *path)
{
	struct termios raw;
	if (path)
		line_fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	if (line_fd < 0)
		exit(1);
	if (tcgetattr(line_fd, &raw) == 0) {
		cfmakeraw(&raw);
		tcsetattr(line_fd, TCSANOW, &raw);
	}
	count = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (count == MAP_FAILED)
		exit(1);
	count->n = count->failed = 0;
}

__attribute__((format(printf, 3, 0)))
static void say(const char *before, const char *after, const char *format, va_list args)
{
	char text[1024];
	const int head = snprintf(text, sizeof(text), "%s", before);
	int n = head + vsnprintf(text + head, sizeof(text) - (size_t)head, format, args);
	if (n > (int)sizeof(text) - 128)
		n = (int)sizeof(text) - 128;
	n += snprintf(text + n, sizeof(text) - (size_t)n, "%s\n", after);
	for (int at = 0; at < n;) {
		const ssize_t written = write(line_fd, text + at, (size_t)(n - at));
		if (written <= 0)
			return;
		at += (int)written;
	}
}

/* "ok 7 - " or "not ok 7 - " */
static void result(bool pass, const char *after, const char *name, va_list args)
{
	char before[32];
	const int n = __atomic_add_fetch(&count->n, 1, __ATOMIC_RELAXED);
	if (!pass)
		__atomic_add_fetch(&count->failed, 1, __ATOMIC_RELAXED);
	snprintf(before, sizeof(before), "%sok %d - ", pass ? "" : "not ", n);
	say(before, after, name, args);
}

bool ok(bool pass, const char *name, ...)
{
	va_list args;
	va_start(args, name);
	result(pass, "", name, args);
	va_end(args);
	return pass;
}

bool is(long got, long expected, const char *name, ...)
{
	va_list args;
	va_start(args, name);
	result(got == expected, "", name, args);
	va_end(args);
	if (got != expected)
		note("got %ld, expected %ld", got, expected);
	return got == expected;
}

void skip(const char *reason, const char *name, ...)
{
	char after[96];
	va_list args;
	snprintf(after, sizeof(after), " # SKIP %s", reason);
	va_start(args, name);
	result(true, after, name, args);
	va_end(args);
}

void note(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	say("# ", "", format, args);
	va_end(args);
}

void tap_close(void)
{
	char plan[64];
	const int n = snprintf(plan, sizeof(plan), "1..%d\n# the guest is done\n", count->n);
	if (write(line_fd, plan, (size_t)n) == n)
		tcdrain(line_fd);
}
