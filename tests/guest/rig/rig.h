/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rig: a static program that is the whole user space of a guest and checks what the
 * fault-ahead patches promise. It uses only libc, assumes no page size and asserts no time.
 *
 * Each group of checks is one file. It runs in its own process and its own memory cgroup.
 * All memory of a group is present before it begins, because a fault of the group itself
 * between two that it watches would start another sequence.
 */
#ifndef RIG_H
#define RIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* ---- tap.c: TAP on the guest's line ---- */

/* Where it goes; path is a serial line or NULL for standard output. */
void tap_open(const char *path);
__attribute__((format(printf, 2, 3))) bool ok(bool pass, const char *name, ...);
/* Passes when they are equal; tells both when not. */
__attribute__((format(printf, 3, 4))) bool is(long got, long expected, const char *name, ...);
__attribute__((format(printf, 2, 3))) void skip(const char *reason, const char *name, ...);
__attribute__((format(printf, 1, 2))) void note(const char *format, ...);
/* The plan, and out of the door. */
void tap_close(void);

/* ---- file.c: what the kernel shows in files ---- */

/* Whether all of text could be written. */
bool put(const char *path, const char *text);
__attribute__((format(printf, 2, 3))) bool putf(const char *path, const char *format, ...);
/* The text of a file, at most size - 1 bytes; "" where there is none. */
void get(const char *path, char *text, size_t size);
/* The number behind a name at the start of a line; -1 where there is none. */
long number_of(const char *path, const char *name);
bool exists(const char *path);
/* From "name=value" on the kernel's command line; NULL where it is not. */
const char *word_of(const char *name);

/* ---- memory.c: mappings, and what is present ---- */

extern size_t page_bytes;	/* of a page */
extern size_t table_pages;	/* pages that one page table maps */

/* Pages of address space where groups may map; of a whole number of page tables. */
unsigned char *area(void);
/* Maps pages of private anonymous memory there, or ends the group. */
unsigned char *map_at(void *at, size_t pages);
void unmap(void *at, size_t pages);
/* Writes or reads one byte of page i. */
void touch(unsigned char *at, long i);
void peek(const unsigned char *at, long i);

/* Bits of /proc/PID/pagemap. */
#define PAGE_PRESENT (UINT64_C(1) << 63)
#define PAGE_SWAPPED (UINT64_C(1) << 62)
#define PAGE_SOFT_DIRTY (UINT64_C(1) << 55)
void pagemap(const void *at, size_t pages, uint64_t entry[]);
long present(const void *at, size_t pages);
/* Bytes other than zero, seen through the mapping or through /proc/self/mem. */
long dirt(const unsigned char *at, size_t pages);
/* The same, but each page's first byte may be anything. */
long dirt_behind_first(const unsigned char *at, size_t pages);
/* Of /proc/kpageflags, for the page that is present there; 0 where none is. */
#define FLAG_REFERENCED (UINT64_C(1) << 2)
#define FLAG_UPTODATE (UINT64_C(1) << 3)
#define FLAG_LRU (UINT64_C(1) << 5)
#define FLAG_ACTIVE (UINT64_C(1) << 6)
#define FLAG_MMAP (UINT64_C(1) << 11)
#define FLAG_ANON (UINT64_C(1) << 12)
#define FLAG_SWAPBACKED (UINT64_C(1) << 14)
#define FLAG_HEAD (UINT64_C(1) << 15)
#define FLAG_TAIL (UINT64_C(1) << 16)
#define FLAG_UNEVICTABLE (UINT64_C(1) << 18)
uint64_t page_flags(const void *at);
/* The word for that page of another file of /proc that has one for each. */
uint64_t page_word(const char *path, const void *at);
/* Pages that wait in the CPUs' batches go to their LRU lists. */
void drain(void);
/* Dirty so much memory and free it: what is fresh next was not zero before. */
void soil(size_t pages);

/* ---- ahead.c: the knob, the counters, the ramp ---- */

bool has_fault_ahead(void);
/* The largest window in pages; without the patch only 0 can be set. */
bool set_knob(unsigned int pages);
struct ahead_counts { long hit, tried, mapped, raced, failed; };
struct ahead_counts ahead_counts(void);
struct ahead_counts ahead_since(struct ahead_counts before);
/* Minor faults of this thread so far. */
long faults(void);

/*
 * Which ramp the kernel has: the series' own, or that of its first patches
 * (rig.ramp=first), which knows no descending sequences.
 */
bool ramp_is_first(void);
/* How long a sequence that began on an even page must be for a window of so many. */
size_t lead(unsigned int window);
/*
 * A prediction is dropped when its pages are found to be gone: where the same addresses are
 * mapped and written again, one of before could hold. This makes the task forget them all.
 */
void forget_sequences(void);
/*
 * A value of the large folios of an order: "ahead", "never", ...; false where the order
 * or the value is not known.
 */
bool set_size(unsigned int order, const char *value);
bool has_sizes(void);
/* Exactly these orders have "ahead", the others "never"; "-" for none. */
bool set_ahead_sizes(const char *list);

/* Pages in the order of a sequence: upward or downward. n is even, base on an even page. */
struct lane {
	unsigned char *base;
	size_t n;
	bool down;
};
unsigned char *lane_page(const struct lane *lane, size_t i);
void lane_touch(const struct lane *lane, size_t i);
/* Touches [from, to) one after the other. */
void lane_run(const struct lane *lane, size_t from, size_t to);
long lane_present(const struct lane *lane);
const char *lane_word(const struct lane *lane);
/* upward, downward; one alone on the first ramp. */
extern const bool directions[2];
size_t nr_directions(void);

/* ---- trace.c: the tracepoint ---- */

bool trace_exists(void);
/* Begins anew. */
void trace_start(void);
struct window { uintptr_t address; unsigned int pages, order; };
/* Events of this process since the start, at most max of them; how many there were. */
size_t trace_read(struct window list[], size_t max);

/* Allocations of pages by this process, one by one: not those in bulk. */
struct allocation {
	unsigned int order;
	char flags[256];	/* "|__GFP_A|__GFP_B|" */
};
bool trace_allocations(void);
size_t trace_allocations_end(struct allocation list[], size_t max);

/* ---- task.c: others ---- */

/* Waits; the status, or 256 + the signal that ended it. */
int wait_for(pid_t child);
/* Runs in a child and waits; returns what it returned, or 256 + its signal. */
int in_child(int (*function)(void *), void *argument);
/* The same in a memory cgroup below /sys/fs/cgroup. */
int in_cgroup(const char *name, int (*function)(void *), void *argument);
/* A cgroup that is there and empty, or none. */
void cgroup_make(const char *name);
void cgroup_remove(const char *name);
/* Bytes that are still charged to a cgroup without tasks, kernel memory aside. */
long cgroup_left(const char *name);

/* ---- nodes.c ---- */

/* Pages come from two nodes in turn; false where there is one. */
bool interleave_range(void *at, size_t pages);

/* ---- swap.c: a RAM disk as swap area ---- */

bool swap_start(void);
void swap_stop(void);

/* ---- groups ---- */

struct group {
	const char *name;
	void (*run)(void);
	const char *help;
	bool is_apart;		/* runs only when it is named */
};
extern const struct group groups[];
extern const size_t nr_groups;

void check_costs(void);
void check_ends(void);
void check_events(void);
void check_fails(void);
void check_knob(void);
void check_limits(void);
void check_lives(void);
void check_modes(void);
void check_nodes(void);
void check_pages(void);
void check_races(void);
void check_ramp(void);
void check_sizes(void);
void check_streams(void);
void check_swap(void);
/* Of check_lives, after an exec: how many pages the next fault mapped. */
int lives_after_exec(bool down, bool first);
/* What the program does when it is started with that word. */
int exec_main(int argc, char **argv);

#endif
