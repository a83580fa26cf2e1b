/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fresh.h"

#include <errno.h>
#include <sys/mman.h>

unsigned char *fresh_map(size_t bytes)
{
	void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED)
		return NULL;
	/* Kernels without huge pages refuse this; then it is not needed. */
	if (madvise(memory, bytes, MADV_NOHUGEPAGE) != 0 && errno != EINVAL) {
		const int code = errno;
		munmap(memory, bytes);
		errno = code;
		return NULL;
	}
	return memory;
}
