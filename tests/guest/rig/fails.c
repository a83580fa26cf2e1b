/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Allocations that fail. The kernel itself faults, in a read() into fresh memory: there
 * read() reports out of memory, and no second attempt hides it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "rig.h"

#define WINDOW 8
#define PAGES 64
#define FAIL "/sys/kernel/debug/fail_page_alloc/"

static int nth_fd = -1, source_fd = -1;

/* All allocations of pages may fail, and say nothing. */
static bool arrange(void)
{
	nth_fd = open("/proc/thread-self/fail-nth", O_WRONLY | O_CLOEXEC);
	source_fd = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	return nth_fd >= 0 && source_fd >= 0 && put(FAIL "ignore-gfp-wait", "N") &&
	       put(FAIL "ignore-gfp-highmem", "N") && put(FAIL "min-order", "0") &&
	       put(FAIL "verbose", "0");
}

/* The nth allocation from here on fails; 0: none. */
static void fail_nth(int n)
{
	char text[16];
	snprintf(text, sizeof(text), "%d", n);
	if (pwrite(nth_fd, text, strlen(text), 0) < 0)
		note("fail-nth: %s", strerror(errno));
}

/* Has the kernel write a byte there: 1, or -1 when it could not. It allocates nothing else. */
static ssize_t fault_in(unsigned char *at)
{
	return read(source_fd, at, 1);
}

/*
 * Whatever allocation of a window fails, the page that was asked for is there, and what was
 * not mapped is counted.
 */
static void one_fails(struct lane lane, int nth)
{
	lane.base = map_at(area(), lane.n = PAGES);
	const size_t at = lead(WINDOW);
	lane_run(&lane, 0, at);
	const struct ahead_counts before = ahead_counts();
	fail_nth(nth);
	const ssize_t n = fault_in(lane_page(&lane, at));
	fail_nth(0);
	const struct ahead_counts since = ahead_since(before);
	const long mapped = lane_present(&lane) - (long)at;
	is(n, 1, "%s: allocation %d fails: the page that was asked for is there",
	   lane_word(&lane), nth);
	ok(mapped >= 1 && mapped <= WINDOW, "%s: allocation %d fails: the window is shorter, or whole",
	   lane_word(&lane), nth);
	is(since.tried, WINDOW - 1, "%s: allocation %d fails: 7 pages ahead were tried",
	   lane_word(&lane), nth);
	is(since.mapped, mapped - 1, "%s: allocation %d fails: those mapped are counted",
	   lane_word(&lane), nth);
	is(since.failed, WINDOW - mapped, "%s: allocation %d fails: those not mapped are counted",
	   lane_word(&lane), nth);
	is(dirt(lane_page(&lane, lane.down ? at + WINDOW : at + 1), 1), 0, "what is behind is zero");
	if (nth == 1)
		ok(mapped < WINDOW, "%s: a failed first allocation does shorten the window",
		   lane_word(&lane));
	unmap(lane.base, PAGES);
}

/* Nothing can be had at all: the page that was asked for is missed, and nothing is left. */
static void all_fail(struct lane lane)
{
	lane.base = map_at(area(), lane.n = PAGES);
	const size_t at = lead(WINDOW);
	lane_run(&lane, 0, at);
	const struct ahead_counts before = ahead_counts();
	put(FAIL "task-filter", "Y");
	put(FAIL "probability", "100");
	put(FAIL "interval", "1");
	put(FAIL "times", "-1");
	const int make = open("/proc/thread-self/make-it-fail", O_WRONLY | O_CLOEXEC);
	ssize_t told = pwrite(make, "1", 1, 0);
	const ssize_t n = fault_in(lane_page(&lane, at));
	told += pwrite(make, "0", 1, 0);
	close(make);
	put(FAIL "probability", "0");
	ok(told == 2 && n != 1, "%s: without any memory the page that was asked for is missed",
	   lane_word(&lane));
	is(lane_present(&lane), (long)at, "%s: without any memory nothing is mapped",
	   lane_word(&lane));
	is(ahead_since(before).mapped, 0, "%s: without any memory nothing is counted as mapped",
	   lane_word(&lane));
	is(fault_in(lane_page(&lane, at)), 1, "%s: with memory again the page is there",
	   lane_word(&lane));
	unmap(lane.base, PAGES);
}

/*
 * All allocations fail that may not reclaim, and no others: the page that was asked for is
 * had all the same, those ahead are not.
 */
static void without_reclaim_fails(struct lane lane)
{
	lane.base = map_at(area(), lane.n = PAGES);
	const size_t at = lead(WINDOW);
	lane_run(&lane, 0, at);
	put(FAIL "ignore-gfp-wait", "Y");
	put(FAIL "task-filter", "Y");
	put(FAIL "probability", "100");
	put(FAIL "interval", "1");
	put(FAIL "times", "-1");
	const int make = open("/proc/thread-self/make-it-fail", O_WRONLY | O_CLOEXEC);
	ssize_t told = pwrite(make, "1", 1, 0);
	const ssize_t n = fault_in(lane_page(&lane, at));
	told += pwrite(make, "0", 1, 0);
	close(make);
	put(FAIL "probability", "0");
	put(FAIL "ignore-gfp-wait", "N");
	ok(told == 2 && n == 1, "%s: the page that was asked for may reclaim", lane_word(&lane));
	is(lane_present(&lane), (long)at + 1, "%s: pages ahead may not reclaim",
	   lane_word(&lane));
	unmap(lane.base, PAGES);
}

/* A folio that cannot be had becomes a smaller one. */
static void folio_fails(struct lane lane)
{
	set_knob(16);
	set_ahead_sizes("3,4");
	lane.base = map_at(area(), lane.n = 128);
	/* At page 64 a folio of 16 pages would come. */
	lane_run(&lane, 0, 64);
	const long before = lane_present(&lane);
	fail_nth(1);
	const ssize_t n = fault_in(lane_page(&lane, 64));
	fail_nth(0);
	is(n, 1, "%s: a folio of 16 pages fails: the page is there", lane_word(&lane));
	is(lane_present(&lane) - before, 8, "%s: a folio of 16 pages fails: one of 8 comes",
	   lane_word(&lane));
	unmap(lane.base, 128);
	set_ahead_sizes("-");
	set_knob(WINDOW);
}

/* ---- what allocations may do ---- */

static bool has(const struct allocation *allocation, const char *flag)
{
	char text[64];
	snprintf(text, sizeof(text), "|%s|", flag);
	return strstr(allocation->flags, text) != NULL;
}

/*
 * No reclaim, nor waking kswapd for it, no reserves, no warning. The kernel has one name for
 * most of that; in older ones GFP_NOWAIT is nothing but waking kswapd.
 */
static bool is_modest(const struct allocation *allocation)
{
	const bool light = has(allocation, "GFP_TRANSHUGE_LIGHT"),
		   spelled = has(allocation, "__GFP_NOMEMALLOC") &&
			     has(allocation, "__GFP_NOWARN") &&
			     !strstr(allocation->flags, "|GFP_");
	return (light || spelled) && has(allocation, "__GFP_NORETRY") &&
	       !strstr(allocation->flags, "RECLAIM") && !has(allocation, "GFP_NOWAIT");
}

/*
 * Interleaved pages are allocated one by one, which the kernel's tracepoint tells. All but
 * the page that was asked for: it may wake kswapd.
 */
static void flags(struct lane lane, const char *sizes)
{
	static struct allocation list[64];
	const bool folios = strcmp(sizes, "-") != 0;
	long modest = 0, large = 0;
	if (!set_ahead_sizes(sizes)) {
		skip("this kernel has no such large folios", "allocations of folios are modest");
		return;
	}
	lane.base = map_at(area(), lane.n = 128);
	if (!interleave_range(lane.base, lane.n)) {
		skip("this kernel has one node", "allocations of pages ahead are modest");
		munmap(lane.base, lane.n * page_bytes);
		set_ahead_sizes("-");
		return;
	}
	set_knob(WINDOW);
	/* At page 32 a folio of 8 pages could come. */
	lane_run(&lane, 0, folios ? 32 : lead(WINDOW));
	const size_t at = (size_t)lane_present(&lane);
	trace_allocations();
	lane_touch(&lane, at);
	const size_t nr = trace_allocations_end(list, 64);
	for (size_t i = 0; i < nr; i++) {
		/* A slab is larger. */
		modest += list[i].order == 0 && is_modest(&list[i]);
		large += list[i].order == 3 && is_modest(&list[i]);
	}
	if (folios)
		is(large, 1, "%s: a folio is allocated without reclaim, kswapd and reserves",
		   lane_word(&lane));
	else
		is(modest, WINDOW - 1,
		   "%s: pages ahead are allocated without reclaim, kswapd and reserves",
		   lane_word(&lane));
	for (size_t i = 0; i < nr && (folios ? large != 1 : modest != WINDOW - 1); i++)
		note("order %u %s", list[i].order, list[i].flags);
	unmap(lane.base, lane.n);
	set_ahead_sizes("-");
}

void check_fails(void)
{
	if (!exists("/sys/kernel/tracing/events"))
		skip("this kernel has no tracing", "allocations of pages ahead are modest");
	else
		for (size_t i = 0; i < nr_directions(); i++) {
			flags((struct lane){ .down = directions[i] }, "-");
			if (!ramp_is_first())
				flags((struct lane){ .down = directions[i] }, "3");
		}
	if (!arrange()) {
		skip("this kernel has no fault injection", "allocations can be made to fail");
		return;
	}
	set_knob(WINDOW);
	for (size_t i = 0; i < nr_directions(); i++) {
		const struct lane lane = { .down = directions[i] };
		for (int nth = 1; nth <= 4; nth++)
			one_fails(lane, nth);
		all_fail(lane);
		without_reclaim_fails(lane);
		if (!ramp_is_first() && has_sizes())
			folio_fails(lane);
	}
	close(nth_fd);
	close(source_fd);
}
