/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each loop is one inline body with its variables made constant: whether it
 * writes, how far a step is, whether stamps are taken. No loop decides anything
 * per page beyond its own end.
 */
#include "fault/touch.h"

#include <errno.h>
#include <sys/mman.h>

#include "machine/clock.h"

/* Of the kernel's interface since 5.14, whatever the library's headers are. */
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

#define INLINE static inline __attribute__((always_inline))

/* All loops lie together, so that they can be made present beforehand. */
#define LOOP __attribute__((section("touch_loops")))

enum { UNROLL = 16 };

/* The touch itself. */
INLINE void touch_byte(unsigned char *p, bool writes)
{
	if (writes)
		*(volatile unsigned char *)p = 1;
	else
		(void)*(volatile const unsigned char *)p;
}

INLINE void touch_page(unsigned char *p, bool writes, uint32_t cachelines)
{
	touch_byte(p, writes);
	for (uint32_t i = 1; i < cachelines; i++)
		touch_byte(p + (size_t)i * TOUCH_LINE_BYTES, writes);
}

/* Regular, one line a page: UNROLL touches, one addition, one branch. */
INLINE void regular(unsigned char *p, ptrdiff_t step, size_t n, bool writes)
{
	for (; n >= UNROLL; n -= UNROLL, p += UNROLL * step) {
#pragma GCC unroll 16
		for (int i = 0; i < UNROLL; i++)
			touch_byte(p + i * step, writes);
	}
	for (; n > 0; n--, p += step)
		touch_byte(p, writes);
}

/* Any step: the offsets that no address form can hold are kept in registers. */
INLINE void regular_any(unsigned char *p, ptrdiff_t step, size_t n, bool writes)
{
	const ptrdiff_t step3 = 3 * step, step5 = 5 * step, step7 = 7 * step;
	for (; n >= 8; n -= 8, p += 8 * step) {
		touch_byte(p, writes);
		touch_byte(p + step, writes);
		touch_byte(p + 2 * step, writes);
		touch_byte(p + step3, writes);
		touch_byte(p + 4 * step, writes);
		touch_byte(p + step5, writes);
		touch_byte(p + 2 * step3, writes);
		touch_byte(p + step7, writes);
	}
	for (; n > 0; n--, p += step)
		touch_byte(p, writes);
}

INLINE void regular_step(const struct touch_plan *plan, bool writes)
{
	unsigned char *p = plan->first;
	switch (plan->step_bytes) {
	case 4096:
		regular(p, 4096, plan->count, writes);
		break;
	case -4096:
		regular(p, -4096, plan->count, writes);
		break;
	case 16384:
		regular(p, 16384, plan->count, writes);
		break;
	case -16384:
		regular(p, -16384, plan->count, writes);
		break;
	default:
		regular_any(p, plan->step_bytes, plan->count, writes);
	}
}

INLINE void regular_lines(const struct touch_plan *plan, bool writes)
{
	unsigned char *p = plan->first;
	const uint32_t cachelines = plan->cachelines;
	for (size_t n = plan->count; n > 0; n--, p += plan->step_bytes)
		touch_page(p, writes, cachelines);
}

INLINE void irregular(const struct touch_plan *plan, bool writes,
		      uint32_t cachelines)
{
	unsigned char *const base = plan->first;
	const uint32_t *const page = plan->page;
	const int shift = __builtin_ctzll(plan->page_bytes);
	const size_t count = plan->count;
	for (size_t i = 0; i < count; i++)
		touch_page(base + ((size_t)page[i] << shift), writes,
			   cachelines);
}

/* One stamp a touch: from the end of the one before to the end of this one. */
INLINE void stamped(const struct touch_plan *plan, bool writes)
{
	unsigned char *const base = plan->first;
	const ptrdiff_t step = plan->step_bytes;
	const uint32_t *const page = plan->page;
	const size_t count = plan->count;
	const int shift = __builtin_ctzll(plan->page_bytes);
	const uint32_t cachelines = plan->cachelines;
	uint32_t *const stamp = plan->stamp;
	uint64_t before = clock_stamp();
	for (size_t i = 0; i < count; i++) {
		touch_page(step ? base + (ptrdiff_t)i * step :
				  base + ((size_t)page[i] << shift),
			   writes, cachelines);
		const uint64_t now = clock_stamp();
		const uint64_t took = now - before;
		stamp[i] = took > UINT32_MAX ? UINT32_MAX : (uint32_t)took;
		before = now;
	}
}

INLINE void all(const struct touch_plan *plan, bool writes)
{
	if (plan->stamp)
		stamped(plan, writes);
	else if (plan->step_bytes == 0 && plan->cachelines == 1)
		irregular(plan, writes, 1);
	else if (plan->step_bytes == 0)
		irregular(plan, writes, plan->cachelines);
	else if (plan->cachelines == 1)
		regular_step(plan, writes);
	else
		regular_lines(plan, writes);
}

LOOP void touch_all(const struct touch_plan *plan)
{
	if (plan->writes)
		all(plan, true);
	else
		all(plan, false);
}

/*
 * As the kernel clears a page: a string store where there is one. Not memset: it
 * is the library's choice, and a sanitizer's own.
 */
INLINE void zero_page(unsigned char *page, size_t bytes)
{
#if defined(__x86_64__) || defined(__i386__)
	size_t words = bytes / sizeof(size_t);
#ifdef __x86_64__
	__asm__ volatile("rep stosq" : "+D"(page), "+c"(words) : "a"(0) : "memory");
#else
	__asm__ volatile("rep stosl" : "+D"(page), "+c"(words) : "a"(0) : "memory");
#endif
#else
	for (size_t i = 0; i < bytes; i += 4 * sizeof(size_t)) {
		volatile size_t *word = (volatile size_t *)(page + i);
		word[0] = word[1] = word[2] = word[3] = 0;
	}
#endif
}

LOOP void touch_zero(unsigned char *first, size_t count, size_t page_bytes)
{
	for (; count > 0; count--, first += page_bytes)
		zero_page(first, page_bytes);
}

LOOP int touch_populate(unsigned char *first, size_t bytes)
{
	return madvise(first, bytes, MADV_POPULATE_WRITE) == 0 ? 0 : -errno;
}

/* The linker names the ends of a section whose name is a C identifier. */
extern const unsigned char __start_touch_loops[], __stop_touch_loops[];

void touch_code_present(void)
{
	for (const volatile unsigned char *code = __start_touch_loops;
	     /* cppcheck-suppress comparePointers ; both are ends of one section */
	     code < __stop_touch_loops; code += 16)
		(void)*code;
}
