/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cost of the patches where no campaign measures it: short processes and single faults.
 * It is meant for the exact engine, where a nanosecond is an instruction. It only prints
 * readings; the script costs makes a table of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "rig.h"

static uint64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC_RAW, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

/* fork, exec and wait of a small static program. */
static double spawn(void)
{
	const int n = 1000;
	const uint64_t start = now();
	for (int i = 0; i < n; i++) {
		const pid_t child = fork();
		if (child == 0) {
			execl("/init", "init", "nothing", (char *)NULL);
			_exit(1);
		}
		wait_for(child);
	}
	return (double)(now() - start) / n;
}

/* A tree of short processes: each fills 64 KiB to 4 MiB, starts two more and waits. */
static void grow(int i, int n)
{
	const size_t bytes = (size_t)65536 << (i % 7);
	unsigned char *memory = malloc(bytes);
	pid_t child[2] = { -1, -1 };
	memset(memory, 1, bytes);
	for (int k = 0; k < 2; k++) {
		const int next = 2 * i + 1 + k;
		if (next >= n)
			continue;
		child[k] = fork();
		if (child[k] == 0) {
			grow(next, n);
			_exit(0);
		}
	}
	for (int k = 0; k < 2; k++)
		if (child[k] > 0)
			wait_for(child[k]);
	free(memory);
}

/* Of five trees: one varies by half a percent, with the ticks that fall into it. */
static double tree(void)
{
	const int n = 200, rounds = 5;
	const uint64_t start = now();
	for (int i = 0; i < rounds; i++) {
		const pid_t root = fork();
		if (root == 0) {
			grow(0, n);
			_exit(0);
		}
		wait_for(root);
	}
	return (double)(now() - start) / (n * rounds);
}

/*
 * A sequence of which five pages are written between one fork and the next: pages ahead
 * are shared with the child. fork and wait alone, and with what writing takes.
 */
static void fork_after_window(const char *how)
{
	const int n = 200;
	struct lane lane = { .n = 1024 };
	uint64_t forks = 0;
	lane.base = map_at(area(), lane.n);
	const uint64_t begin = now();
	for (int i = 0; i < n; i++) {
		lane_run(&lane, (size_t)i * 5, (size_t)i * 5 + 5);
		const uint64_t start = now();
		const pid_t child = fork();
		if (child == 0)
			_exit(0);
		wait_for(child);
		forks += now() - start;
	}
	note("cost %s fork %.1f", how, (double)forks / n);
	note("cost %s fork-write %.1f", how, (double)(now() - begin) / n);
	unmap(lane.base, lane.n);
}

/* ---- the single fault ---- */

static int by_size(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

/* The touches of a sequence that took a fault. */
static void one_fault(const char *how)
{
	static uint32_t cost[8192];
	const long n = 8192;
	long nr = 0;
	memset(cost, 0, sizeof(cost));
	unsigned char *p = map_at(area(), (size_t)n);
	for (long i = 0; i < n; i++) {
		const uint64_t start = now();
		touch(p, i);
		cost[nr] = (uint32_t)(now() - start);
		/* A touch alone takes some dozens. */
		nr += cost[nr] > 500;
	}
	unmap(p, (size_t)n);
	qsort(cost, (size_t)nr, sizeof(*cost), by_size);
	note("cost %s fault-p50 %u", how, (unsigned int)cost[nr / 2]);
	note("cost %s fault-p99 %u", how, (unsigned int)cost[nr * 99 / 100]);
	note("cost %s fault-max %u", how, (unsigned int)cost[nr - 1]);
	note("cost %s faults %ld", how, nr);
}

static void all_costs(const char *how)
{
	/* The first of a boot takes longer. */
	spawn();
	note("cost %s spawn %.1f", how, spawn());
	note("cost %s tree %.1f", how, tree());
	fork_after_window(how);
	one_fault(how);
}

void check_costs(void)
{
	set_knob(0);
	all_costs(has_fault_ahead() ? "off" : "stock");
	if (!has_fault_ahead())
		return;
	set_knob(8);
	all_costs("8-pages");
	set_knob(32);
	all_costs("32-pages");
	if (set_ahead_sizes("3,4"))
		all_costs("folios");
	set_ahead_sizes("-");
}
