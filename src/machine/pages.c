/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/pages.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/text.h"

enum { BATCH = 256 };	/* small: tasks have small stacks */

static size_t batch_at(const struct page_range *range, size_t page)
{
	const size_t left = range->nr_pages - page;
	return left < BATCH ? left : BATCH;
}

/* ---- pagemap ---- */

typedef void entry_fn(void *context, size_t page, uint64_t entry);

static int walk(const struct page_range *range, entry_fn *each, void *context)
{
	uint64_t entry[BATCH];
	const int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	int rc = fd < 0 ? -errno : 0;
	for (size_t i = 0; rc == 0 && i < range->nr_pages;) {
		const size_t n = batch_at(range, i);
		const size_t page = (uintptr_t)range->base / range->page_bytes + i;
		const ssize_t got = pread(fd, entry, n * sizeof(entry[0]),
					  (off_t)(page * sizeof(entry[0])));
		if (got != (ssize_t)(n * sizeof(entry[0])))
			rc = got < 0 ? -errno : -EIO;
		for (size_t j = 0; rc == 0 && j < n; j++)
			each(context, i++, entry[j]);
	}
	if (fd >= 0)
		close(fd);
	return rc;
}

static enum page_state state_of(uint64_t entry)
{
	if (entry >> 63 & 1)
		return PAGE_PRESENT;
	return entry >> 62 & 1 ? PAGE_SWAPPED : PAGE_NOWHERE;
}

static void take_state(void *context, size_t page, uint64_t entry)
{
	unsigned char *state = context;
	state[page] = (unsigned char)state_of(entry);
}

int page_states_read(const struct page_range *range, unsigned char state[])
{
	return walk(range, take_state, state);
}

struct looking {
	struct presence seen;
	const uint64_t *expected;
};

static void take_presence(void *context, size_t page, uint64_t entry)
{
	struct looking *l = context;
	const bool here = state_of(entry) == PAGE_PRESENT;
	const bool expected = l->expected && page_bit(l->expected, page);
	l->seen.present.value += here;
	l->seen.missing += !here && expected;
	l->seen.extra += here && !expected;
}

struct presence presence_read(const struct page_range *range,
			      const uint64_t *expected)
{
	struct looking l = { .expected = expected };
	l.seen.present.known = walk(range, take_presence, &l) == 0;
	return l.seen;
}

/* ---- nodes ---- */

static bool ask(const struct page_range *range, size_t first, size_t n,
		int status[BATCH])
{
	const void *page[BATCH];
	for (size_t i = 0; i < n; i++)
		page[i] = range->base + (first + i) * range->page_bytes;
	/* Without nodes to move to it tells where pages are. */
	return syscall(SYS_move_pages, 0, n, page, NULL, status, 0) == 0;
}

struct page_nodes page_nodes_count(const struct page_range *range, uint32_t node,
				   const struct page_edges *edges)
{
	struct page_nodes on = { .local = count_of(0), .remote = count_of(0) };
	int status[BATCH];
	for (size_t i = 0; i < range->nr_pages;) {
		const size_t n = batch_at(range, i);
		if (!ask(range, i, n, status))
			return (struct page_nodes){ 0 };
		for (size_t j = 0; j < n; j++, i++) {
			const bool edge = i < edges->head ||
					  i + edges->tail >= range->nr_pages;
			const bool far = status[j] >= 0 &&
					 (uint32_t)status[j] != node;
			/* Below 0 it is not present, or the kernel cannot tell. */
			on.local.value += status[j] >= 0 && !far;
			on.remote.value += far;
			on.remote_edge += far && edge;
		}
	}
	return on;
}

/* ---- smaps ---- */

/* Add "Name:   123 kB" of a line to *bytes. */
static void smaps_add(const char *line, const char *name, struct count *bytes)
{
	const struct count kib = text_count_behind_key(line, name);
	bytes->value += kib.value * 1024;
	bytes->known |= kib.known;
}

struct region_memory region_memory_read(const void *base, size_t bytes)
{
	const uintptr_t low = (uintptr_t)base, high = low + bytes;
	struct region_memory memory = { 0 };
	FILE *smaps = fopen("/proc/self/smaps", "re");
	char line[512];
	bool inside = false;
	while (smaps && fgets(line, sizeof(line), smaps)) {
		unsigned long start, end;
		if (sscanf(line, "%lx-%lx ", &start, &end) == 2)
			inside = start >= low && end <= high;
		if (!inside)
			continue;
		smaps_add(line, "Rss", &memory.rss_bytes);
		smaps_add(line, "AnonHugePages", &memory.huge_bytes);
		smaps_add(line, "FilePmdMapped", &memory.huge_bytes);
	}
	if (smaps)
		fclose(smaps);
	return memory;
}
