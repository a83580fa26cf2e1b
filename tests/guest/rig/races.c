/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Threads write the same pages in different orders while another thread unmaps parts of the
 * mapping. No written byte may be lost unless its page was discarded, and every other byte
 * must be zero.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rig.h"

#define NR_WRITERS 3
#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif

static unsigned char *base;
static size_t nr_pages;
static pthread_barrier_t start;
static int over;

/* Each writer has a byte of each page to itself. */
#define BYTE_OF(writer) (8 + (writer))

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1103515245 + 12345;
	return *seed >> 8;
}

/* The order of a writer: upward, upward from a third, downward, or blocks at random. */
static size_t page_of(long writer, size_t k, uint32_t *seed)
{
	switch (writer % 4) {
	case 0: return k;
	case 1: return (k + nr_pages / 3) % nr_pages;
	case 2: return nr_pages - 1 - k;
	default: return (k & ~(size_t)63) + next_random(seed) % 64;
	}
}

static void *write_all(void *argument)
{
	const long writer = (long)(intptr_t)argument;
	uint32_t seed = 77 + (uint32_t)writer;
	pthread_barrier_wait(&start);
	for (size_t k = 0; k < nr_pages; k++) {
		const size_t i = page_of(writer, k, &seed);
		*(volatile unsigned char *)(base + i * page_bytes + BYTE_OF(writer % NR_WRITERS)) =
			(unsigned char)(1 + writer % NR_WRITERS);
	}
	return NULL;
}

/* ---- who disturbs ---- */

static void throw_away(unsigned char *at, size_t bytes)
{
	madvise(at, bytes, MADV_DONTNEED);
}

static void map_over(unsigned char *at, size_t bytes)
{
	mmap(at, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}

static void protect(unsigned char *at, size_t bytes)
{
	mprotect(at, bytes, PROT_READ | PROT_WRITE | PROT_EXEC);
	mprotect(at, bytes, PROT_READ | PROT_WRITE);
}

#ifndef MREMAP_DONTUNMAP
#define MREMAP_DONTUNMAP 4
#endif
static void move_away(unsigned char *at, size_t bytes)
{
	void *away = mremap(at, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP,
			    area() + 4 * table_pages * page_bytes);
	if (away != MAP_FAILED)
		munmap(away, bytes);
}

static void fork_once(unsigned char *at, size_t bytes)
{
	(void)at;
	(void)bytes;
	const pid_t child = fork();
	if (child == 0)
		_exit(0);
	waitpid(child, NULL, 0);
}

static void page_out(unsigned char *at, size_t bytes)
{
	madvise(at, bytes, MADV_PAGEOUT);
}

/* Unmapped and at once there again, with other neighbours. */
static void split(unsigned char *at, size_t bytes)
{
	madvise(at, bytes, MADV_DONTDUMP);
	madvise(at, bytes, MADV_DODUMP);
}

static const struct disturber {
	const char *word;
	void (*act)(unsigned char *at, size_t bytes);
	bool keeps;		/* what was written */
} disturbers[] = {
	{ "nobody", NULL, true },
	{ "MADV_DONTNEED", throw_away, false },
	{ "MAP_FIXED", map_over, false },
	{ "mprotect", protect, true },
	{ "mremap", move_away, false },
	{ "fork", fork_once, true },
	{ "MADV_PAGEOUT", page_out, true },
	{ "splitting the mapping", split, true },
};

static void *disturb(void *argument)
{
	const struct disturber *disturber = argument;
	uint32_t seed = 99;
	while (!__atomic_load_n(&over, __ATOMIC_RELAXED)) {
		const size_t i = next_random(&seed) % nr_pages,
			     n = 1 + next_random(&seed) % 16;
		if (i + n <= nr_pages)
			disturber->act(base + i * page_bytes, n * page_bytes);
	}
	return NULL;
}

/* ---- what must hold afterwards ---- */

static long bad_of_page(const unsigned char *page, const unsigned char *copy, bool kept)
{
	long bad = memcmp(page, copy, page_bytes) != 0;
	for (size_t j = 0; j < page_bytes; j++) {
		const long writer = (long)j - BYTE_OF(0);
		if (writer < 0 || writer >= NR_WRITERS)
			bad += copy[j] != 0;
		else if (copy[j] != 0 || kept)
			bad += copy[j] != 1 + writer;
	}
	return bad;
}

/* Through the mapping and through /proc/self/mem. random: a writer that misses pages. */
static long bad_bytes(bool kept)
{
	static unsigned char copy[1 << 16];
	FILE *mem = fopen("/proc/self/mem", "r");
	long bad = mem == NULL;
	setvbuf(mem, NULL, _IONBF, 0);
	for (size_t i = 0; mem && i < nr_pages; i++) {
		const unsigned char *page = base + i * page_bytes;
		if (fseeko(mem, (off_t)(uintptr_t)page, SEEK_SET) != 0 ||
		    fread(copy, 1, page_bytes, mem) != page_bytes)
			bad++;
		bad += bad_of_page(page, copy, kept);
	}
	if (mem)
		fclose(mem);
	return bad;
}

static void one_round(const struct disturber *disturber, const long writers[NR_WRITERS])
{
	pthread_t thread[NR_WRITERS + 1];
	over = 0;
	pthread_barrier_init(&start, NULL, NR_WRITERS);
	for (size_t i = 0; i < NR_WRITERS; i++)
		pthread_create(&thread[i], NULL, write_all, (void *)(intptr_t)writers[i]);
	if (disturber->act)
		pthread_create(&thread[NR_WRITERS], NULL, disturb, (void *)disturber);
	for (size_t i = 0; i < NR_WRITERS; i++)
		pthread_join(thread[i], NULL);
	__atomic_store_n(&over, 1, __ATOMIC_RELAXED);
	if (disturber->act)
		pthread_join(thread[NR_WRITERS], NULL);
	pthread_barrier_destroy(&start);
}

/* Writers 3, 7, 11 take blocks at random and may miss pages: nothing of theirs is "kept". */
static void race(const struct disturber *disturber, unsigned int knob, int rounds)
{
	static const long ordered[] = { 0, 1, 2 }, wild[] = { 3, 7, 11 };
	long bad = 0;
	set_knob(knob);
	const struct ahead_counts before = ahead_counts();
	for (int i = 0; i < rounds; i++) {
		const bool is_wild = i % 3 == 2;
		base = map_at(area() + (size_t)(i % 8) * 8 * page_bytes, nr_pages);
		one_round(disturber, is_wild ? wild : ordered);
		bad += bad_bytes(disturber->keeps && !is_wild);
		munmap(base, nr_pages * page_bytes);
	}
	const struct ahead_counts since = ahead_since(before);
	is(bad, 0, "three writers, windows of %u pages, disturbed by %s: each byte is as it must be",
	   knob, disturber->word);
	ok(since.mapped > 0, "and windows were mapped");
	is(since.tried, since.mapped + since.raced + since.failed,
	   "tried = mapped + raced + failed, disturbed by %s", disturber->word);
}

void check_races(void)
{
	/* Twice: with the classic lists and with generations, and once with large folios. */
	static const struct { unsigned int knob; const char *generations, *sizes; } setups[] = {
		{ 8, "0", "-" }, { 32, "7", "-" }, { 32, "7", "2,3,4" },
	};
	long raced = 0;
	/* Without it MADV_PAGEOUT finds nothing to do. */
	if (!swap_start())
		skip("this kernel has nothing to swap to", "MADV_PAGEOUT swaps out");
	for (size_t s = 0; s < sizeof(setups) / sizeof(setups[0]); s++) {
		put("/sys/kernel/mm/lru_gen/enabled", setups[s].generations);
		if (!set_ahead_sizes(setups[s].sizes))
			continue;
		const struct ahead_counts before = ahead_counts();
		nr_pages = 2048;
		race(&disturbers[0], setups[s].knob, 6);
		nr_pages = 1024;
		for (size_t i = 1; i < sizeof(disturbers) / sizeof(disturbers[0]); i++)
			race(&disturbers[i], setups[s].knob, 3);
		raced += ahead_since(before).raced;
	}
	set_ahead_sizes("-");
	swap_stop();
	note("pages that somebody else had mapped meanwhile: %ld", raced);
}
