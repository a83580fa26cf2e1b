/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small files of /proc, /sys and cgroups.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rig.h"

bool put(const char *path, const char *text)
{
	const int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	const ssize_t n = write(fd, text, strlen(text));
	close(fd);
	return n == (ssize_t)strlen(text);
}

bool putf(const char *path, const char *format, ...)
{
	char text[256];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return put(path, text);
}

void get(const char *path, char *text, size_t size)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t n = 0;
	ssize_t more = 1;
	while (fd >= 0 && more > 0 && n < size - 1) {
		more = read(fd, text + n, size - 1 - n);
		n += more > 0 ? (size_t)more : 0;
	}
	text[n] = '\0';
	if (fd >= 0)
		close(fd);
}

long number_of(const char *path, const char *name)
{
	static char text[1 << 14];
	const size_t n = strlen(name);
	get(path, text, sizeof(text));
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, name, n) == 0 && strchr(" :\t", line[n]))
			return strtol(line + n + 1, NULL, 10);
	}
	return -1;
}

bool exists(const char *path)
{
	return access(path, F_OK) == 0;
}

const char *word_of(const char *name)
{
	static char text[4096], value[1024];
	const size_t n = strlen(name);
	get("/proc/cmdline", text, sizeof(text));
	char *rest = text;
	for (const char *word; (word = strsep(&rest, " \n"));)
		if (strncmp(word, name, n) == 0 && word[n] == '=') {
			snprintf(value, sizeof(value), "%s", word + n + 1);
			return value;
		}
	return NULL;
}
