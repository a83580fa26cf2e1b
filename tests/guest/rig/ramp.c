/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ramp: every case of kernel-patches/6.12/model, which the guest finds as /model, must
 * match exactly: each fault with its page and length, the number of faults and of pages
 * present, the counters of /proc/vmstat, and the output of the tracepoint.
 */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rig.h"

#define MAX_FAULTS 640
#define MAX_PAGES 640

/* One line of the model, or what was seen. */
struct one {
	unsigned int down, knob, offset, slack, n;
	char sizes[16];
	long faults, present, hit, tried;
	size_t nr;
	struct { unsigned int page, length; int order; } fault[MAX_FAULTS];
};

/* Cases with the same knob and sizes are judged together. */
struct block {
	unsigned int down, knob;
	char sizes[16];
	bool runs;		/* this kernel has such sizes */
	long nr, bad_lists, bad_counts, bad_traces, hit, tried;
	struct ahead_counts before;
};

static bool read_case(char *line, struct one *one)
{
	int at = 0;
	one->nr = 0;
	if (sscanf(line, "%u %15s %u %u %u %u %ld %ld %ld %ld%n", &one->down, one->sizes,
		   &one->knob, &one->offset, &one->slack, &one->n, &one->faults,
		   &one->present, &one->hit, &one->tried, &at) != 10)
		return false;
	char *word = line + at;
	while (one->nr < MAX_FAULTS && *word == ' ') {
		one->fault[one->nr].page = (unsigned int)strtoul(word + 1, &word, 10);
		one->fault[one->nr].length = (unsigned int)strtoul(word + 1, &word, 10);
		word++;
		one->fault[one->nr].order = *word == '-' ? -1 : (int)strtol(word, NULL, 10);
		word += strcspn(word, " \n");
		one->nr++;
	}
	return true;
}

/* Where the first page that is written lies: at that offset of a page table. */
static struct lane place(const struct one *one)
{
	struct lane lane = { .n = one->n + one->slack, .down = one->down };
	lane.base = area() + (3 * table_pages + one->offset) * page_bytes;
	if (lane.down)
		lane.base -= (lane.n - 1) * page_bytes;
	return lane;
}

/* How many pages are present from page i of the lane on, in its direction. */
static unsigned int present_run(const struct lane *lane, size_t i)
{
	uint64_t entry[40];
	const size_t left = lane->n - i, n = left < 40 ? left : 40;
	unsigned int run = 0;
	pagemap(lane_page(lane, lane->down ? i + n - 1 : i), n, entry);
	while (run < n && entry[lane->down ? n - 1 - run : run] & PAGE_PRESENT)
		run++;
	return run;
}

static void observe(const struct lane *lane, const struct one *expected, struct one *seen)
{
	size_t next = 0;
	seen->nr = 0;
	const long before = faults();
	for (size_t i = 0; i < expected->n; i++) {
		lane_touch(lane, i);
		if (i < next)
			continue;
		const unsigned int length = present_run(lane, i);
		if (seen->nr < MAX_FAULTS) {
			seen->fault[seen->nr].page = (unsigned int)i;
			seen->fault[seen->nr++].length = length;
		}
		next = i + length;
	}
	seen->faults = faults() - before;
	seen->present = lane_present(lane);
}

static bool same_lists(const struct one *expected, const struct one *seen)
{
	bool same = expected->nr == seen->nr;
	for (size_t i = 0; same && i < seen->nr; i++)
		same = expected->fault[i].page == seen->fault[i].page &&
		       expected->fault[i].length == seen->fault[i].length;
	return same;
}

/* The tracepoint tells the faults that continued a sequence, and no others. */
static bool same_trace(const struct lane *lane, const struct one *expected)
{
	static struct window event[MAX_FAULTS];
	const size_t nr = trace_read(event, MAX_FAULTS);
	size_t at = 0;
	for (size_t i = 0; i < expected->nr; i++) {
		const unsigned int page = expected->fault[i].page,
				   length = expected->fault[i].length;
		if (expected->fault[i].order < 0)
			continue;
		const uintptr_t first = (uintptr_t)lane_page(lane,
			lane->down ? page + length - 1 : page);
		if (at >= nr || event[at].address != first || event[at].pages != length ||
		    event[at].order != (unsigned int)expected->fault[i].order)
			return false;
		at++;
	}
	return at == nr;
}

static void tell(const struct one *expected, const struct one *seen)
{
	char text[700] = "";
	size_t at = 0;
	for (size_t i = 0; i < seen->nr && at < sizeof(text) - 32; i++)
		at += (size_t)snprintf(text + at, sizeof(text) - at, " %u+%u",
				       seen->fault[i].page, seen->fault[i].length);
	note("offset %u, slack %u, %u pages: %ld faults of %ld, %ld present of %ld:%s",
	     expected->offset, expected->slack, expected->n, seen->faults, expected->faults,
	     seen->present, expected->present, text);
}

static void do_case(const struct one *expected, struct block *block)
{
	static struct one seen;
	const struct lane lane = place(expected);
	forget_sequences();
	map_at(lane.base, lane.n);
	observe(&lane, expected, &seen);
	const bool list = same_lists(expected, &seen),
		   counts = seen.faults == expected->faults &&
			    seen.present == expected->present;
	if ((!list || !counts) && block->bad_lists + block->bad_counts < 3)
		tell(expected, &seen);
	block->bad_lists += !list;
	block->bad_counts += !counts;
	block->bad_traces += trace_exists() && !same_trace(&lane, expected);
	block->hit += expected->hit;
	block->tried += expected->tried;
	block->nr++;
	unmap(lane.base, lane.n);
}

static void block_begin(struct block *block, const struct one *first)
{
	*block = (struct block){ .down = first->down, .knob = first->knob };
	snprintf(block->sizes, sizeof(block->sizes), "%s", first->sizes);
	block->runs = set_knob(block->knob) && set_ahead_sizes(block->sizes);
	block->before = ahead_counts();
}

static void block_end(const struct block *block)
{
	char what[128];
	const struct ahead_counts since = ahead_since(block->before);
	snprintf(what, sizeof(what), "%s, at most %u pages, large folios of orders %s",
		 block->down ? "downward" : "upward", block->knob, block->sizes);
	if (!block->runs) {
		skip("this kernel has no such large folios", "%s: as the model says", what);
		return;
	}
	is(block->bad_lists, 0, "%s: the faults and windows of %ld cases are the model's",
	   what, block->nr);
	is(block->bad_counts, 0, "%s: the model's numbers of faults and of pages present",
	   what);
	if (trace_exists())
		is(block->bad_traces, 0, "%s: the tracepoint tells the model's windows", what);
	is(since.hit, block->hit, "%s: hit counts the model's", what);
	is(since.tried, block->tried, "%s: tried counts the model's", what);
	is(since.mapped, block->tried, "%s: mapped counts as many as tried", what);
}

static bool in_block(const struct block *block, const struct one *one)
{
	return block->nr + !block->runs && block->down == one->down &&
	       block->knob == one->knob && strcmp(block->sizes, one->sizes) == 0;
}

void check_ramp(void)
{
	static char line[1 << 14];
	static struct one one;
	static struct block block;
	cpu_set_t first;
	FILE *model = fopen("/model", "r");
	if (!ok(model != NULL, "the model's cases can be read"))
		/* cppcheck-suppress resourceLeak ; it is not open */
		return;
	CPU_ZERO(&first);
	CPU_SET(0, &first);
	sched_setaffinity(0, sizeof(first), &first);
	if (trace_exists())
		trace_start();
	bool begun = false;
	while (fgets(line, sizeof(line), model) && read_case(line, &one)) {
		if (!begun || !in_block(&block, &one)) {
			if (begun)
				block_end(&block);
			block_begin(&block, &one);
			begun = true;
		}
		if (block.runs)
			do_case(&one, &block);
	}
	if (begun)
		block_end(&block);
	set_ahead_sizes("-");
	fclose(model);
}
