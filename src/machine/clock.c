/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/clock.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/size.h"

static uint64_t read_ns(clockid_t id)
{
	struct timespec now;
	clock_gettime(id, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t clock_wall_ns(void)
{
	return read_ns(CLOCK_MONOTONIC_RAW);
}

uint64_t clock_cpu_ns(void)
{
	return read_ns(CLOCK_THREAD_CPUTIME_ID);
}

uint64_t clock_timeval_ns(const struct timeval *tv)
{
	return (uint64_t)tv->tv_sec * 1000000000u + (uint64_t)tv->tv_usec * 1000u;
}

const char *clock_utc(char *text, unsigned long n)
{
	struct timespec now;
	struct tm tm;
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	const size_t at = strftime(text, n, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text + at, n - at, ".%03ldZ", now.tv_nsec / 1000000);
	return text;
}

double clock_stamp_unit_ns(void)
{
	const struct timespec pause = { .tv_nsec = 20000000 };
	const uint64_t wall = clock_wall_ns(), stamp = clock_stamp();
	nanosleep(&pause, NULL);
	/* How long the sleep really was is what both clocks tell. */
	const double ns = (double)(clock_wall_ns() - wall);
	const double units = (double)(clock_stamp() - stamp);
	return units > 0 ? ns / units : 1;
}

double clock_stamp_cost_ns(double unit_ns)
{
	enum { STAMPS = 16, TRIES = 101 };
	uint64_t units[TRIES];
	for (int i = 0; i < TRIES; i++) {
		const uint64_t start = clock_stamp();
		uint64_t last = start;
		for (int s = 0; s < STAMPS; s++)
			last = clock_stamp();
		units[i] = last - start;
	}
	qsort(units, TRIES, sizeof(units[0]), number_ascending);
	return (double)units[TRIES / 2] / STAMPS * unit_ns;
}
