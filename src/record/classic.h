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

#include "record/classic_table.h"
#include "record/record.h"

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
