/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/counters.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/file.h"

/*
 * Valgrind maps its tool under its own name into every process it runs;
 * ThreadSanitizer's shadow memory faults wherever instrumented code writes.
 */
bool usage_has_own_faults(void)
{
#ifdef __SANITIZE_THREAD__
	return false;
#else
	char *maps = file_text("", "/proc/self/maps");
	const bool own = !maps || !strstr(maps, "/valgrind/");
	free(maps);
	return own;
#endif
}

static uint64_t timeval_ns(const struct timeval *tv)
{
	return (uint64_t)tv->tv_sec * 1000000000u + (uint64_t)tv->tv_usec * 1000u;
}

void usage_read(struct usage *usage)
{
	struct rusage ru;
	getrusage(RUSAGE_THREAD, &ru);
	usage->faults_minor = (uint64_t)ru.ru_minflt;
	usage->faults_major = (uint64_t)ru.ru_majflt;
	usage->user_ns = timeval_ns(&ru.ru_utime);
	usage->system_ns = timeval_ns(&ru.ru_stime);
	usage->voluntary = (uint64_t)ru.ru_nvcsw;
	usage->involuntary = (uint64_t)ru.ru_nivcsw;
}

static bool is_set(const uint64_t *bitmap, size_t i)
{
	return bitmap && (bitmap[i / 64] >> (i % 64) & 1);
}

struct presence presence_read(const void *base, size_t nr_pages,
			      size_t page_bytes, const uint64_t *expected)
{
	enum { CHUNK = 256 };	/* small: tasks have small stacks */
	const uint64_t present_bit = UINT64_C(1) << 63;
	uint64_t entry[CHUNK];
	struct presence seen = { .present = count_of(0) };
	const int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	seen.present.known = fd >= 0;
	for (size_t i = 0; i < nr_pages && seen.present.known;) {
		const size_t n = nr_pages - i < CHUNK ? nr_pages - i : CHUNK;
		const off_t at = (off_t)(((uintptr_t)base / page_bytes + i) *
					 sizeof(entry[0]));
		if (pread(fd, entry, n * sizeof(entry[0]), at) !=
		    (ssize_t)(n * sizeof(entry[0]))) {
			seen.present.known = false;
			break;
		}
		for (size_t j = 0; j < n; j++, i++) {
			const bool here = entry[j] & present_bit;
			seen.present.value += here;
			seen.missing += !here && is_set(expected, i);
			seen.extra += here && !is_set(expected, i);
		}
	}
	if (fd >= 0)
		close(fd);
	return seen;
}

/* Add "Name:   123 kB" of a line to *bytes. */
static void smaps_add(const char *line, const char *name, struct count *bytes)
{
	const size_t n = strlen(name);
	if (strncmp(line, name, n) != 0 || line[n] != ':')
		return;
	bytes->value += strtoull(line + n + 1, NULL, 10) * 1024;
	bytes->known = true;
}

struct region_memory region_memory_read(const void *base, size_t bytes)
{
	const uintptr_t low = (uintptr_t)base, high = low + bytes;
	struct region_memory memory = { 0 };
	FILE *smaps = fopen("/proc/self/smaps", "re");
	char line[512];
	bool inside = false;
	while (smaps && fgets(line, sizeof(line), smaps)) {
		unsigned long start, end;
		if (sscanf(line, "%lx-%lx ", &start, &end) == 2)
			inside = start >= low && end <= high;
		if (!inside)
			continue;
		smaps_add(line, "Rss", &memory.rss_bytes);
		smaps_add(line, "AnonHugePages", &memory.huge_bytes);
		smaps_add(line, "FilePmdMapped", &memory.huge_bytes);
	}
	if (smaps)
		fclose(smaps);
	return memory;
}

const char *const system_counter_names[NR_SYSTEM_COUNTERS] = {
	"pgfault", "pgmajfault", "thp_fault_alloc", "thp_fault_fallback",
	"compact_stall", [SYSTEM_NUMA_HINT_FAULTS] = "numa_hint_faults",
	"pswpin", "pswpout", "steal_ticks",
};

static struct count vmstat_value(const char *text, const char *name)
{
	const size_t n = strlen(name);
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, name, n) == 0 && line[n] == ' ')
			return count_of(strtoull(line + n, NULL, 10));
	}
	return (struct count){ 0 };
}

/* The eighth number of "cpu ..." in /proc/stat. */
static struct count steal_ticks(void)
{
	char *text = file_text("", "/proc/stat");
	unsigned long long steal;
	struct count ticks = { 0 };
	if (text && sscanf(text, "cpu %*u %*u %*u %*u %*u %*u %*u %llu",
			   &steal) == 1)
		ticks = count_of(steal);
	free(text);
	return ticks;
}

void system_counters_read(struct system_counters *counters)
{
	char *text = file_text("", "/proc/vmstat");
	for (int i = 0; i < NR_SYSTEM_COUNTERS - 1; i++)
		counters->value[i] =
			vmstat_value(text, system_counter_names[i]);
	free(text);
	counters->value[NR_SYSTEM_COUNTERS - 1] = steal_ticks();
}
