/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The knob, counters and ramp of the patches, as user space sees them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "rig.h"

#define KNOB "/proc/sys/vm/anon_fault_ahead_bytes"
#define SIZES "/sys/kernel/mm/transparent_hugepage"

bool has_fault_ahead(void)
{
	return exists(KNOB);
}

bool set_knob(unsigned int pages)
{
	if (!has_fault_ahead())
		return pages == 0;
	return putf(KNOB, "%zu", pages * page_bytes);
}

struct ahead_counts ahead_counts(void)
{
#define COUNT(name) number_of("/proc/vmstat", "anon_fault_ahead_" #name)
	return (struct ahead_counts){
		COUNT(hit), COUNT(tried), COUNT(mapped), COUNT(raced), COUNT(failed)
	};
#undef COUNT
}

struct ahead_counts ahead_since(struct ahead_counts before)
{
	const struct ahead_counts now = ahead_counts();
	return (struct ahead_counts){
		now.hit - before.hit, now.tried - before.tried,
		now.mapped - before.mapped, now.raced - before.raced,
		now.failed - before.failed
	};
}

long faults(void)
{
	struct rusage usage;
	getrusage(RUSAGE_THREAD, &usage);
	return usage.ru_minflt;
}

bool ramp_is_first(void)
{
	static int known = -1;
	if (known < 0) {
		const char *ramp = word_of("rig.ramp");
		known = ramp && strcmp(ramp, "first") == 0;
	}
	return known;
}

size_t lead(unsigned int window)
{
	if (ramp_is_first())
		return window - 1;
	switch (window) {
	case 1: return 1;
	case 2: return 5;
	default: return 4 * window - 5;
	}
}

/* Faults that are no sequence, each time elsewhere, take all slots. */
void forget_sequences(void)
{
	static unsigned char *elsewhere;
	static long at;
	const long n = 1024;
	if (!elsewhere)
		elsewhere = map_at(area() + 24 * table_pages * page_bytes, (size_t)n);
	if (at >= n) {
		madvise(elsewhere, (size_t)n * page_bytes, MADV_DONTNEED);
		at = 0;
	}
	for (int i = 0; i < 4; i++, at += 4)
		touch(elsewhere, at);
}

/* ---- sizes of large folios ---- */

bool has_sizes(void)
{
	return set_size(4, "never");
}

bool set_size(unsigned int order, const char *value)
{
	char path[128];
	snprintf(path, sizeof(path), SIZES "/hugepages-%zukB/enabled",
		 (page_bytes << order) / 1024);
	return put(path, value);
}

bool set_ahead_sizes(const char *list)
{
	bool fine = true;
	for (unsigned int order = 2; order <= 5; order++) {
		const bool wanted = strchr(list, (int)('0' + order)) != NULL;
		fine = set_size(order, wanted ? "ahead" : "never") && fine;
	}
	return fine || strcmp(list, "-") == 0;
}

/* ---- lanes ---- */

const bool directions[2] = { false, true };

size_t nr_directions(void)
{
	return ramp_is_first() ? 1 : 2;
}

unsigned char *lane_page(const struct lane *lane, size_t i)
{
	return lane->base + (lane->down ? lane->n - 1 - i : i) * page_bytes;
}

void lane_touch(const struct lane *lane, size_t i)
{
	touch(lane_page(lane, i), 0);
}

void lane_run(const struct lane *lane, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		lane_touch(lane, i);
}

long lane_present(const struct lane *lane)
{
	return present(lane->base, lane->n);
}

const char *lane_word(const struct lane *lane)
{
	return lane->down ? "downward" : "upward";
}
