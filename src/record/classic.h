/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Classic tables: the output of the page fault tests of 2004 and later, ours too,
 * found in text as people paste it. Here words become tables of printed numbers;
 * record/recover.h says what the numbers mean.
 *
 * The columns are, in this order,
 *
 *   Gb|Mb|Kb  [Rep]  Threads|Thr  [CLine]  User System Wall flt/cpu/s fault/wsec
 *
 * They may stand between any prose. Lines may be quoted: ">", "> >", "|", "name>",
 * also "&gt;", and "A Name>" before words of a header or row. Text may be wrapped
 * anywhere between two words, or be one line; the blank between a time and the
 * rate after it may be missing ("1.058s123827.513").
 */
#ifndef RECORD_CLASSIC_H
#define RECORD_CLASSIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "record/record.h"

/* A number as it was printed: units / 10^decimals, at most 15 digits. */
struct printed {
	uint64_t units;
	unsigned int decimals;
};

double printed_value(const struct printed *number);

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
	bool named;		/* a line with the kernel stands below it */
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

/* Something that stands where a row could, looks like one, and is none. */
struct classic_broken {
	size_t line;
	const char *text;	/* its words, one blank between them */
};

struct classic_text {
	struct classic_table *table;
	size_t nr_tables, nr_groups;
	struct classic_broken *broken;
	size_t nr_broken;
	size_t nr_headers;	/* also those without a row */
	size_t nr_lines;
};

/*
 * Find every table in text. Nothing is ever an error: what is no table is
 * skipped, what is a broken row is listed. Time is linear in n.
 * text     [n] any bytes, NUL too; not kept
 * records  keeps the titles, labels and broken rows; must outlive classic
 * classic  receives the tables; classic_close frees them
 * Errors   without memory the program stops, as in record.h.
 */
void classic_parse(const char *text, size_t n, struct records *records,
		   struct classic_text *classic);
/* Accepts an empty object. */
void classic_close(struct classic_text *classic);

#endif
