/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two arms or more, row by row: how their costs stand to those of the first arm,
 * and what can be said of that.
 *
 * Rows are of one workload when the row key of record/field.h is equal; the
 * kernel's label, the seed and the time are never part of it. What could make a
 * difference of its own, and was not declared, is an error that has its name.
 *
 * The unit is chosen by what there is, for each pair of arms on each row:
 *   boots of their own          the boot; Welch's t
 *   boots that have both arms   the boot; pairs
 *   all on one boot             the block or run, where those of both arms
 *                               alternate; what it says holds for this boot only
 *   exact, several layouts      the layout; pairs
 *   exact, one layout           none: the difference is exact, of this layout
 * and else nothing can be told but the ratio, and why is said.
 */
#ifndef ANALYSIS_COMPARE_H
#define ANALYSIS_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"
#include "record/record.h"
#include "stats/diagnostics.h"
#include "stats/ratio.h"
#include "stats/verdict.h"
#include "analysis/summary.h"

/* Of a page touched; with the exact engine in instructions, else in time. */
enum compare_metric {
	COMPARE_WALL,	/* the window */
	COMPARE_CPU,	/* CPU time of all tasks in the window */
	COMPARE_UNMAP,	/* the window and the unmapping */
};

/* Their names, for the parser and --help; NULL-terminated. */
extern const char *const compare_metrics[];

/* Some of the records. */
struct compare_arm {
	const char *name;		/* what people call it */
	const char *source;		/* where it was read from; NULL: not said */
	size_t first, end;		/* among records->sample */
	size_t first_facts, end_facts;	/* among records->facts */
	const char *label;		/* only this kernel's; NULL: any */
	bool no_imports;		/* without imported tables */
};

struct compare_request {
	const struct compare_arm *arm;	/* [nr_arms], what all are compared with first */
	size_t nr_arms;
	enum compare_metric metric;
	double margin;			/* 0.01: within 1% is the same */
	const char *const *allow;	/* [nr_allow] differences that are declared */
	size_t nr_allow;
	/*
	 * All arms are treatments of one campaign: its rows are told by their
	 * number, and what its treatments differ in was declared by its plan.
	 */
	bool by_row;
	bool diagnose;			/* find diagnostics: it takes time */
	/* More rows of arms than so many are refused, as that takes time; 0: never. */
	size_t most_rows;
};

/* Beside the verdict, not in its place: stats/diagnostics.h. */
struct compare_diagnostics {
	struct diagnostics other;
	/*
	 * What Welch's t would say of repetitions as if each were a unit, which
	 * they are not: for the record. Unknown where it is the same anyway.
	 */
	struct real pooled_p;
};

/* An arm on a row. */
struct compare_cell {
	const struct sample *like;	/* NULL: it has no such row */
	size_t nr_samples;		/* valid repetitions */
	size_t nr_invalid;		/* never averaged in */
	struct summary_reason reason[SUMMARY_REASONS];
	size_t nr_reasons;
	size_t nr_costless;		/* valid, but of unknown or no cost */
	size_t nr_units;
	size_t least_reps, most_reps;	/* in a unit */
	struct real cost;		/* geometric mean over units */
	struct real faults_per_page, present_per_page;

	/* To the first arm; of that itself unit alone. */
	const char *unit;		/* "boot", "run", "block", "layout"; static */
	struct ratio ratio;		/* cost of the first over this */
	struct real p, p_holm, detectable;
	size_t more_units;
	enum verdict_word word;
	bool judged;			/* there is an interval, or the ratio is exact */
	bool exact;			/* the ratio is, of one layout */
	bool identical;			/* to the last instruction */
	bool this_boot;			/* it holds for this boot only */
	bool paired;
	bool varies;			/* INVALID: exact boots of one layout differ */
	const char *why;		/* nothing can be told; static, or NULL */
	struct compare_diagnostics diagnostics;	/* unknown unless asked for */
};

struct compare_row {
	char *heading;		/* what is measured, all but the tasks; owned */
	char *tasks;		/* "1 thread"; owned */
	const struct sample *like;
	struct compare_cell *cell;	/* [nr_arms]; owned */
};

struct compare {
	const struct records *records;
	const struct compare_request *request;
	struct compare_row *row;	/* those that two arms have at least */
	size_t nr_rows;
	struct texts_owned {
		char **text;
		size_t n;
	} missing,	/* rows that only one has, with who lacks them */
	  allowed,	/* differences that were, and were declared */
	  lost;		/* boots that nothing came of, with the reason */
	size_t nr_doubles;	/* repetitions that were there already */
	size_t nr_judged;	/* comparisons with a p: the family of Holm */
	bool is_exact;		/* costs are instructions */
};

/*
 * An arm for a label, unless there is one already.
 * arm, n   are added to; *arm from malloc, or NULL
 * whole    what is parted
 * label    must outlive the arm; it is its name too
 */
void compare_add_label(struct compare_arm **arm, size_t *n,
		       const struct compare_arm *whole, const char *label);
/*
 * Part records by the labels of the kernels that were measured: an arm for each,
 * in the order in which they are first seen.
 * arm, n   as above; labels point into records
 * most     the search ends with so many arms
 */
void compare_part(const struct records *records, const struct compare_arm *whole,
		  size_t most, struct compare_arm **arm, size_t *n);

/*
 * Compare.
 * records, request   must outlive the result; records not added to
 * Errors   -EINVAL, with what differs in the message: rows that are unlike,
 *          undeclared differences, arms that share repetitions, an arm of
 *          several kernels, a metric that was not measured; then nothing is to
 *          be closed.
 */
int compare_make(const struct records *records,
		 const struct compare_request *request, struct compare *compare,
		 struct error *err);
void compare_close(struct compare *compare);

/* Whether a repetition of a row that is compared is INVALID, or a boot was lost. */
bool compare_any_invalid(const struct compare *compare);
/* Whether a verdict is slower, and costs more than so many percent more. */
bool compare_any_slower(const struct compare *compare, double percent);

/* Whether --allow knows the name of a difference. */
bool compare_knows_name(const char *name);

#endif
