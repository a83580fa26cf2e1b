/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/nodes.h"

#include <linux/mempolicy.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"

enum { NODES_MAX = 1024, WORD_BITS = 8 * sizeof(unsigned long) };

void nodes_with_memory(const char *root, struct list *nodes)
{
	AUTO_FREE char *text = file_text(root, "/sys/devices/system/node/has_memory");
	*nodes = (struct list){ 0 };
	if (text)	/* a list that cannot be read is left empty */
		list_parse(NUMBERS("nodes", 0, NODES_MAX - 1), text, nodes,
			   NULL);
}

bool nodes_are_local(void)
{
	int mode = -1;
	return syscall(SYS_get_mempolicy, &mode, NULL, 0, NULL, 0) == 0 &&
	       (mode == MPOL_DEFAULT || mode == MPOL_LOCAL);
}

bool nodes_may_use(uint32_t node)
{
	unsigned long mask[NODES_MAX / WORD_BITS] = { 0 };
	return node < NODES_MAX &&
	       syscall(SYS_get_mempolicy, NULL, mask, NODES_MAX, NULL,
		       MPOL_F_MEMS_ALLOWED) == 0 &&
	       (mask[node / WORD_BITS] >> node % WORD_BITS & 1);
}

/* ---- how much there is ---- */

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

/* The next line; NULL after the last one. */
static const char *next_line(const char *line)
{
	const char *end = strchr(line, '\n');
	return end ? end + 1 : NULL;
}

bool node_memory_of(const char *zoneinfo, uint32_t node, uint64_t page_bytes,
		    struct node_memory *memory)
{
	struct zone zone = { 0 };
	bool found = false;
	*memory = (struct node_memory){ 0 };
	for (const char *line = zoneinfo; line; line = next_line(line)) {
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
