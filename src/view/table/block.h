/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands above and below the rows of a block, in words. All text is
 * printable.
 */
#ifndef VIEW_BLOCK_H
#define VIEW_BLOCK_H

#include "record/record.h"
#include "analysis/summary.h"

/* The rows of one block. */
struct block_rows {
	const struct summary *summary;
	size_t n;
};

/*
 * "anon-write sequential, 0.25 Gb, 10 reps, window accounting, native, ...";
 * the caller frees it. part has at least one row.
 */
char *block_heading(const struct block_rows *part);
/* "kernel stock, 2026-01-02T03:04:06Z"; the caller frees it. */
char *block_origin(const struct records *records,
		   const struct block_rows *part);

/* text is a sentence; not kept */
typedef void block_note_fn(void *context, const char *text);
/* Each note that the rows need, in order: none, some or many. */
void block_notes(const struct block_rows *part, block_note_fn *each,
		 void *context);

#endif
