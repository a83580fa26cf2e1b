/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Engines: what runs a measurement, and what its numbers mean. Each has a row, which
 * all rooms read. How QEMU boots a guest for an engine is in lab/boot/emulator.c.
 */
#ifndef FAULT_ENGINE_H
#define FAULT_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct engine {
	const char *word;	/* of --engine, jobs and records; NULL: not known */
	const char *help;	/* one line for --help */
	/* Its costs: instructions of all CPUs together, or time. */
	bool counts_instructions;
	bool emulated;		/* the time is that of an emulated machine */
	const char *unit;	/* "ns", "emulated ns", "instructions" */
	const char *cost;	/* "ns per page touched" */
	const char *caption;	/* what its numbers are, for a picture */
	const char *caveat;	/* follows cost in a heading; may be "" */
	const char *scope;	/* what its verdicts hold for; NULL: no limit */
	bool is_guest;		/* boots kernels; else measures the running one */
	/* Planning. */
	uint32_t rounds, reps;	/* where the user does not say */
	double boot_s, pages_per_s;	/* expected: a boot, faults of 4 KiB pages */
	const char *expected;	/* the same in words */
};

extern const struct engine engines[];
extern const size_t nr_engines;

/*
 * The row of a word. Records may come from a newer pft.
 * word     may be NULL
 * Returns  never NULL; for a word that is not known a row whose word is NULL
 *          and whose costs are nanoseconds.
 */
const struct engine *engine_find(const char *word);

/* The row of a word that must be known. Errors: -EINVAL with a message. */
int engine_parse(const char *text, const struct engine **engine,
		 struct error *err);

#endif
