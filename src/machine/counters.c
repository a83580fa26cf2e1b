/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/counters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/text.h"
#include "machine/clock.h"

/*
 * Valgrind maps its tool under its own name into every process it runs;
 * ThreadSanitizer's shadow memory faults wherever instrumented code writes.
 */
bool usage_has_own_faults(void)
{
#ifdef __SANITIZE_THREAD__
	return false;
#else
	AUTO_FREE char *maps = file_text("", "/proc/self/maps");
	return !maps || !strstr(maps, "/valgrind/");
#endif
}

void usage_read(struct usage *usage)
{
	struct rusage ru;
	getrusage(RUSAGE_THREAD, &ru);
	usage->faults_minor = (uint64_t)ru.ru_minflt;
	usage->faults_major = (uint64_t)ru.ru_majflt;
	usage->user_ns = clock_timeval_ns(&ru.ru_utime);
	usage->system_ns = clock_timeval_ns(&ru.ru_stime);
	usage->voluntary = (uint64_t)ru.ru_nvcsw;
	usage->involuntary = (uint64_t)ru.ru_nivcsw;
}

const char *const system_counter_names[NR_SYSTEM_COUNTERS] = {
	"pgfault", "pgmajfault", "thp_fault_alloc", "thp_fault_fallback",
	"compact_stall", [SYSTEM_NUMA_HINT_FAULTS] = "numa_hint_faults",
	"pswpin", "pswpout", "steal_ticks",
};

/* The eighth number of "cpu ..." in /proc/stat. */
struct count system_steal_ticks(void)
{
	AUTO_FREE char *text = file_text("", "/proc/stat");
	unsigned long long steal;
	struct count ticks = { 0 };
	if (text && sscanf(text, "cpu %*u %*u %*u %*u %*u %*u %*u %llu",
			   &steal) == 1)
		ticks = count_of(steal);
	return ticks;
}

void system_counters_read(struct system_counters *counters)
{
	AUTO_FREE char *text = file_text("", "/proc/vmstat");
	for (int i = 0; i < NR_SYSTEM_COUNTERS - 1; i++)
		counters->value[i] =
			text_count_behind_key(text, system_counter_names[i]);
	counters->value[NR_SYSTEM_COUNTERS - 1] = system_steal_ticks();
}
