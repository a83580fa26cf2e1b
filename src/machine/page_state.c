/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/page_state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

static unsigned char state_of(uint64_t entry)
{
	if (entry >> 63 & 1)
		return PAGE_PRESENT;
	return entry >> 62 & 1 ? PAGE_SWAPPED : PAGE_NOWHERE;
}

static int read_states(int fd, uint64_t first, size_t nr_pages,
		       unsigned char state[])
{
	enum { CHUNK = 256 };	/* small: tasks have small stacks */
	uint64_t entry[CHUNK];
	for (size_t i = 0; i < nr_pages;) {
		const size_t n = nr_pages - i < CHUNK ? nr_pages - i : CHUNK;
		const ssize_t bytes = (ssize_t)(n * sizeof(entry[0]));
		const ssize_t got = pread(fd, entry, (size_t)bytes,
					  (off_t)((first + i) * sizeof(entry[0])));
		if (got != bytes)
			return got < 0 ? -errno : -EIO;
		for (size_t j = 0; j < n; j++)
			state[i++] = state_of(entry[j]);
	}
	return 0;
}

int page_states_read(const void *base, size_t nr_pages, size_t page_bytes,
		     unsigned char state[])
{
	const int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	const int rc = read_states(fd, (uintptr_t)base / page_bytes, nr_pages,
				   state);
	close(fd);
	return rc;
}
