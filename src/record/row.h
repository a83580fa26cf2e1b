/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows: the samples of one workload at one thread count, and blocks: the rows
 * that stand under one heading, one for each thread count.
 *
 * Two samples are of one row when all key fields of record/field.h are equal,
 * and so are the kernel's label, the accounting, the repetitions a sample
 * stands for, the knobs and the configuration, and when they come from one
 * boot: several runs on one boot are pooled, two boots never are, because the
 * spread inside a boot says nothing of the next one. Where the boot is unknown,
 * as in an imported table, the run stands for it. Repetitions whose touches were
 * timed, or that were oversubscribed, are no repetitions of those that were not.
 *
 * A repetition that is there twice, because files were copied together, counts
 * once: run and place in the run's order (or line of an import) tell.
 */
#ifndef RECORD_ROW_H
#define RECORD_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include "record/record.h"

/* Samples of a struct records, in its order; not owned. */
struct sample_list {
	const struct sample **sample;
	size_t n;
};

struct row {
	const struct sample *like;	/* the first one: its key is the row's */
	size_t block;			/* index into rows->block */
	struct sample_list measured;	/* ok, without warm-up */
	struct sample_list invalid;	/* not ok: told of, never averaged */
	struct sample_list limit;	/* role "limit", ok, without warm-up */
	struct sample_list nop;		/* role "nop", ok, without warm-up */
};

/* rows->row[first] to rows->row[first + n - 1], threads ascending. */
struct block {
	size_t first, n;
};

struct rows {
	struct row *row;
	size_t n;
	struct block *block;	/* in the order first seen, be it as a warm-up */
	size_t nr_blocks;
	size_t nr_doubles;	/* samples left out: they were there already */
};

/*
 * Group the samples of records. A row needs at least one sample of role
 * "measure" that is no warm-up, be it valid or not; limit and nop samples
 * without such a row are left out.
 * rows     receives lists that point into records, which must outlive it and
 *          not be added to; rows_close frees it
 * Errors   without memory the program stops, as in record.h.
 */
void rows_collect(const struct records *records, struct rows *rows);

/* Some of the samples. */
struct rows_filter {
	bool (*is_wanted)(void *arg, const struct sample *sample);
	void *arg;
};
/* The same of those that a filter wants; it is asked in their order. */
void rows_collect_some(const struct records *records,
		       const struct rows_filter *filter, struct rows *rows);
/*
 * Whether this repetition was seen before: the same file twice, or copies of
 * it put together, must not look like more repetitions.
 * seen     starts as { 0 }
 */
bool rows_seen_before(struct lookup *seen, const struct sample *sample);
/* Accepts an empty object. */
void rows_close(struct rows *rows);

#endif
