/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Knobs of the kernel that pft changes for a measurement: under one lock for
 * the whole machine, and put back on every exit. A helper process holds the
 * old values and writes them back when its pipe closes, which also happens
 * when pft is killed.
 */
#ifndef MACHINE_KNOBS_H
#define MACHINE_KNOBS_H

#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"

struct knob {
	char path[256], value[128];
};

struct knobs {
	struct knob *knob;	/* [n] what was set, to be recorded; owned */
	size_t n;
	int lock;		/* -1: closed */
	int pipe;		/* to the helper; -1: nothing set yet */
	pid_t helper;
};

/* The machine's lock; a test has its own, as it sets no real knob. */
extern const char *knobs_lock_path;

#define KNOBS_CLOSED ((struct knobs){ .lock = -1, .pipe = -1 })

/*
 * The file of a knob as people name it:
 *   vm.swappiness            /proc/sys/vm/swappiness
 *   thp:enabled              /sys/kernel/mm/transparent_hugepage/enabled
 *   thp:hugepages-64kB       .../transparent_hugepage/hugepages-64kB/enabled
 *   /proc/sys/... /sys/...   as it stands
 * path     [n] receives it; whether it exists is not looked at
 * Errors   -EINVAL for anything else.
 */
int knobs_path(const char *name, char *path, size_t n, struct error *err);

/*
 * The value of a knob: the word in brackets of "always [madvise] never", else
 * the whole text. Returns a string the caller frees, or NULL with errno set.
 */
char *knobs_read(const char *path);

/*
 * Set a knob for good, with no lock and nothing put back: for a machine that is
 * all ours, a guest. It is read again: a knob may take a value and keep another.
 * Errors   -EINVAL when it then says something else, or what reading or writing
 *          says; the message has path and value.
 */
int knobs_set_for_good(const char *path, const char *value, struct error *err);

/*
 * Set a knob unless it already says so. The first one takes the machine's lock
 * and starts the helper.
 * Errors   -EBUSY when another pft holds the lock, or what reading or writing
 *          says; the message has the mend.
 */
int knobs_set(struct knobs *knobs, const char *path, const char *value,
	      struct error *err);

/* Put everything back, latest first, and wait until that is done. */
int knobs_close(struct knobs *knobs, struct error *err);

#endif
