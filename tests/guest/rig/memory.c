/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mappings and their present pages, read from pagemap: the counters of an address space are
 * approximate, because they are per CPU.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "rig.h"

size_t page_bytes, table_pages;

/* Begins a page table whatever the architecture; below 3 GiB for those of 32 bits. */
#define AREA UINT32_C(0x20000000)

__attribute__((constructor)) static void measure(void)
{
	page_bytes = (size_t)sysconf(_SC_PAGESIZE);
#if defined(__i386__)
	table_pages = page_bytes / 4;	/* without PAE */
#else
	table_pages = page_bytes / 8;
#endif
}

unsigned char *area(void)
{
	return (unsigned char *)(uintptr_t)AREA;
}

unsigned char *map_at(void *at, size_t pages)
{
	void *p = mmap(at, pages * page_bytes, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	if (p != at) {
		ok(false, "%zu pages can be mapped at %p", pages, at);
		note("%s", strerror(errno));
		exit(1);
	}
	return p;
}

void unmap(void *at, size_t pages)
{
	munmap(at, pages * page_bytes);
}

void touch(unsigned char *at, long i)
{
	*(volatile unsigned char *)(at + i * (long)page_bytes) = 1;
}

void peek(const unsigned char *at, long i)
{
	(void)*(const volatile unsigned char *)(at + i * (long)page_bytes);
}

void pagemap(const void *at, size_t pages, uint64_t entry[])
{
	static int fd = -1;
	static pid_t owner;
	const size_t bytes = pages * sizeof(*entry);
	if (owner != getpid()) {
		if (fd >= 0)
			close(fd);
		fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
		owner = getpid();
	}
	memset(entry, 0, bytes);
	const off_t from = (off_t)((uintptr_t)at / page_bytes * sizeof(*entry));
	if (pread(fd, entry, bytes, from) != (ssize_t)bytes) {
		ok(false, "pagemap can be read");
		exit(1);
	}
}

long present(const void *at, size_t pages)
{
	static uint64_t entry[1024];
	const unsigned char *p = at;
	long n = 0;
	while (pages) {
		const size_t some = pages < 1024 ? pages : 1024;
		pagemap(p, some, entry);
		for (size_t i = 0; i < some; i++)
			n += (entry[i] & PAGE_PRESENT) != 0;
		p += some * page_bytes;
		pages -= some;
	}
	return n;
}

/* Through /proc/self/mem an overwritten pte shows that a stale TLB hides. */
static long dirt_from(const unsigned char *at, size_t pages, size_t first)
{
	static unsigned char copy[1 << 16];
	const int fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	long n = 0;
	for (size_t i = 0; i < pages; i++) {
		const unsigned char *p = at + i * page_bytes;
		if (pread(fd, copy, page_bytes, (off_t)(uintptr_t)p) != (ssize_t)page_bytes)
			n++;
		for (size_t j = first; j < page_bytes; j++)
			n += copy[j] || p[j];
	}
	close(fd);
	return n;
}

long dirt(const unsigned char *at, size_t pages)
{
	return dirt_from(at, pages, 0);
}

long dirt_behind_first(const unsigned char *at, size_t pages)
{
	return dirt_from(at, pages, 1);
}

uint64_t page_word(const char *path, const void *at)
{
	uint64_t entry, word = 0;
	pagemap(at, 1, &entry);
	if (!(entry & PAGE_PRESENT))
		return 0;
	const off_t pfn = (off_t)(entry & ((UINT64_C(1) << 55) - 1));
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (pread(fd, &word, sizeof(word), pfn * (off_t)sizeof(word)) != sizeof(word))
		word = 0;
	close(fd);
	return word;
}

uint64_t page_flags(const void *at)
{
	return page_word("/proc/kpageflags", at);
}

void drain(void)
{
	put("/proc/sys/vm/drop_caches", "1");
}

void soil(size_t pages)
{
	unsigned char *p = mmap(NULL, pages * page_bytes, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		return;
	memset(p, 0xee, pages * page_bytes);
	unmap(p, pages);
}
