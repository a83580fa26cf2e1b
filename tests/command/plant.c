/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command tests preload this into pft. PFT_PLANT says which request of pft is
 * not fulfilled.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static int planted(const char *what)
{
	const char *plant = getenv("PFT_PLANT");
	return plant && strcmp(plant, what) == 0;
}

/* huge: MADV_NOHUGEPAGE asks for huge pages. */
int madvise(void *base, size_t bytes, int advice)
{
	if (planted("huge") && advice == MADV_NOHUGEPAGE)
		advice = MADV_HUGEPAGE;
	return (int)syscall(SYS_madvise, base, bytes, advice);
}

/* populated: the region, the only mapping at a fixed address, is there. */
static void *planted_mmap(void *address, size_t bytes, int prot, int flags,
			  int fd, off_t at)
{
	if (planted("populated") && flags & MAP_FIXED && flags & MAP_ANONYMOUS)
		flags |= MAP_POPULATE;
	return (void *)syscall(SYS_mmap, address, bytes, prot, flags, fd, at);
}

void *mmap(void *address, size_t bytes, int prot, int flags, int fd, off_t at)
{
	return planted_mmap(address, bytes, prot, flags, fd, at);
}

/* What mmap is called where file offsets are always 64 bits. */
void *mmap64(void *address, size_t bytes, int prot, int flags, int fd, off_t at)
{
	return planted_mmap(address, bytes, prot, flags, fd, at);
}
