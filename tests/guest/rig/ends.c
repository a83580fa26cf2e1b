/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ends of a window: the end of the mapping, the end of the page table, a present page.
 * The windows have 8 pages, with room for 3.
 */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "rig.h"

#define WINDOW 8
#define ROOM 3

/* A sequence to which the next fault gives a window of 8; returns its length. */
static size_t prepare(struct lane *lane, size_t from)
{
	lane_run(lane, from, from + lead(WINDOW));
	return from + lead(WINDOW);
}

static void window_is_whole(struct lane lane)
{
	lane.base = map_at(area(), lane.n = 64);
	const size_t at = prepare(&lane, 0);
	is(lane_present(&lane), (long)at, "the %s sequence itself leaves no page ahead",
	   lane_word(&lane));
	lane_touch(&lane, at);
	is(lane_present(&lane), (long)at + WINDOW, "the next fault of the %s sequence maps 8 pages",
	   lane_word(&lane));
	is(dirt_behind_first(lane.base, lane.n), 0, "all pages of the %s window read zero",
	   lane_word(&lane));
	unmap(lane.base, 64);
}

/* The neighbour is anonymous, writable and empty, and has the same page table. */
static void window_ends_with_mapping(struct lane lane)
{
	unsigned char *both = map_at(area(), 128);
	lane.n = 64;
	lane.base = both + (lane.down ? 64 * page_bytes : 0);
	unsigned char *other = both + (lane.down ? 0 : 64 * page_bytes);
	madvise(other, 64 * page_bytes, MADV_DONTDUMP);
	const size_t at = prepare(&lane, 64 - ROOM - lead(WINDOW));
	const struct ahead_counts before = ahead_counts();
	lane_touch(&lane, at);
	is(lane_present(&lane), (long)lead(WINDOW) + ROOM,
	   "the %s window maps what is left of its mapping", lane_word(&lane));
	is(present(other, 64), 0, "the %s window maps nothing of the next mapping",
	   lane_word(&lane));
	is(ahead_since(before).mapped, ROOM - 1,
	   "the %s window counts no page behind the end of its mapping", lane_word(&lane));
	touch(other, lane.down ? 63 : 0);
	is(present(other, 64), 1, "the %s sequence does not go on in the next mapping",
	   lane_word(&lane));
	unmap(both, 128);
}

/*
 * Page tables whose ends are empty, allocated one after the other: what lies behind one in
 * memory is often another, so that a window which runs over the end finds empty entries
 * there. Each is tried.
 */
#define NR_TABLES 24
static void window_ends_with_table(struct lane lane)
{
	unsigned char *all = map_at(area(), NR_TABLES * table_pages);
	long expected = NR_TABLES, bad = 0;
	for (long i = 0; i < NR_TABLES; i++)
		touch(all, i * (long)table_pages + (long)table_pages / 2);
	for (size_t i = 0; i < NR_TABLES; i++) {
		lane.base = all + i * table_pages * page_bytes;
		lane.n = table_pages;
		const size_t at = prepare(&lane, table_pages - ROOM - lead(WINDOW));
		const struct ahead_counts before = ahead_counts();
		lane_touch(&lane, at);
		const struct ahead_counts since = ahead_since(before);
		expected += (long)lead(WINDOW) + ROOM;
		bad += since.tried != ROOM - 1 || since.mapped != ROOM - 1;
	}
	is(bad, 0, "%s windows at the ends of %d page tables are of the 3 pages that are left",
	   lane_word(&lane), NR_TABLES);
	is(present(all, NR_TABLES * table_pages), expected,
	   "%s windows at the ends of page tables map no page elsewhere", lane_word(&lane));
	unmap(all, NR_TABLES * table_pages);
}

static void sequence_goes_on_in_next_table(struct lane lane)
{
	unsigned char *all = map_at(area(), 2 * table_pages);
	lane.base = all;
	lane.n = 2 * table_pages;
	const size_t at = prepare(&lane, table_pages - ROOM - lead(WINDOW));
	lane_touch(&lane, at);
	lane_touch(&lane, at + ROOM);
	is(lane_present(&lane), (long)lead(WINDOW) + ROOM + WINDOW,
	   "the %s sequence goes on with 8 pages in the next page table", lane_word(&lane));
	unmap(all, 2 * table_pages);
}

static void window_ends_at_page(struct lane lane)
{
	lane.base = map_at(area(), lane.n = 64);
	const size_t occupied = lead(WINDOW) + ROOM;
	*(volatile unsigned char *)lane_page(&lane, occupied) = 0xaa;
	const size_t at = prepare(&lane, 0);
	lane_touch(&lane, at);
	is(lane_present(&lane), (long)occupied + 1, "the %s window ends at a page that is there",
	   lane_word(&lane));
	is(*lane_page(&lane, occupied), 0xaa, "the page at the end of the %s window keeps its contents",
	   lane_word(&lane));
	unmap(lane.base, 64);
}

static void window_ends_at_zero_page(struct lane lane)
{
	lane.base = map_at(area(), lane.n = 64);
	const size_t occupied = lead(WINDOW) + ROOM;
	peek(lane_page(&lane, occupied), 0);
	const size_t at = prepare(&lane, 0);
	lane_touch(&lane, at);
	is(lane_present(&lane), (long)occupied + 1, "the %s window ends at the zero page",
	   lane_word(&lane));
	*(volatile unsigned char *)lane_page(&lane, occupied) = 7;
	is(*lane_page(&lane, occupied), 7, "the zero page at the end of the %s window can be written",
	   lane_word(&lane));
	is(dirt_behind_first(lane.base, lane.n), 0, "the zero page is still zero");
	unmap(lane.base, 64);
}

/* Read faults map the zero page, one by one, whatever came before them. */
static void reads_map_one_page(struct lane lane)
{
	lane.base = map_at(area(), lane.n = 64);
	const size_t at = prepare(&lane, 0);
	const struct ahead_counts before = ahead_counts();
	for (size_t i = at; i < at + 8; i++)
		peek(lane_page(&lane, i), 0);
	is(lane_present(&lane), (long)at + 8, "%s reads map one page each", lane_word(&lane));
	is(ahead_since(before).tried, 0, "%s reads try no window", lane_word(&lane));
	unmap(lane.base, 64);
}

static uintptr_t start_of(const unsigned char *at)
{
	static char text[1 << 14];
	get("/proc/self/maps", text, sizeof(text));
	for (char *line = text, *next; line; line = next) {
		unsigned long from, to;
		next = strchr(line, '\n');
		next += next != NULL;
		if (sscanf(line, "%lx-%lx", &from, &to) == 2 && from <= (uintptr_t)at &&
		    (uintptr_t)at < to)
			return from;
	}
	return 0;
}

/* A mapping that would grow at its start; a gap below it is enough for the kernel. */
static void stack_is_not_expanded(void)
{
	struct lane lane = { .n = 64, .down = true };
	unsigned char *at = area() + 2048 * page_bytes;
	lane.base = mmap(at, 64 * page_bytes, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN | MAP_FIXED_NOREPLACE, -1, 0);
	if (!ok(lane.base == at, "a mapping can be made that grows downward"))
		return;
	const size_t next = prepare(&lane, 64 - ROOM - lead(WINDOW));
	lane_touch(&lane, next);
	is(lane_present(&lane), (long)lead(WINDOW) + (ramp_is_first() ? 1 : ROOM),
	   "a downward window stops where a mapping that grows begins");
	is((long)(start_of(at) - (uintptr_t)at), 0, "a window does not make a mapping grow");
	touch(at, -1);
	is((long)(((uintptr_t)at - start_of(at)) / page_bytes), 1,
	   "a touch below still makes the mapping grow, by that page");
	munmap(at - page_bytes, 65 * page_bytes);
}

void check_ends(void)
{
	set_knob(WINDOW);
	soil(4096);
	for (size_t i = 0; i < nr_directions(); i++) {
		const struct lane lane = { .down = directions[i] };
		window_is_whole(lane);
		window_ends_with_mapping(lane);
		window_ends_with_table(lane);
		sequence_goes_on_in_next_table(lane);
		window_ends_at_page(lane);
		window_ends_at_zero_page(lane);
		reads_map_one_page(lane);
	}
	stack_is_not_expanded();
}
