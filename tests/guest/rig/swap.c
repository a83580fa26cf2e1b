/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reclaim with swap on a RAM disk: no written page is lost, and untouched pages ahead are
 * reclaimed no later than touched pages of the same age.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/swap.h>
#include <unistd.h>

#include <linux/fs.h>

#include "rig.h"

#define DISK "/dev/ram0"
#define LIMITED "limited"
#define PATH "/sys/fs/cgroup/" LIMITED
#define LIMIT 1024		/* pages */

/* The header of a swap area: its last page, and a signature at the first one's end. */
static bool write_header(void)
{
	static unsigned char header[1 << 16];
	uint64_t bytes = 0;
	const int fd = open(DISK, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || ioctl(fd, BLKGETSIZE64, &bytes) != 0)
		return false;
	const uint32_t info[3] = { 1, (uint32_t)(bytes / page_bytes) - 1, 0 };
	memset(header, 0, page_bytes);
	memcpy(header + 1024, info, sizeof(info));
	memcpy(header + page_bytes - 10, "SWAPSPACE2", 10);
	const bool written = write(fd, header, page_bytes) == (ssize_t)page_bytes;
	fsync(fd);
	close(fd);
	return written;
}

bool swap_start(void)
{
	return write_header() && swapon(DISK, 0) == 0;
}

void swap_stop(void)
{
	swapoff(DISK);
}

/* ---- nothing is lost ---- */

static uint32_t word_for(size_t page, size_t i)
{
	return (uint32_t)(page * 2654435761u + i * 40503u + 1);
}

/* Four times as much as fits, each page with contents of its own; how many are wrong. */
static int write_and_verify(void *argument)
{
	struct lane lane = *(const struct lane *)argument;
	long wrong = 0;
	lane.base = map_at(area(), lane.n = 4 * LIMIT);
	for (size_t i = 0; i < lane.n; i++)
		for (size_t j = 0; j < page_bytes / 4; j += 32)
			((volatile uint32_t *)lane_page(&lane, i))[j] = word_for(i, j);
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < lane.n; i++)
			for (size_t j = 0; j < page_bytes / 4; j++)
				wrong += ((volatile uint32_t *)lane_page(&lane, i))[j] !=
					 (j % 32 ? 0 : word_for(i, j));
	return wrong > 100 ? 100 : (int)wrong;
}

static void pressure(struct lane lane, unsigned int knob, const char *sizes, const char *lists)
{
	if (!set_knob(knob) || !set_ahead_sizes(sizes))
		return;
	cgroup_make(LIMITED);
	putf(PATH "/memory.max", "%zu", LIMIT * page_bytes);
	is(in_cgroup(LIMITED, write_and_verify, &lane), 0,
	   "%s, windows of %u pages %s, orders %s: swapped out and in, each word is as it was written",
	   lists, knob, lane_word(&lane), sizes);
	is(cgroup_left(LIMITED), 0, "%s, windows of %u pages %s: after that nothing stays charged",
	   lists, knob, lane_word(&lane));
	cgroup_remove(LIMITED);
	set_ahead_sizes("-");
}

/* ---- what goes first ---- */

#define RUNS 64
#define WINDOW 8

/* Run k: a sequence that ends on the first page of a window. */
static void runs(unsigned char *all, bool down, size_t region)
{
	for (size_t k = 0; k < RUNS; k++) {
		struct lane lane = { all + k * region * page_bytes, region, down };
		lane_run(&lane, 0, lead(WINDOW) + 1);
	}
}

static long swapped(const struct lane *lane, size_t from, size_t to)
{
	long n = 0;
	for (size_t i = from; i < to; i++) {
		uint64_t entry;
		pagemap(lane_page(lane, i), 1, &entry);
		n += (entry & PAGE_SWAPPED) != 0;
	}
	return n;
}

/*
 * Returns 0, or 1 when too few pages ahead are gone, 2 when none of all, 3 when all are.
 * Compared are the pages of a window: those ahead with the one that was touched, as shares
 * in 64ths, for they are of one age. 4 of the touched ones may be ahead of the others.
 */
static int what_goes(void *argument)
{
	const struct lane *given = argument;
	const size_t region = 64, at = lead(WINDOW);
	long touched = 0, ahead = 0;
	unsigned char *all = map_at(area(), RUNS * region);
	runs(all, given->down, region);
	drain();
	putf(PATH "/memory.reclaim", "%zu", RUNS * at * page_bytes / 2);
	for (size_t k = 0; k < RUNS; k++) {
		const struct lane lane = { all + k * region * page_bytes, region, given->down };
		touched += swapped(&lane, at, at + 1);
		ahead += swapped(&lane, at + 1, at + WINDOW);
	}
	note("of %d windows %ld pages touched and %ld of %d pages ahead are swapped out", RUNS,
	     touched, ahead, RUNS * (WINDOW - 1));
	if (touched + ahead == 0)
		return 2;
	if (touched == RUNS && ahead == RUNS * (WINDOW - 1))
		return 3;
	return ahead / (WINDOW - 1) + 4 < touched;
}

static void ahead_goes_no_later(struct lane lane, const char *lists)
{
	set_knob(WINDOW);
	cgroup_make(LIMITED);
	is(in_cgroup(LIMITED, what_goes, &lane), 0,
	   "%s: pages ahead %s are swapped out no later than touched ones of the same age",
	   lists, lane_word(&lane));
	cgroup_remove(LIMITED);
}

void check_swap(void)
{
	static const struct { const char *value, *word; } lists[] = {
		{ "0", "classic lists" }, { "7", "generations" },
	};
	if (!swap_start()) {
		skip("this kernel has nothing to swap to", "no written page is lost under pressure");
		return;
	}
	for (size_t k = 0; k < 2; k++) {
		if (!put("/sys/kernel/mm/lru_gen/enabled", lists[k].value) && k > 0)
			continue;
		for (size_t i = 0; i < nr_directions(); i++) {
			const struct lane lane = { .down = directions[i] };
			pressure(lane, 0, "-", lists[k].word);
			pressure(lane, 8, "-", lists[k].word);
			pressure(lane, 32, "-", lists[k].word);
			if (!ramp_is_first())
				pressure(lane, 32, "2,3,4", lists[k].word);
			ahead_goes_no_later(lane, lists[k].word);
		}
	}
	swap_stop();
}
