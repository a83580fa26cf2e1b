/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "comb.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"

#include "fresh.h"

/* Frames are bits 0 to 54 of an entry; above are flags. */
#define FRAME_MASK ((UINT64_C(1) << 55) - 1)

/* In smaller blocks too little memory would stay free. */
enum { LEAST_BLOCK_PAGES = 16 };

enum { USUAL_BLOCK_BYTES = 2 << 20 };

static size_t page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

/* Read a number from a kernel file. Returns -1 on failure. */
static long number_in(const char *path)
{
	char *text = file_text("", "%s", path);
	const long number = text ? strtol(text, NULL, 10) : -1;
	free(text);
	return number;
}

/* Pages in the smallest block that would be reported. */
static size_t block_pages(void)
{
	const long order = number_in(
		"/sys/module/page_reporting/parameters/page_reporting_order");
	if (order >= 0 && order < 32)
		return (size_t)1 << order;
	const long bytes =
		number_in("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size");
	return (bytes > 0 ? (size_t)bytes : USUAL_BLOCK_BYTES) / page_size();
}

static int read_all(int fd, void *to, size_t bytes, off_t offset)
{
	for (size_t at = 0; at < bytes;) {
		const ssize_t n = pread(fd, (char *)to + at, bytes - at,
					offset + (off_t)at);
		if (n < 0 && errno != EINTR)
			return -errno;
		if (n == 0)
			return -EIO;
		at += n > 0 ? (size_t)n : 0;
	}
	return 0;
}

/* entry: [nr_pages] receives what pagemap says of the comb's pages. */
static int read_pagemap(const struct comb *comb, uint64_t *entry)
{
	const size_t first = (uintptr_t)comb->base / page_size();
	const int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	const int rc = read_all(fd, entry,
				comb->bytes / page_size() * sizeof(*entry),
				(off_t)(first * sizeof(*entry)));
	close(fd);
	return rc;
}

struct place {
	uint64_t frame;
	size_t page;	/* of the comb */
};

static int by_frame(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	return (x->frame > y->frame) - (x->frame < y->frame);
}

/* place: [n] receives the comb's pages, in the order of their frames. */
static int find_places(const struct comb *comb, struct place *place, size_t n)
{
	uint64_t *entry = calloc(n, sizeof(*entry));
	int rc = entry ? read_pagemap(comb, entry) : -ENOMEM;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		place[i] = (struct place){ entry[i] & FRAME_MASK, i };
		/* All frames are 0 unless we are root. */
		if (place[i].frame == 0)
			rc = -EPERM;
	}
	free(entry);
	if (rc == 0)
		qsort(place, n, sizeof(*place), by_frame);
	return rc;
}

/* Free every page but the first of each block. */
static int cut(const struct comb *comb, const struct place *place, size_t n)
{
	const size_t page = page_size(), block = block_pages();
	for (size_t i = 1; i < n; i++) {
		if (place[i].frame / block != place[i - 1].frame / block)
			continue;
		if (madvise(comb->base + place[i].page * page, page,
			    MADV_DONTNEED) != 0)
			return -errno;
	}
	return 0;
}

static int make(struct comb *comb)
{
	const size_t page = page_size(), n = comb->bytes / page;
	struct place *place = malloc(n * sizeof(*place));
	if (!place)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		*(volatile unsigned char *)(comb->base + i * page) = 1;
	int rc = find_places(comb, place, n);
	if (rc == 0)
		rc = cut(comb, place, n);
	free(place);
	return rc;
}

int comb_open(struct comb *comb, size_t bytes, struct error *err)
{
	*comb = (struct comb){ 0 };
	if (block_pages() < LEAST_BLOCK_PAGES)
		return error_set(err, -ENOTSUP,
				 "free page reporting: expected blocks of %d pages at least, not of %zu",
				 LEAST_BLOCK_PAGES, block_pages());
	*comb = (struct comb){ fresh_map(bytes), bytes };
	const int rc = comb->base ? make(comb) : -errno;
	if (rc == 0)
		return 0;
	comb_close(comb);
	if (rc == -EPERM || rc == -EACCES)
		return error_set(err, -EPERM,
				 "/proc/self/pagemap shows no frames: expected root");
	return error_set(err, rc, "comb: %s", strerror(-rc));
}

void comb_close(struct comb *comb)
{
	if (comb->base)
		munmap(comb->base, comb->bytes);
	*comb = (struct comb){ 0 };
}

/* One line: "Node 0, zone DMA32 2 2 4 ...", free blocks of each order. */
static uint64_t small_pages(const char *line, size_t block)
{
	uint64_t pages = 0;
	char *at;
	line = strstr(line, "zone");
	if (!line)
		return 0;
	line += strcspn(line, " ");
	line += strspn(line, " ");
	line += strcspn(line, " ");
	for (size_t size = 1; size < block; size *= 2, line = at) {
		const uint64_t blocks = strtoull(line, &at, 10);
		if (at == line)
			break;
		pages += blocks * size;
	}
	return pages;
}

struct count comb_already_free(void)
{
	char *text = file_text("", "/proc/buddyinfo");
	char *rest = text, *line;
	uint64_t pages = 0;
	if (!text)
		return (struct count){ 0 };
	while ((line = strsep(&rest, "\n")))
		pages += small_pages(line, block_pages());
	free(text);
	return count_of(pages * page_size());
}
