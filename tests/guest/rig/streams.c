/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Several sequences at once: up to four of a task are followed, each as if it were alone; of
 * five, none is. Tasks do not disturb each other.
 */
#include <pthread.h>
#include <stdio.h>

#include "rig.h"

#define WINDOW 8
#define LENGTH 200
#define MAX_STREAMS 5

/* Streams lie a page table apart, in one mapping. */
static struct lane stream(unsigned char *all, size_t i, bool down)
{
	return (struct lane){
		.base = all + i * table_pages * page_bytes, .n = table_pages, .down = down };
}

/* One page of each stream in turn; returns the faults that it took. */
static long interleaved(const struct lane lane[], size_t nr)
{
	const long before = faults();
	for (size_t i = 0; i < LENGTH; i++)
		for (size_t k = 0; k < nr; k++)
			lane_touch(&lane[k], i);
	return faults() - before;
}

struct outcome { long faults, present; };

static struct outcome try_streams(size_t nr, unsigned int nr_down)
{
	struct lane lane[MAX_STREAMS];
	struct outcome outcome;
	forget_sequences();
	unsigned char *all = map_at(area(), MAX_STREAMS * table_pages);
	for (size_t i = 0; i < nr; i++)
		lane[i] = stream(all, i, i < nr_down);
	/* The page tables' own pages are no faults of the streams. */
	outcome.faults = interleaved(lane, nr);
	outcome.present = present(all, MAX_STREAMS * table_pages);
	unmap(all, MAX_STREAMS * table_pages);
	return outcome;
}

static void followed(size_t nr, unsigned int nr_down)
{
	const struct outcome one = try_streams(1, 0), all = try_streams(nr, nr_down);
	const long n = (long)nr;
	is(all.faults, n * one.faults, "%ld streams, %u of them downward, take the faults of %ld single ones",
	   n, nr_down, n);
	is(all.present, n * one.present, "%ld streams, %u of them downward, map the pages of %ld single ones",
	   n, nr_down, n);
	ok(one.faults < LENGTH / 2, "a single stream does have windows");
}

static void too_many(unsigned int nr_down)
{
	const struct outcome five = try_streams(5, nr_down);
	is(five.faults, 5 * LENGTH, "5 streams, %u of them downward, take a fault for each page",
	   nr_down);
	is(five.present, 5 * LENGTH, "5 streams, %u of them downward, leave no page untouched",
	   nr_down);
}

/* A sequence that is left alone for a while is not forgotten for three others. */
static void returns(struct lane lane)
{
	unsigned char *all = map_at(area(), MAX_STREAMS * table_pages);
	lane = stream(all, 0, lane.down);
	lane_run(&lane, 0, lead(WINDOW));
	for (size_t i = 1; i < 4; i++)
		touch(all, (long)(i * table_pages + 10 * i));
	const long before = lane_present(&lane);
	lane_touch(&lane, lead(WINDOW));
	is(lane_present(&lane) - before, WINDOW,
	   "a sequence %s goes on after three faults elsewhere", lane_word(&lane));
	unmap(all, MAX_STREAMS * table_pages);
}

/* Each fault lies alone. */
static void elsewhere(unsigned char *all, size_t *k, size_t nr)
{
	for (; nr; nr--, ++*k)
		touch(all, (long)((1 + *k % 4) * table_pages + 10 * (*k + 1)));
}

/* A sequence that has gone on is the youngest of four, wherever it was before. */
static void stays_young(struct lane lane)
{
	unsigned char *all = map_at(area(), MAX_STREAMS * table_pages);
	size_t at = lead(WINDOW), k = 0;
	lane = stream(all, 0, lane.down);
	lane_run(&lane, 0, at);
	const long before = lane_present(&lane);
	for (size_t age = 0; age < 4; age++, at += 2 * WINDOW) {
		elsewhere(all, &k, age);
		lane_touch(&lane, at);
		elsewhere(all, &k, 3);
		lane_touch(&lane, at + WINDOW);
	}
	is(lane_present(&lane) - before, 8 * WINDOW,
	   "a sequence %s that has gone on outlives three faults elsewhere", lane_word(&lane));
	unmap(all, MAX_STREAMS * table_pages);
}

/* ---- orders without a sequence ---- */

static void no_sequence(void)
{
	const size_t n = 512;
	unsigned char *p = map_at(area(), n);
	const struct ahead_counts before = ahead_counts();
	for (size_t i = 0; i < n; i += 2)
		touch(p, (long)i);
	is(present(p, n), (long)n / 2, "every second page: none more is mapped");
	unmap(p, n);
	map_at(p, n);
	for (size_t i = n; i > 0; i -= 2)
		touch(p, (long)i - 1);
	is(present(p, n), (long)n / 2, "every second page downward: none more is mapped");
	is(ahead_since(before).tried, 0, "without a sequence no window is tried");
	unmap(p, n);
}

/* By chance a pair is hit, but a sequence that deserves a window is not. */
static void random_order(void)
{
	static unsigned int order[2048];
	const unsigned int n = 2048;
	uint32_t seed = 12345;
	for (unsigned int i = 0; i < n; i++)
		order[i] = i;
	for (unsigned int i = n - 1; i > 0; i--) {
		seed = seed * 1103515245 + 12345;
		const unsigned int j = (seed >> 8) % (i + 1), swap = order[i];
		order[i] = order[j];
		order[j] = swap;
	}
	unsigned char *p = map_at(area(), n);
	for (unsigned int i = 0; i < n / 4; i++)
		touch(p, order[i]);
	is(present(p, n), n / 4, "in random order no page is mapped that is not touched");
	unmap(p, n);
}

/* ---- threads ---- */

#define MAX_THREADS 8
static pthread_barrier_t barrier;

static void *one_thread(void *argument)
{
	struct lane *lane = argument;
	pthread_barrier_wait(&barrier);
	const long before = faults();
	lane_run(lane, 0, LENGTH);
	return (void *)(intptr_t)(faults() - before);
}

/* Faults of a thread that are its own stack's are not among them: it has begun. */
static void many_threads(size_t nr)
{
	pthread_t thread[MAX_THREADS];
	struct lane lane[MAX_THREADS];
	const struct outcome one = try_streams(1, 0);
	unsigned char *all = map_at(area(), MAX_THREADS * table_pages);
	pthread_barrier_init(&barrier, NULL, (unsigned int)nr);
	for (size_t i = 0; i < nr; i++) {
		lane[i] = stream(all, i, !ramp_is_first() && i % 2);
		pthread_create(&thread[i], NULL, one_thread, &lane[i]);
	}
	long bad = 0;
	for (size_t i = 0; i < nr; i++) {
		void *taken;
		pthread_join(thread[i], &taken);
		bad += lane_present(&lane[i]) != one.present;
	}
	is(bad, 0, "%zu threads in one mapping map what each maps alone", nr);
	pthread_barrier_destroy(&barrier);
	unmap(all, MAX_THREADS * table_pages);
}

void check_streams(void)
{
	set_knob(WINDOW);
	no_sequence();
	for (size_t nr = 2; nr <= MAX_THREADS; nr *= 4)
		many_threads(nr);
	if (ramp_is_first())
		return;
	random_order();
	for (size_t nr = 2; nr <= 4; nr++)
		for (unsigned int down = 0; down <= nr; down++)
			followed(nr, down);
	too_many(0);
	too_many(3);
	too_many(5);
	for (size_t i = 0; i < nr_directions(); i++) {
		returns((struct lane){ .down = directions[i] });
		stays_young((struct lane){ .down = directions[i] });
	}
}
