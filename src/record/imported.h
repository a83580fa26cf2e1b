/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a classic table to records: the bridge between what record/recover.h
 * found out and the samples of this suite.
 */
#ifndef RECORD_IMPORTED_H
#define RECORD_IMPORTED_H

#include <stddef.h>

#include "record/record.h"
#include "record/recover.h"

/* Of one table. */
struct imported {
	size_t nr_invalid;	/* samples */
	size_t nr_doubtful;	/* with something unknown that the user may know */
	const char *doubt;	/* the first one's; NULL: none */
};

/*
 * Append each row of a table as a sample: sums over "reps" repetitions, "pages"
 * and "bytes" of one. What was printed stands in "counters".
 * whole    as recover_table decided
 * run      id of the run record with the provenance
 * time     RFC 3339, or NULL
 * Returns  what came of it; its text is kept by records.
 */
struct imported imported_add(struct records *records,
			     const struct recovered *whole, const char *run,
			     const char *time);

#endif
