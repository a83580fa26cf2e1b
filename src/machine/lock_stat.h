/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often the kernel took its locks, and for how long: /proc/lock_stat, which a
 * kernel with CONFIG_LOCK_STAT shows to root.
 *
 * A class is known there by how the source names the lock, such as
 * "&mm->mmap_lock". Locks of one name that the kernel tells apart ("lock#2",
 * "&rq->__lock/1") are added up; readers and writers of a lock are not.
 */
#ifndef MACHINE_LOCK_STAT_H
#define MACHINE_LOCK_STAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LOCK_NAME_SIZE = 64, LOCK_COUNTER_SIZE = LOCK_NAME_SIZE + 24 };

/* Times are what the kernel's clock counts, in steps of 10. */
enum lock_number {
	LOCK_ACQUISITIONS, LOCK_CONTENTIONS, LOCK_HOLD_NS, LOCK_WAIT_NS,
	NR_LOCK_NUMBERS,
};

/* "acquisitions", "contentions", "hold_ns", "wait_ns". */
extern const char *const lock_number_names[NR_LOCK_NUMBERS];

/* All locks of a class together. */
struct lock_use {
	/*
	 * page_table, vma, mmap, zone, pcp, lru, memcg_stock for those that faults
	 * take; of others the class. ".read" follows where it is shared.
	 */
	char name[LOCK_NAME_SIZE];
	uint64_t number[NR_LOCK_NUMBERS];
};

struct lock_uses {
	struct lock_use *lock;	/* [n], in the order of names; owned */
	size_t n;
	bool known;		/* the kernel counts; else n is 0 */
};

/* Whether it counts, and we may know. Costs two looks into /proc. */
bool lock_stat_counts(void);

/*
 * Have the kernel set its counts of this moment aside.
 * Returns  a descriptor for lock_uses_read, or -1.
 */
int lock_stat_open(void);

/*
 * Read what was set aside, and close the descriptor; accepts -1.
 * Returns  unknown where it cannot be read or is not what was expected.
 */
struct lock_uses lock_uses_read(int fd);

/* The same from the text; lines that are of no class are passed over. */
struct lock_uses lock_uses_parse(const char *text);

/*
 * Leave in now what came since before, and of that only locks that were taken.
 * Where none was, the kernel has stopped counting: unknown.
 */
void lock_uses_since(struct lock_uses *now, const struct lock_uses *before);

/* What a record calls it: "lock.page_table.acquisitions". Returns counter. */
const char *lock_counter(const struct lock_use *lock, enum lock_number number,
			 char counter[LOCK_COUNTER_SIZE]);

/* Accepts an empty object. */
void lock_uses_close(struct lock_uses *uses);

#endif
