/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What machine this is. Each fact is known or unknown, never guessed, and says
 * where it was read.
 */
#ifndef MACHINE_HOST_H
#define MACHINE_HOST_H

#include <stdbool.h>
#include <stddef.h>

enum host_type { HOST_UNKNOWN, HOST_TEXT, HOST_NUMBER, HOST_BOOL };

struct host_fact {
	const char *group;	/* heading for people: "CPU"; static */
	char *name;		/* JSON name, with its unit; owned, as all here */
	char *title;		/* for people */
	enum host_type type;
	char *text;		/* HOST_TEXT; "" is a known "none" */
	double number;		/* HOST_NUMBER, HOST_BOOL (0 or 1) */
	bool changes;		/* between two runs: it goes into the run record;
				   the others make up the host record */
	bool identifies;	/* part of the id */
	char *source;		/* where it was or would have been read */
};

struct host {
	struct host_fact *fact;
	size_t n;
	/*
	 * 16 hex digits: FNV-1a, 64 bits, of one line "name=value" for each
	 * known fact that identifies, sorted by name. What a kernel or a boot
	 * can change is not in it: MemTotal and the memory of nodes differ by
	 * what the kernel keeps for itself, firmware is updated, the CPU's code
	 * name depends on libcpuid's table, and its features are those that the
	 * kernel left where CPUID cannot be asked.
	 */
	char id[17];
};

/*
 * Read all facts. What cannot be read is an unknown fact.
 * root     "" for this machine, else the folder of a captured one, such as those
 *          of tests/machines/: files of /proc and /sys are read below it, and
 *          facts that only a system call or CPUID can tell are unknown
 * Returns  an object that host_close frees.
 */
struct host host_read(const char *root);

/* The fact of that name, or NULL. */
const struct host_fact *host_find(const struct host *host, const char *name);
/* The text of a known fact that is text, or NULL. */
const char *host_text(const struct host *host, const char *name);
/* Whether the fact is a known number or bool; then *number is its value. */
bool host_number(const struct host *host, const char *name, double *number);

/* The headings, in the order people read them; NULL-terminated. */
#define GROUP_MACHINE "Machine"
#define GROUP_CPU "CPU"
#define GROUP_TOPOLOGY "Topology"
#define GROUP_KERNEL "Kernel"
#define GROUP_BUILD "Kernel options"
#define GROUP_MEMORY "Memory"
#define GROUP_HUGE "Huge pages"
#define GROUP_RECLAIM "Swap and reclaim"
#define GROUP_SPEED "CPU speed and idling"
#define GROUP_CLOCK "Clock"
#define GROUP_LIMITS "What this process may use"
#define GROUP_LOAD "Load"
#define GROUP_MITIGATIONS "Mitigations"
extern const char *const host_groups[];

/* Free everything; accepts an empty object. */
void host_close(struct host *host);

#endif
