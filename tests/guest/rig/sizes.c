/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Large folios: the value ahead of each size, and the values that forbid it. The group ramp
 * compares the windows with the model.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "rig.h"

#define KNOB 16
#define ORDER 4		/* as large as the window */

static void value_of(unsigned int order, char text[256])
{
	char path[128];
	snprintf(path, sizeof(path),
		 "/sys/kernel/mm/transparent_hugepage/hugepages-%zukB/enabled",
		 (page_bytes << order) / 1024);
	get(path, text, 256);
}

static void values(void)
{
	static const char *const bad[] = { "aheadx", "ahea", "Ahead", "" };
	static const char *const old[] = { "always", "inherit", "madvise", "never" };
	char text[256], wanted[32];
	for (unsigned int order = 2; order <= 5; order++) {
		ok(set_size(order, "ahead"), "the size of order %u takes ahead", order);
		value_of(order, text);
		ok(strstr(text, "[ahead]") != NULL, "the size of order %u shows ahead", order);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]) - 1; i++)
		ok(!set_size(ORDER, bad[i]), "a size refuses '%s'", bad[i]);
	value_of(ORDER, text);
	ok(strstr(text, "[ahead]") != NULL, "what is refused changes nothing");
	for (size_t i = 0; i < sizeof(old) / sizeof(old[0]); i++) {
		snprintf(wanted, sizeof(wanted), "[%s]", old[i]);
		ok(set_size(ORDER, old[i]), "a size takes %s after ahead", old[i]);
		value_of(ORDER, text);
		ok(strstr(text, wanted) != NULL && !strstr(text, "[ahead]"),
		   "a size shows %s after ahead", old[i]);
	}
	if (set_size(6, "never"))
		ok(!set_size(6, "ahead"), "a size of more than 32 pages refuses ahead");
	set_ahead_sizes("-");
}

/* The pages of the large folio that page i of the lane belongs to; 1 for a small one. */
static long folio_pages(const struct lane *lane, size_t i)
{
	const unsigned char *at = lane_page(lane, i);
	long n = 1;
	if (!(page_flags(at) & (FLAG_HEAD | FLAG_TAIL)))
		return 1;
	while (!(page_flags(at) & FLAG_HEAD))
		at -= page_bytes;
	while (page_flags(at + (size_t)n * page_bytes) & FLAG_TAIL)
		n++;
	return n;
}

/* A sequence of which the last window could be one folio; returns its first page. */
static size_t run_to_folio(struct lane *lane)
{
	const size_t end = 128;
	lane_run(lane, 0, end);
	return end - 1;
}

static void is_folio(struct lane lane, long pages, const char *what)
{
	const struct ahead_counts before = ahead_counts();
	const size_t at = run_to_folio(&lane);
	is(folio_pages(&lane, at), pages, "%s: a window %s has folios of %ld pages", what,
	   lane_word(&lane), pages);
	ok(ahead_since(before).hit > 0, "%s: the sequence %s is followed", what,
	   lane_word(&lane));
	is(dirt_behind_first(lane.base, lane.n), 0, "%s: every byte %s reads zero", what,
	   lane_word(&lane));
}

static struct lane fresh(struct lane lane)
{
	lane.base = map_at(area(), lane.n = 128);
	return lane;
}

static void forbidden(struct lane lane)
{
	set_ahead_sizes("4");
	lane = fresh(lane);
	is_folio(lane, 16, "ahead");
	unmap(lane.base, lane.n);

	lane = fresh(lane);
	madvise(lane.base, lane.n * page_bytes, MADV_NOHUGEPAGE);
	is_folio(lane, 1, "MADV_NOHUGEPAGE");
	munmap(lane.base, lane.n * page_bytes);

	lane = fresh(lane);
	prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
	is_folio(lane, 1, "PR_SET_THP_DISABLE");
	prctl(PR_SET_THP_DISABLE, 0, 0, 0, 0);
	unmap(lane.base, lane.n);

	set_ahead_sizes("-");
	lane = fresh(lane);
	is_folio(lane, 1, "never");
	unmap(lane.base, lane.n);
}

/* What is no sequence gets no large folio. */
static void only_in_sequence(void)
{
	set_ahead_sizes("2,3,4,5");
	unsigned char *p = map_at(area(), 512);
	for (long i = 0; i < 512; i += 16)
		touch(p, i);
	is(present(p, 512), 32, "ahead: outside of a sequence a fault maps one page");
	unmap(p, 512);
	set_ahead_sizes("-");
}

/* Sizes with today's values keep their meaning. */
static void always_has_priority(struct lane lane)
{
	set_ahead_sizes("-");
	set_size(ORDER, "always");
	const struct ahead_counts before = ahead_counts();
	lane = fresh(lane);
	lane_run(&lane, 0, lane.n);
	is(folio_pages(&lane, 0), 16, "always: the first fault %s has a large folio",
	   lane_word(&lane));
	is(ahead_since(before).hit, 0, "always: no sequence %s is followed", lane_word(&lane));
	unmap(lane.base, lane.n);
	set_size(ORDER, "never");
}

/* Before the first whole block of a mapping no such folio fits. */
static void always_is_alone(struct lane lane)
{
	if (!set_size(ORDER, "always"))
		return;
	lane.base = map_at(area() + (lane.down ? 0 : page_bytes), lane.n = 127);
	const struct ahead_counts before = ahead_counts();
	for (size_t i = 0; i < 15; i++)
		lane_touch(&lane, i);
	is(ahead_since(before).hit, 0, "always: no sequence %s is followed where no folio fits",
	   lane_word(&lane));
	is(lane_present(&lane), 15, "always: no window %s comes where no folio fits",
	   lane_word(&lane));
	unmap(lane.base, lane.n);
	set_size(ORDER, "never");
}

/* Blocks that do not fit or are not empty: the fault falls back to smaller windows. */
static void occupied_block(struct lane lane)
{
	set_ahead_sizes("4");
	lane = fresh(lane);
	*(volatile unsigned char *)lane_page(&lane, 127) = 0xaa;
	lane_run(&lane, 0, 126);
	is(folio_pages(&lane, 112), 1, "a block %s with a page in it becomes no folio",
	   lane_word(&lane));
	is(*lane_page(&lane, 127), 0xaa, "the page in it keeps its contents");
	unmap(lane.base, lane.n);
	set_ahead_sizes("-");
}

/* Folios partly unmapped, moved and copied on write are like all others. */
static int child_writes(void *argument)
{
	const struct lane *lane = argument;
	for (size_t i = 0; i < lane->n; i++)
		*(volatile unsigned char *)lane_page(lane, i) = 0x55;
	return 0;
}

static void torn(struct lane lane)
{
	long bad = 0;
	set_ahead_sizes("2,3,4");
	lane = fresh(lane);
	run_to_folio(&lane);
	is(in_child(child_writes, &lane), 0, "a child can write into its parent's folios");
	for (size_t i = 0; i < lane.n; i++)
		bad += *lane_page(&lane, i) != 1;
	is(bad, 0, "a child's writes to folios %s are its own", lane_word(&lane));
	madvise(lane.base + 66 * page_bytes, 40 * page_bytes, MADV_DONTNEED);
	is(lane_present(&lane), 128 - 40, "a part of a folio can be thrown away");
	mprotect(lane.base + 5 * page_bytes, 20 * page_bytes, PROT_READ);
	mprotect(lane.base, 128 * page_bytes, PROT_READ | PROT_WRITE);
	void *away = mremap(lane.base + 3 * page_bytes, 30 * page_bytes, 30 * page_bytes,
			    MREMAP_MAYMOVE | MREMAP_FIXED,
			    area() + 2 * table_pages * page_bytes);
	is(present(away, 30), 30, "a part of a folio can be moved");
	is(dirt_behind_first(away, 30), 0, "what is moved is as it was");
	munmap(away, 30 * page_bytes);
	munmap(lane.base, 128 * page_bytes);
	set_ahead_sizes("-");
}

/* Soiled and given back, what made a folio makes the next one. */
static void cleared(struct lane lane)
{
	long bad = 0;
	set_ahead_sizes("4");
	for (int round = 0; round < 3; round++) {
		lane.base = map_at(area(), lane.n = 512);
		lane_run(&lane, 0, lane.n);
		bad += dirt_behind_first(lane.base, lane.n);
		memset(lane.base, 0xee, lane.n * page_bytes);
		unmap(lane.base, lane.n);
	}
	is(bad, 0, "every byte of folios %s whose memory was used before reads zero",
	   lane_word(&lane));
	set_ahead_sizes("-");
}

/* Each page that is mapped holds its folio, so the last one does. */
static void taken_apart(struct lane lane)
{
	const uint64_t in_use = FLAG_ANON | FLAG_MMAP | FLAG_LRU;
	set_ahead_sizes("4");
	lane = fresh(lane);
	run_to_folio(&lane);
	for (size_t i = 112; i < 127; i++)
		madvise(lane_page(&lane, i), page_bytes, MADV_DONTNEED);
	is((long)(page_flags(lane_page(&lane, 127)) & in_use), (long)in_use,
	   "the last page %s of a folio that is mapped holds the folio", lane_word(&lane));
	unmap(lane.base, lane.n);
	set_ahead_sizes("-");
}

void check_sizes(void)
{
	if (!has_sizes()) {
		skip("this kernel has no large anonymous folios", "sizes have the value ahead");
		return;
	}
	set_knob(KNOB);
	for (size_t i = 0; i < nr_directions(); i++)
		always_has_priority((struct lane){ .down = directions[i] });
	if (ramp_is_first())
		return;
	values();
	/* A run of 59 before a window of 16; then one folio after the other. */
	for (size_t i = 0; i < nr_directions(); i++) {
		const struct lane lane = { .down = directions[i] };
		always_is_alone(lane);
		forbidden(lane);
		occupied_block(lane);
		torn(lane);
		cleared(lane);
		taken_apart(lane);
	}
	only_in_sequence();
}
