/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which rows go into which picture, and what the legend calls them.
 *
 * A series is a block's rows that may be drawn: valid ones alone, at known
 * thread counts. Series that differ only in the kernel's label are neighbours.
 */
#ifndef ANALYSIS_SERIES_H
#define ANALYSIS_SERIES_H

#include <stddef.h>

#include "record/row.h"
#include "analysis/summary.h"

struct series {
	const struct summary **point;	/* threads ascending; owned */
	size_t n;			/* at least 1 */
	const struct sample *like;
	size_t nr_invalid;		/* rows of the block left out for that */
	size_t set;			/* equal: the same but for the kernel */
};

/* A block with nothing but INVALID rows: drawn nowhere, told of where it would be. */
struct empty_block {
	const struct sample *like;
	size_t nr_invalid;
	size_t set;
	size_t beside;		/* the series it would stand next to, of its set if any */
};

struct series_list {
	struct series *series;
	size_t n;
	struct empty_block *empty;
	size_t nr_empty;
	size_t nr_invalid;	/* rows left out, also those of empty blocks */
	unsigned skip;		/* bits of parts that neither title nor name has */
};

/* Some neighbours of a list: those of one picture. */
struct series_span {
	const struct series *series;
	size_t n;
	size_t nr_invalid;	/* rows left out that would be in it */
	unsigned skip;		/* the list's */
};

/*
 * Pick what may be drawn. summary is summary_all of rows; both must outlive
 * the list. Without memory the program stops.
 */
void series_collect(const struct rows *rows, const struct summary *summary,
		    struct series_list *list);
/*
 * The same points in fewer series: those that differ in their size alone, or in
 * their boot, are one. Neither titles nor names have a size then.
 */
void series_join_sizes(const struct series_list *list,
		       struct series_list *joined);
void series_close(struct series_list *list);

/*
 * The next span of at most most series, from series first on: sets are kept
 * whole where they fit; engines, accountings and clocks are never mixed; and
 * no two sets where one_set is true.
 * Returns  at least one series; first must be below list->n.
 */
struct series_span series_span(const struct series_list *list, size_t first,
			       size_t most, bool one_set);

/* Tasks of a point: known and above 0. */
uint64_t series_threads(const struct summary *point);

/* What all series of a span share, as a title. The caller frees it. */
char *series_title(const struct series_span *span);
/*
 * What the legend calls series i: the kernel's label, and what else tells it
 * from the others; knobs and configuration where nothing else does, and the time
 * where they do not either. The caller frees it.
 */
char *series_name(const struct series_span *span, size_t i);

#endif
