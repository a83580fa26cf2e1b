/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Kinds of fault: what is mapped and how it is touched. A new kind is a line of
 * the table in kind.c.
 */
#ifndef FAULT_KIND_H
#define FAULT_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum touch_access { TOUCH_READ, TOUCH_WRITE };

struct kind {
	const char *name;
	const char *help;
	enum touch_access access;
	int prot, flags;	/* of mmap */
	bool is_file;		/* maps a file that is in the page cache */
	bool takes_memory;	/* each touched page takes one of memory */
	bool populates;		/* the kernel is asked to: there is no touch */
	bool maps_around;	/* a fault maps neighbours too, if they are cached */
};

extern const struct kind kinds[];
extern const size_t nr_kinds;

/* The kind of that name, or NULL. */
const struct kind *kind_find(const char *name);

/*
 * Whether this kernel has what a kind needs.
 * Errors   -ENOTSUP; the message says since when it is there.
 */
int kind_check(const struct kind *kind, struct error *err);

/* What a kind maps besides memory; kept over the repetitions of a run. */
struct backing {
	int fd;			/* -1: none */
	uint64_t bytes;		/* of the file, all in the page cache */
	bool is_tmpfs;		/* its faults are then those of shmem */
};

#define BACKING_NONE ((struct backing){ .fd = -1 })

/*
 * Have what kind needs for that many bytes: an unnamed file in ${TMPDIR} (else
 * /var/tmp), written and read once. Nothing where it is there already.
 * Errors   -errno with a message; *backing stays usable for backing_close.
 */
int backing_prepare(const struct kind *kind, uint64_t bytes,
		    struct backing *backing, struct error *err);
void backing_close(struct backing *backing);

/* What is mapped. */
struct mapping {
	const struct kind *kind;
	const struct backing *backing;
	size_t bytes;
	uint64_t offset;	/* into the file */
};

/* Map it at a fixed address, inside a reservation of ours. Errors: -errno of mmap. */
int kind_map(const struct mapping *mapping, void *address);

#endif
