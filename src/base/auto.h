/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Locals that are given back when their block is left, as the kernel's
 * __free(kfree) does it:
 *
 *	AUTO_FREE char *path = text_format("%s/%s", folder, name);
 *	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
 *
 * Each is initialized where it stands. errno stays as it is.
 */
#ifndef BASE_AUTO_H
#define BASE_AUTO_H

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A pointer to memory of malloc, or NULL. */
#define AUTO_FREE __attribute__((cleanup(auto_free)))
/* An open file, or a negative number. */
#define AUTO_CLOSE __attribute__((cleanup(auto_close)))

static inline void auto_free(void *pointer)
{
	void *memory;
	memcpy(&memory, pointer, sizeof(memory));
	free(memory);
}

static inline void auto_close(const int *fd)
{
	const int code = errno;
	if (*fd >= 0)
		close(*fd);
	errno = code;
}

#endif
