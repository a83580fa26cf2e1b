/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What memory pressure did, counted and judged. The kernel that takes pages is
 * played: it discards them, where a real one would keep them in swap.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/known.h"
#include "fault/pressure.h"
#include "tap.h"

enum { PAGES = 128 };

/* Every second page is touched, and all are present. */
static unsigned char *base;
static size_t page_bytes;
static uint64_t touched[PAGES / 64];
static unsigned int nr_asked;
static uint64_t asked_bytes, least_bytes;

static struct touch_plan touches;

static void region_new(void)
{
	page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	base = mmap(NULL, PAGES * page_bytes, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	madvise(base, PAGES * page_bytes, MADV_NOHUGEPAGE);
	for (size_t i = 0; i < PAGES; i++)
		*(volatile unsigned char *)(base + i * page_bytes) = 0;
	memset(touched, 0x55, sizeof(touched));
	touches = (struct touch_plan){
		.first = base, .step_bytes = (ptrdiff_t)(2 * page_bytes),
		.count = PAGES / 2, .page_bytes = page_bytes, .writes = true,
		.cachelines = 1 };
	touch_all(&touches);
	nr_asked = 0;
	asked_bytes = 0;
	least_bytes = UINT64_MAX;
}

static int takes_nothing(uint64_t bytes)
{
	nr_asked++;
	asked_bytes += bytes;
	least_bytes = bytes < least_bytes ? bytes : least_bytes;
	return 0;
}

static int discards_used(uint64_t bytes)
{
	takes_nothing(bytes);
	return nr_asked == 3 ? madvise(base + 4 * page_bytes, page_bytes,
				       MADV_DONTNEED) : 0;
}

static int discards_unused(uint64_t bytes)
{
	takes_nothing(bytes);
	return nr_asked == 3 ? madvise(base + 5 * page_bytes, page_bytes,
				       MADV_DONTNEED) : 0;
}

/* A used page in the third and in the fifth step, all unused ones in the fourth. */
static int discards_half(uint64_t bytes)
{
	takes_nothing(bytes);
	for (size_t i = 1; nr_asked == 4 && i < PAGES; i += 2)
		madvise(base + i * page_bytes, page_bytes, MADV_DONTNEED);
	return nr_asked == 3 || nr_asked == 5 ?
		       madvise(base, page_bytes, MADV_DONTNEED) : 0;
}

static int writes_to_unused(uint64_t bytes)
{
	takes_nothing(bytes);
	base[7 * page_bytes - 1] ^= 1;	/* the last byte of page 6: nobody looks */
	base[8 * page_bytes - 1] = 1;	/* of page 7, which nobody used */
	return 0;
}

static int fails(uint64_t bytes)
{
	(void)bytes;
	return -ENOENT;
}

static struct pressure press(pressure_ask *ask, uint32_t percent, int expected)
{
	struct pressure p;
	const char *what = NULL;
	region_new();
	const struct pressure_plan plan = {
		.range = { base, PAGES, page_bytes },
		.touched = touched, .touches = &touches, .percent = percent,
		.ask = ask };
	is_int(pressure_run(&plan, &p, &what), expected,
	       "a region is put under pressure (%s)", what);
	munmap(base, PAGES * page_bytes);
	return p;
}

static void test_asked(void)
{
	struct pressure p = press(takes_nothing, 100, 0);
	ok(p.done, "it is done");
	is_int(p.used, PAGES / 2, "pages that were touched are used");
	is_int(p.unused, PAGES / 2, "present ones that were not are unused");
	is_int(nr_asked, PRESSURE_STEPS, "memory is asked for in 16 steps");
	is_int(asked_bytes, PAGES * page_bytes, "in all for the percentage of what is present");
	is_int(p.asked_bytes, asked_bytes, "as is recorded");
	is_int(least_bytes, PAGES / PRESSURE_STEPS * page_bytes, "in equal steps");
	is_int(p.used_taken + p.unused_taken + p.lost + p.wrong + p.absent, 0,
	       "where none was taken, none is missing");
	p = press(takes_nothing, 33, 0);
	is_int(p.asked_bytes, PAGES * 33 / 100 * page_bytes, "also of what 16 does not divide");
	p = press(takes_nothing, 5, 0);
	is_int(nr_asked, PAGES * 5 / 100, "no step asks for nothing");
	press(fails, 50, -ENOENT);
}

static void test_taken(void)
{
	char why[256];
	struct pressure p = press(discards_used, 50, 0);
	ok(p.used_taken == 1 && p.unused_taken == 0, "a used page that goes is counted as one");
	ok(p.lost == 1 && p.wrong == 1, "that it is in no swap is noticed, and that its number is gone");
	ok(!pressure_judge(&p, why, sizeof(why)), "which is INVALID");
	p = press(discards_unused, 50, 0);
	ok(p.used_taken == 0 && p.unused_taken == 1 && p.lost == 1,
	   "an unused one as another");
	ok(p.half_steps == PRESSURE_STEPS && p.half_unused_taken == 1,
	   "where half of them never go, all steps are before that");
	p = press(discards_half, 50, 0);
	ok(p.half_steps == 4 && p.half_used_taken == 1 &&
		   p.half_unused_taken == PAGES / 2 && p.used_taken == 2,
	   "with the step that half of them go in it ends");
	p = press(writes_to_unused, 50, 0);
	is_int(p.wrong, 1, "an unused page that does not hold zeroes is noticed");
	ok(!pressure_judge(&p, why, sizeof(why)) && strstr(why, "1 pages do not hold"),
	   "and is INVALID: %s", why);
}

static void test_judged(void)
{
	static const struct { struct pressure p; const char *why; } cases[] = {
		{ { .used = 8, .unused = 8, .asked_bytes = 1, .used_taken = 3,
		    .unused_taken = 9, .unused_gone = 8,
		    .faults_major = { 3, true } }, "" },
		{ { .used = 8, .unused = 8 }, "" },
		{ { .used = 8, .asked_bytes = 4096 }, "expected swap with room" },
		{ { .used = 8, .lost = 1, .used_taken = 1 }, "neither in memory nor in swap" },
		{ { .used = 8, .wrong = 2 }, "2 pages do not hold" },
		{ { .used = 8, .absent = 1 }, "not present right after" },
		{ { .unused = 3, .unused_gone = 4, .unused_taken = 9 }, "4 unused pages are gone" },
		{ { .unused = 9, .unused_gone = 4, .unused_taken = 3 }, "4 unused pages are gone" },
		{ { .used_taken = 2, .faults_major = { 3, true } }, "3 major faults for 2 pages" },
		{ { .used_taken = 2, .faults_major = { 3, false } }, "" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char why[256];
		const bool good = pressure_judge(&cases[i].p, why, sizeof(why));
		ok(good == !*cases[i].why && strstr(why, cases[i].why),
		   "case %zu: '%s' for '%s'", i, why, cases[i].why);
	}
}

int main(void)
{
	test_asked();
	test_taken();
	test_judged();
	return tap_done();
}
