/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compare the touch loop with the plainest possible loop, and with itself with
 * stamps, for make bench:
 *   loops touch|plain BYTES             touch fresh memory once, to be counted
 *   loops plain|stamped BYTES BLOCKS    nanoseconds of the touch loop and of the
 *                                       other loop, alternating, one line per block
 *   loops stamp                         the cost of one stamp in nanoseconds
 */
#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/size.h"
#include "fault/touch.h"
#include "machine/clock.h"

#include "fresh.h"

/* Warm-up blocks, which are not printed. */
enum { WARMUP_BLOCKS = 4 };

enum way { TOUCH, PLAIN, STAMPED };

static size_t page_bytes;

static int fail(const char *what, const char *why)
{
	fprintf(stderr, "loops: %s: %s\n", what, why);
	return 1;
}

/* The plainest loop. */
static void __attribute__((noinline))
plain_loop(volatile unsigned char *p, size_t nr_pages, size_t page)
{
	for (size_t i = 0; i < nr_pages; i++)
		p[i * page] = 1;
}

/* stamp: [nr_pages] and present, for STAMPED. */
static void touch(enum way way, unsigned char *memory, size_t nr_pages,
		  uint32_t *stamp)
{
	const struct touch_plan plan = {
		.first = memory,
		.step_bytes = (ptrdiff_t)page_bytes,
		.count = nr_pages,
		.page_bytes = page_bytes,
		.writes = true,
		.cachelines = 1,
		.stamp = way == STAMPED ? stamp : NULL,
	};
	if (way == PLAIN)
		plain_loop(memory, nr_pages, page_bytes);
	else
		touch_all(&plan);
}

static int touch_once(enum way way, size_t bytes)
{
	unsigned char *memory = fresh_map(bytes);
	if (!memory)
		return fail("map memory", strerror(errno));
	touch(way, memory, bytes / page_bytes, NULL);
	munmap(memory, bytes);
	return 0;
}

static long nr_faults(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt;
}

/* Nanoseconds of one loop over fresh memory; 0 and a message on failure. */
static uint64_t time_loop(enum way way, size_t bytes, uint32_t *stamp)
{
	const size_t nr_pages = bytes / page_bytes;
	unsigned char *memory = fresh_map(bytes);
	if (!memory) {
		fail("map memory", strerror(errno));
		return 0;
	}
	const long faults = nr_faults();
	const uint64_t start_ns = clock_wall_ns();
	touch(way, memory, nr_pages, stamp);
	const uint64_t ns = clock_wall_ns() - start_ns;
	const long taken = nr_faults() - faults;
	munmap(memory, bytes);
	if (taken < (long)nr_pages) {
		fail("touch fresh memory", "fewer faults than pages");
		return 0;
	}
	return ns ? ns : 1;
}

/* A move to another CPU would add to the time of one loop only. */
static int stay(void)
{
	cpu_set_t set;
	const int cpu = sched_getcpu();
	if (cpu < 0 || cpu >= CPU_SETSIZE)
		return fail("bind to one CPU", "its number is unknown");
	CPU_ZERO(&set);
	CPU_SET((size_t)cpu, &set);
	return sched_setaffinity(0, sizeof(set), &set) == 0 ?
		       0 : fail("bind to one CPU", strerror(errno));
}

/* The order is touch, other, other, touch: a drift adds the same to both sums. */
static int one_block(enum way other, size_t bytes, uint32_t *stamp,
		     uint64_t sum_ns[2])
{
	for (int i = 0; i < 4; i++) {
		const bool is_other = i == 1 || i == 2;
		const uint64_t ns = time_loop(is_other ? other : TOUCH, bytes,
					      stamp);
		if (ns == 0)
			return 1;
		sum_ns[is_other] += ns;
	}
	return 0;
}

static int rates(enum way other, size_t bytes, uint64_t nr_blocks)
{
	const size_t size = bytes / page_bytes * sizeof(uint32_t);
	uint32_t *stamp = malloc(size);
	int status = 0;
	if (!stamp)
		return fail("room for stamps", strerror(errno));
	memset(stamp, 1, size);
	for (uint64_t i = 0; status == 0 && i < WARMUP_BLOCKS + nr_blocks; i++) {
		uint64_t sum_ns[2] = { 0, 0 };
		status = one_block(other, bytes, stamp, sum_ns);
		if (status == 0 && i >= WARMUP_BLOCKS)
			printf("%llu %llu\n", (unsigned long long)sum_ns[0],
			       (unsigned long long)sum_ns[1]);
	}
	free(stamp);
	return status;
}

static int run(int argc, char **argv)
{
	static const char *const names[] = { "touch", "plain", "stamped" };
	uint64_t bytes, nr_blocks;
	struct error err = { "" };
	int way = TOUCH;
	if (argc == 2 && strcmp(argv[1], "stamp") == 0) {
		printf("%.2f\n", clock_stamp_cost_ns(clock_stamp_unit_ns()));
		return 0;
	}
	while (argc > 1 && way <= STAMPED && strcmp(argv[1], names[way]) != 0)
		way++;
	if (argc < 3 || argc > 4 || way > STAMPED ||
	    way == (argc == 3 ? STAMPED : TOUCH))
		return fail("arguments", "expected touch|plain BYTES, plain|stamped BYTES BLOCKS or stamp");
	if (size_parse("BYTES", argv[2], &bytes, &err) != 0)
		return fail("BYTES", err.text);
	if (argc == 3)
		return touch_once((enum way)way, (size_t)bytes);
	if (number_parse(NUMBERS("BLOCKS", 1, 1000000), argv[3], &nr_blocks,
			 &err) != 0)
		return fail("BLOCKS", err.text);
	return stay() == 0 ? rates((enum way)way, (size_t)bytes, nr_blocks) : 1;
}

int main(int argc, char **argv)
{
	page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	const int status = run(argc, argv);
	if (fflush(stdout) != 0)
		return fail("standard output", strerror(errno));
	return status;
}
