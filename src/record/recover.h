/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the numbers of a classic table mean: the true wall time, the page size,
 * the bytes, and whether a row can be right at all.
 *
 * A row says its number of pages three times: Gb x Rep, flt/cpu/s x (User +
 * System), fault/wsec x Wall, each within what its printed digits tell. All
 * that is done here is to hold these against each other. Rates are totals over
 * the repetitions: pages of a row = bytes x Rep / page size.
 */
#ifndef RECORD_RECOVER_H
#define RECORD_RECOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/known.h"
#include "record/classic.h"

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

/* Bounds, both possible. */
struct range {
	double low, high;
};

struct recovered_table {
	enum recover_quirk quirk;
	uint64_t page_bytes;	/* 0: unknown */
	const char *page_bytes_from;	/* static text; NULL: unknown */
};

struct recovered_row {
	enum recover_quirk quirk;	/* the table's, but for a row of another program */
	struct real wall_s;	/* sum over the repetitions; unknown where it prints as 0
				   and the pages are unknown */
	struct real cpu_s;	/* the same for the CPU time: pages by rate; User +
				   System, if printed, where pages are unknown */
	struct range pages;	/* of all repetitions, as the rates say */
	struct count bytes, page_bytes;
	struct count pages_once;	/* of one repetition */
	bool bytes_recovered;	/* the size column does not tell them */
	/* One each; "" is none. */
	char invalid[320];	/* why the row cannot be right */
	char doubt[320];	/* what could not be found, and what would help */
};

/* Decide what holds for the table as a whole: each row votes. */
void recover_table(const struct classic_table *table,
		   const struct recover_hints *hints,
		   struct recovered_table *recovered);
/* One row of it. */
void recover_row(const struct classic_table *table,
		 const struct recovered_table *whole,
		 const struct classic_row *row,
		 const struct recover_hints *hints,
		 struct recovered_row *recovered);

#endif
