/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The state of each page of a window, from /proc/kpageflags and related files, and the
 * statistics, which must be the sums of it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rig.h"

#define WINDOW 8
#define PAGES 64
#define CGROUP "/sys/fs/cgroup/rig"

/* How many of [from, to) lack some flag of all or have one of none. */
static long wrong_flags(const struct lane *lane, size_t from, size_t to, uint64_t all,
			uint64_t none)
{
	long wrong = 0;
	for (size_t i = from; i < to; i++) {
		const uint64_t flags = page_flags(lane_page(lane, i));
		wrong += (flags & all) != all || (flags & none) != 0;
	}
	return wrong;
}

static long not_equal(const struct lane *lane, size_t from, size_t to, const char *path,
		      uint64_t word)
{
	long wrong = 0;
	for (size_t i = from; i < to; i++)
		wrong += page_word(path, lane_page(lane, i)) != word;
	return wrong;
}

static void states(struct lane lane)
{
	struct stat cgroup;
	lane.base = map_at(area(), lane.n = PAGES);
	const size_t at = lead(WINDOW), end = at + WINDOW;
	lane_run(&lane, 0, at + 1);
	drain();
	is(wrong_flags(&lane, at, end, FLAG_UPTODATE, 0), 0,
	   "all pages of a window %s are up to date", lane_word(&lane));
	is(wrong_flags(&lane, at, end, FLAG_ANON | FLAG_MMAP | FLAG_SWAPBACKED, 0), 0,
	   "all pages of a window %s are mapped, anonymous and swap-backed", lane_word(&lane));
	is(wrong_flags(&lane, at, end, FLAG_LRU, FLAG_UNEVICTABLE), 0,
	   "all pages of a window %s are on an LRU list", lane_word(&lane));
	is(wrong_flags(&lane, at + 1, end, 0, FLAG_REFERENCED | FLAG_ACTIVE), 0,
	   "no page ahead %s is marked referenced or active", lane_word(&lane));
	is(not_equal(&lane, at, end, "/proc/kpagecount", 1), 0,
	   "all pages of a window %s are mapped once", lane_word(&lane));
	if (stat(CGROUP, &cgroup) == 0)
		is(not_equal(&lane, at, end, "/proc/kpagecgroup", cgroup.st_ino), 0,
		   "all pages of a window %s are charged to the task's memory cgroup",
		   lane_word(&lane));
	unmap(lane.base, PAGES);
}

/* ---- young and soft-dirty ---- */

static long referenced(const unsigned char *at)
{
	static char text[1 << 16];
	char start[32];
	snprintf(start, sizeof(start), "%08lx-", (unsigned long)(uintptr_t)at);
	get("/proc/self/smaps", text, sizeof(text));
	const char *entry = strstr(text, start);
	entry = entry ? strstr(entry, "\nReferenced:") : NULL;
	return entry ? strtol(entry + 12, NULL, 10) * 1024 / (long)page_bytes : -1;
}

/*
 * Does this architecture want the ptes old that a fault maps beside its own? It shows in
 * what a read of a file maps around.
 */
static bool wants_old(void)
{
	const size_t n = 16;
	const int fd = open("/init", O_RDONLY | O_CLOEXEC);
	unsigned char *p = mmap(area(), n * page_bytes, PROT_READ,
				MAP_PRIVATE | MAP_FIXED_NOREPLACE, fd, 0);
	for (size_t i = 0; i < n; i++)
		peek(p, (long)i);
	put("/proc/self/clear_refs", "1");
	madvise(p, n * page_bytes, MADV_DONTNEED);
	peek(p, 0);
	const bool old = referenced(p) < present(p, n);
	unmap(p, n);
	close(fd);
	return old;
}

static void age(struct lane lane)
{
	const long expected = wants_old() ? 1 : WINDOW;
	lane.base = map_at(area(), lane.n = PAGES);
	const size_t at = lead(WINDOW);
	lane_run(&lane, 0, at);
	put("/proc/self/clear_refs", "1");
	is(referenced(lane.base), 0, "no page is referenced when all marks are cleared");
	lane_touch(&lane, at);
	is(referenced(lane.base), expected,
	   "ptes ahead %s are as %s as this architecture wants them", lane_word(&lane),
	   expected == 1 ? "old" : "young");
	unmap(lane.base, PAGES);
}

static bool soft_dirty_works(void)
{
	uint64_t entry;
	unsigned char *p = map_at(area(), 1);
	touch(p, 0);
	put("/proc/self/clear_refs", "4");
	pagemap(p, 1, &entry);
	const bool cleared = !(entry & PAGE_SOFT_DIRTY);
	touch(p, 0);
	pagemap(p, 1, &entry);
	unmap(p, 1);
	return cleared && entry & PAGE_SOFT_DIRTY;
}

static void soft_dirty(struct lane lane)
{
	uint64_t entry[PAGES];
	long marked = 0;
	if (!soft_dirty_works()) {
		skip("this kernel has no soft-dirty bits", "pages ahead %s are soft-dirty",
		     lane_word(&lane));
		return;
	}
	lane.base = map_at(area(), lane.n = PAGES);
	const size_t at = lead(WINDOW);
	lane_run(&lane, 0, at);
	put("/proc/self/clear_refs", "4");
	lane_touch(&lane, at);
	pagemap(lane.base, PAGES, entry);
	for (size_t i = 0; i < PAGES; i++)
		marked += (entry[i] & PAGE_SOFT_DIRTY) != 0;
	is(marked, WINDOW, "all pages of a window %s are soft-dirty, and no others",
	   lane_word(&lane));
	unmap(lane.base, PAGES);
}

/* ---- sums ---- */

/* The lists of each cgroup and node, in pages. */
struct sums { long charged, anon, on_lists, node_anon, node_lists; };

static struct sums sums(void)
{
	const long page = (long)page_bytes;
	/* Statistics are brought together every 2 seconds. */
	drain();
	put("/proc/sys/vm/stat_refresh", "1");
	usleep(2500000);
#define CG(name) (number_of(CGROUP "/memory.stat", name) / page)
#define NODE(name) number_of("/proc/vmstat", name)
	struct sums now = {
		.anon = CG("anon"),
		.on_lists = CG("inactive_anon") + CG("active_anon"),
		.node_anon = NODE("nr_anon_pages"),
		.node_lists = NODE("nr_inactive_anon") + NODE("nr_active_anon"),
	};
#undef CG
#undef NODE
	return now;
}

#define MANY 1024
static void statistics(struct lane lane, unsigned int knob)
{
	set_knob(knob);
	const struct sums before = sums();
	lane.base = map_at(area(), lane.n = MANY);
	lane_run(&lane, 0, MANY - 24);
	const long here = lane_present(&lane);
	const struct sums after = sums();
	const char *word = lane_word(&lane);
	is(not_equal(&lane, 0, (size_t)here, "/proc/kpagecount", 1), 0,
	   "all pages of %u-page windows %s are mapped once", knob, word);
	is(wrong_flags(&lane, 0, (size_t)here, 0, FLAG_ACTIVE), 0,
	   "no page of %u-page windows %s is active", knob, word);
	ok(labs(after.anon - before.anon - here) <= 2,
	   "the memory cgroup counts the pages of %u-page windows %s as anonymous", knob, word);
	ok(labs(after.on_lists - before.on_lists - here) <= 2,
	   "the memory cgroup's LRU lists have the pages of %u-page windows %s", knob, word);
	ok(labs(after.node_anon - before.node_anon - here) <= 8,
	   "the nodes count the pages of %u-page windows %s as anonymous", knob, word);
	ok(labs(after.node_lists - before.node_lists - here) <= 8,
	   "the nodes' LRU lists have the pages of %u-page windows %s", knob, word);
	note("%ld pages: cgroup %ld and %ld, nodes %ld and %ld", here,
	     after.anon - before.anon, after.on_lists - before.on_lists,
	     after.node_anon - before.node_anon, after.node_lists - before.node_lists);
	unmap(lane.base, MANY);
}

/* Fresh pages are those that somebody has dirtied before. */
static void fresh_pages(struct lane lane, unsigned int knob)
{
	const size_t n = table_pages + 88;
	set_knob(knob);
	soil(4 * n);
	lane.base = map_at(area(), lane.n = n);
	for (size_t i = 0; i < n; i++)
		peek(lane_page(&lane, i), 0);
	unmap(lane.base, n);
	map_at(lane.base, n);
	lane_run(&lane, 0, n);
	is(dirt_behind_first(lane.base, n), 0, "every byte of %u-page windows %s reads zero",
	   knob, lane_word(&lane));
	long other = 0;
	for (size_t i = 0; i < n; i++)
		other += *lane_page(&lane, i) != 1;
	is(other, 0, "every byte that was written into %u-page windows %s is there", knob,
	   lane_word(&lane));
	unmap(lane.base, n);
}

void check_pages(void)
{
	for (size_t i = 0; i < nr_directions(); i++) {
		const struct lane lane = { .down = directions[i] };
		/* First: where sums are wrong the kernel may stop at the first unmap. */
		for (unsigned int knob = 2; knob <= 32; knob *= 4)
			statistics(lane, knob);
		set_knob(WINDOW);
		states(lane);
		age(lane);
		soft_dirty(lane);
		for (unsigned int knob = 2; knob <= 32; knob *= 4)
			fresh_pages(lane, knob);
	}
}
