/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Clocks. Wall time is CLOCK_MONOTONIC_RAW, which NTP does not slew. CPU time is
 * CLOCK_THREAD_CPUTIME_ID, which is exact; getrusage may be sampled at the tick.
 */
#ifndef MACHINE_CLOCK_H
#define MACHINE_CLOCK_H

#include <stdint.h>
#include <sys/time.h>
#include <time.h>

#define CLOCK_NAME "monotonic_raw"

uint64_t clock_wall_ns(void);
/* CPU time of the calling thread. */
uint64_t clock_cpu_ns(void);
uint64_t clock_timeval_ns(const struct timeval *tv);

/* Now, UTC, RFC 3339 with milliseconds. text [n]: 32 bytes are enough. */
const char *clock_utc(char *text, unsigned long n);

/*
 * The cycle counter: cheap enough to be read after every touch. Its unit is
 * clock_stamp_unit_ns(). Where the architecture has none that user space may
 * read it is the wall clock itself.
 */
static inline uint64_t clock_stamp(void)
{
#if defined(__x86_64__) || defined(__i386__)
	return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
	uint64_t value;
	__asm__ volatile("mrs %0, cntvct_el0" : "=r"(value));
	return value;
#else
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC_RAW, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
#endif
}

/*
 * The unit of the stamp in nanoseconds, measured against the wall clock. Each call
 * takes 20 ms.
 */
double clock_stamp_unit_ns(void);

/* The median cost of one stamp on this CPU, in nanoseconds. */
double clock_stamp_cost_ns(double unit_ns);

#endif
