/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the numbers of a classic table mean: the true wall time, the page size,
 * the bytes, and whether a row can be right at all.
 *
 * A row tells its number of pages three times: Gb x Rep, flt/cpu/s x (User +
 * System), fault/wsec x Wall, each within what its printed digits tell. All
 * that is done here is to compare these. Rates are totals over the repetitions:
 * pages of a row = bytes x Rep / page size.
 */
#ifndef RECORD_RECOVER_H
#define RECORD_RECOVER_H

#include <stdint.h>

#include "record/classic_table.h"
#include "record/record.h"

/* How a program printed the part of the wall time below a second. */
enum recover_quirk {
	QUIRK_NONE,
	QUIRK_CENTISECONDS,	/* "2.021" is 2.21 s: printed with %ld.%03ld */
	QUIRK_TENTHS,		/* "2.01" is 2.1 s: tenths, printed with %02ld */
	NR_QUIRKS,
};

/* A line about it, for people. */
const char *recover_quirk_text(enum recover_quirk quirk);

/* What the user says, because the text does not. */
struct recover_hints {
	uint64_t page_bytes;	/* 0: to be found */
	uint64_t bytes;		/* of each row, 0: to be found */
	const char *machine;	/* may name the architecture; may be NULL */
};

/* What holds for a table as a whole; points to what it was made of. */
struct recovered {
	const struct classic_table *table;
	const struct recover_hints *hints;
	enum recover_quirk quirk;
	uint64_t page_bytes;	/* 0: unknown */
	const char *page_bytes_from;	/* static text; NULL: unknown */
};

/* Each row votes. */
struct recovered recover_table(const struct classic_table *table,
			       const struct recover_hints *hints);

/* Of one table. */
struct recovered_rows {
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
struct recovered_rows recover_rows(struct records *records,
				   const struct recovered *whole,
				   const char *run, const char *time);

#endif
