/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A classic table as it was found: its title and what its rows print.
 */
#ifndef RECORD_CLASSIC_TABLE_H
#define RECORD_CLASSIC_TABLE_H

#include "record/classic_word.h"

struct classic_row {
	size_t line;		/* where it begins, from 1 */
	struct printed size;	/* in the table's unit */
	uint64_t reps;		/* 1 where there is no such column */
	uint64_t threads;
	uint64_t cachelines;	/* 1 where there is no such column */
	struct printed user_s, system_s, wall_s;
	bool has_user, has_system;	/* else "-" was printed */
	struct printed flt_per_cpu_s, fault_per_wall_s;
};

/*
 * What pft's own heading tells: "anon-write sequential, 0.25 Gb, 3 reps, 16K
 * pages, window accounting, ...".
 */
struct classic_heading {
	const char *accounting;	/* "window", "classic"; NULL: no such heading */
	const char *kind, *pattern, *tasks;	/* kind may be NULL */
	double low_bytes, high_bytes;	/* 0: unknown */
	uint64_t page_bytes;	/* 4096 unless it names another */
};

struct classic_table {
	struct classic_heading heading;
	size_t line;		/* its header's */
	size_t last_line;	/* its last row's */
	/*
	 * The words above the header that name it; NULL: none. A header that
	 * follows rows directly has the title of the table before it.
	 */
	const char *title;
	const char *label;	/* short, and another for each titled table */
	const char *kind;	/* from a TAG line: "anon-write"; NULL: another */
	size_t group;		/* tables under one title have one number, from 0 */
	uint64_t unit_bytes;	/* of the size column: 1 GiB, MiB or KiB */
	bool has_reps, has_cachelines;
	struct classic_row *row;
	size_t n;		/* at least 1 */
};

#endif
