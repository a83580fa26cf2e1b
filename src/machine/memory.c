/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/text.h"
#include "machine/cgroup.h"

static struct count meminfo_available(const char *root)
{
	AUTO_FREE char *text = file_text(root, "/proc/meminfo");
	struct count bytes = text_count_behind_key(text, "MemAvailable");
	bytes.value *= 1024;
	return bytes;
}

/* What ulimit -v leaves of the address space; unknown without a limit. */
static struct count address_space(void)
{
	struct rlimit limit;
	unsigned long pages = 0;
	if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
		return (struct count){ 0 };
	AUTO_FREE char *text = file_text("", "/proc/self/statm");
	if (text)
		pages = strtoul(text, NULL, 10);
	const uint64_t used = (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
	return count_of(limit.rlim_cur > used ? limit.rlim_cur - used : 0);
}

struct count memory_available(const char *root)
{
	struct count bytes = meminfo_available(root);
	struct cgroup_limits limits;
	cgroup_read(root, &limits);
	const struct count room = limits.memory_room_bytes;
	if (room.known && (!bytes.known || room.value < bytes.value))
		bytes = room;
	const struct count space = address_space();
	if (!*root && space.known && (!bytes.known || space.value < bytes.value))
		bytes = space;
	return bytes;
}

struct count memory_fits(const char *root)
{
	struct count bytes = memory_available(root);
	const uint64_t least = UINT64_C(64) << 20;
	const uint64_t reserve =
		bytes.value / 20 > least ? bytes.value / 20 : least;
	bytes.value = bytes.value > reserve ? bytes.value - reserve : 0;
	return bytes;
}

void memory_first_victim(void)
{
	const int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	/* Raising one's own score is always allowed; without /proc it is moot. */
	if (write(fd, "1000", 4) != 4)
		fputs("pft: oom_score_adj could not be set: the OOM killer may not select pft first\n",
		      stderr);
	close(fd);
}

/* ---- of a node ---- */

/* A zone while its lines are being read; in pages. */
struct zone {
	bool ours;
	uint64_t free, low, kept, managed;
};

static void add_zone(const struct zone *zone, uint64_t page_bytes,
		     struct node_memory *memory)
{
	const uint64_t above = zone->low + zone->kept;
	memory->managed_bytes += zone->managed * page_bytes;
	if (zone->free > above)
		memory->room_bytes += (zone->free - above) * page_bytes;
}

/* "(0, 0, 1976, 1976)": pages reserved from allocations that may use the last zone. */
static uint64_t last_number(const char *list)
{
	uint64_t last = 0;
	for (const char *at = list; *at && *at != '\n' && *at != ')';) {
		char *end;
		at += strspn(at, "(, ");
		last = strtoull(at, &end, 10);
		if (end == at)
			break;
		at = end;
	}
	return last;
}

/* No scanf: it would measure all the text behind, line by line. */
static bool number_after(const char *line, const char *name, uint64_t *number)
{
	const size_t n = strlen(name);
	line += strspn(line, " ");
	if (strncmp(line, name, n) != 0 || line[n] != ' ')
		return false;
	*number = strtoull(line + n, NULL, 10);
	return true;
}

static void read_zone_line(const char *line, struct zone *zone)
{
	static const char kept[] = "        protection: ";
	if (number_after(line, "pages free", &zone->free) ||
	    number_after(line, "low", &zone->low) ||
	    number_after(line, "managed", &zone->managed))
		return;
	if (strncmp(line, kept, sizeof(kept) - 1) == 0)
		zone->kept = last_number(line + sizeof(kept) - 1);
}

bool memory_of_node(const char *zoneinfo, uint32_t node, uint64_t page_bytes,
		    struct node_memory *memory)
{
	struct zone zone = { 0 };
	bool found = false;
	*memory = (struct node_memory){ 0 };
	for (const char *line = zoneinfo; line; line = text_next_line(line)) {
		if (strncmp(line, "Node ", 5) == 0) {	/* "Node 0, zone DMA" */
			if (zone.ours)
				add_zone(&zone, page_bytes, memory);
			zone = (struct zone){
				.ours = strtoul(line + 5, NULL, 10) == node };
			found |= zone.ours;
		} else if (zone.ours) {
			read_zone_line(line, &zone);
		}
	}
	if (zone.ours)
		add_zone(&zone, page_bytes, memory);
	return found;
}
