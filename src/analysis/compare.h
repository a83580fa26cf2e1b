/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The comparison: sides, row by row, and what can be said of each against the first.
 * It is one structure for all that compares: a campaign of pft ab, a report of one,
 * the files and labels of pft compare.
 *
 * A cell is one side on one row. A unit is a boot, a layout, or a block or run on one
 * boot; a cell's cost of a unit is over the unit's repetitions. The spread between
 * units makes the interval, never that between the repetitions of one unit, which share
 * its luck. Which units there are, for each cell and the first side's:
 *   exact, one layout          none: the difference is exact, of this layout
 *   exact, several layouts     the layout; pairs
 *   boots of their own         the boot; Welch's t
 *   boots that have both       the boot; pairs
 *   blocks or runs on one boot the block or run, where sides alternate; pairs where they
 *                              do so two by two; it holds for this boot only
 *   imported sums              none: the ratio alone
 * and else nothing is said but the ratio, with the reason.
 */
#ifndef ANALYSIS_COMPARE_H
#define ANALYSIS_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "record/record.h"
#include "record/row.h"
#include "stats/diagnostics.h"
#include "stats/ratio.h"
#include "stats/sequential.h"
#include "stats/verdict.h"
#include "analysis/locks.h"
#include "analysis/metric.h"
#include "analysis/summary.h"

/* What is so near is the same, where nothing else is asked for. */
#define COMPARE_MARGIN 0.01

/* One of the things compared. Texts are the records', or the caller's. */
struct side {
	const char *name;
	const char *what;	/* the kernel it is, in words; "": the running one; NULL: not said */
	const char *source;	/* file it was read from; NULL: not said */
	const char *kernel;	/* only repetitions of this label; NULL: of any */
	/* The records that it is made of. */
	size_t first, end;		/* among the samples */
	size_t first_facts, end_facts;	/* among the facts */
	bool no_imports;		/* without imported tables */
	bool no_campaigns;		/* without repetitions of campaigns */
};

/* Of a cell. All is unknown, and unit NULL, where nothing was measured. */
struct metric_value {
	double *unit;		/* [nr_units]; NULL: unknown of one of them; owned */
	/*
	 * What tables show. Of times the geometric mean over units, so that costs
	 * stand to each other as the ratio says; of instructions, which hardly
	 * spread, the plain mean.
	 */
	struct real value;
	struct real mean;	/* plain mean over units: what differences add to */
	struct real half_width;	/* of its 95% interval; METRIC_OVER_UNITS alone */
	size_t nr_known;	/* units that have one; METRIC_OVER_UNITS alone */
	struct ratio ratio;	/* the first side's cost over this one: above 1 is cheaper */
	struct difference more;	/* beyond the first side's; unknown where units are no pairs */
};

/*
 * A cell of a campaign that is accounted as in 2004, in the numbers of those tables: each
 * boot is one run of them.
 */
struct compare_classic {
	/* Sums over the repetitions of a boot, as means over boots. */
	struct real user_s, system_s, wall_s;
	struct real per_cpu_s, per_wall_s;	/* pages touched, over all boots */
	struct real half_width;		/* of the 95% interval of per_wall_s, as a share */
	size_t nr_boots;
	size_t nr_reps;			/* of a boot, rounded */
};

/* A side on a row. */
struct compare_cell {
	const struct side *side;
	/* It was to be measured here; of records that are compared: it was. */
	bool measured;
	const struct sample *like;	/* one of its repetitions; NULL: there is none */
	size_t nr_units;		/* that have a cost */
	size_t nr_samples;		/* valid repetitions, without warm-up */
	size_t nr_invalid;		/* never averaged in */
	struct summary_reason reason[SUMMARY_REASONS];
	size_t nr_reasons;
	size_t nr_costless;		/* valid, but of unknown or no cost: left out */
	struct sample_list reps;	/* those that are in units, one after the other; owned */
	size_t least_reps, most_reps;	/* in a unit */
	double *round;			/* [nr_units] of a campaign; else NULL; owned */
	struct metric_value *value;	/* [NR_METRICS]; never NULL */
	struct real limit_cost, nop_cost;	/* zeroing a present page; no touch */
	struct summary_spill spill;
	struct real pressure_percent;	/* asked back; unknown: no pressure */
	struct lock_costs locks;	/* of kernels that count them; owned */
	struct compare_classic *classic;	/* accounted as in 2004; else NULL; owned */

	/* Of compare->metric, against the first side; of that itself unit alone. */
	const char *unit;		/* "boot", "run", "block", "layout", "sum"; static */
	bool paired;			/* units are pairs */
	bool this_boot;			/* it holds for this boot only */
	bool exact_one_layout;		/* the ratio is exact, of one layout */
	bool identical;			/* to the last instruction */
	bool varies;			/* INVALID: exact boots of one layout differ */
	struct real p, p_holm, detectable;	/* as in stats/verdict.h */
	size_t more_units;
	/*
	 * The word. There is none of the first side, of a cell or a first side without
	 * a cost, nor where exact boots vary.
	 */
	bool has_word;
	enum verdict_word word;
	const char *why;		/* why it is "cannot tell"; NULL: units spread; static */

	/* Beside the verdict, not in its place: unknown unless asked for. */
	struct diagnostics diagnostics;
	/*
	 * What Welch's t would say of repetitions as if each were a unit, which
	 * they are not: for the record. Unknown where it is the same anyway.
	 */
	struct real pooled_p;
	struct side_row *source;	/* what it is made of; gone when it is made */
};

struct compare_row {
	/* Texts are the records', or kept by the comparison. */
	const char *name;	/* what people call it; "": nothing */
	const char *heading;	/* what is measured */
	const char *tasks;	/* "1 thread"; "" where the heading has it */
	const struct sample *like;	/* NULL: nothing was measured */
	struct compare_cell *cell;	/* [nr_sides]; owned */
};

/* A boot, layout or block of a campaign. */
struct compare_boot {
	const struct facts *facts;	/* its record */
	size_t side;		/* nr_sides: it is none's */
	bool lost;		/* nothing of it counts */
};

struct texts_owned {
	char **text;
	size_t n;
};

struct compare {
	const struct records *records;
	/* Of a campaign; else NULL, 0. */
	const struct facts *run;
	const char *run_id;
	const char *unit;		/* "boot", "layout" or "block" */
	const char *part;		/* of a campaign that has several; or NULL */
	size_t nr_planned;		/* units of each side; or begun */
	size_t nr_reps;			/* in each */

	const char *engine;
	bool exact;			/* costs are instructions */
	bool one_layout;		/* all ratios are exact, of one layout */
	enum metric_id metric;		/* what the words are of */
	double margin;			/* 0.01: within 1% is the same */
	size_t nr_judged;		/* comparisons with a p: the family of Holm */

	struct side *side;		/* [nr_sides]; what all are compared with first */
	size_t nr_sides;
	struct texts_owned texts;	/* of sides and rows of records */
	struct compare_row *row;	/* [nr_rows] */
	size_t nr_rows;
	struct compare_boot *boot;	/* [nr_boots] in the order of their records */
	size_t nr_boots;
	struct texts_owned missing,	/* rows that only one has, with who lacks them */
	       allowed;			/* differences that were, and were declared */
	size_t nr_doubles;		/* repetitions that were there already */
};

/* What to compare in records that are of no campaign, or of several. */
struct compare_request {
	const struct side *side;	/* [nr_sides], what all are compared with first */
	size_t nr_sides;
	enum metric_id metric;		/* a cost */
	double margin;			/* 0.01: within 1% is the same */
	const char *const *allow;	/* [nr_allow] differences that are declared */
	size_t nr_allow;
	/*
	 * All sides are of one campaign: its rows are told apart by their number, and
	 * what its sides differ in was declared by its plan.
	 */
	bool by_row;
	bool diagnose;			/* find diagnostics: it takes time */
	/* More rows of sides than so many are refused, as that takes time; 0: never. */
	size_t most_rows;
};

/* Whether a record is that of a campaign's run. */
bool compare_is_campaign(const struct facts *facts);
/*
 * Compare what stands in the records of a campaign's run.
 * records  must outlive compare, and not be added to
 * run      its run record; NULL: the last one of a campaign
 * Errors   -EINVAL for records without such a run, or where samples are of another
 *          engine than their run: they are never mixed. Then nothing is to be closed.
 */
int compare_campaign(const struct records *records, const struct facts *run,
		     struct compare *compare, struct error *err);

/*
 * Compare sides of records. Rows are of one workload when the row key of
 * record/field.h is equal; the kernel's label, the seed and the time are never part of
 * it. What could make a difference of its own, and was not declared, is an error that
 * has its name.
 * records  must outlive compare, and not be added to
 * Errors   -EINVAL, with what differs in the message: rows that are unlike, undeclared
 *          differences, sides that share repetitions, a side of several kernels, a
 *          metric that was not measured; then nothing is to be closed.
 */
int compare_records(const struct records *records,
		    const struct compare_request *request,
		    struct compare *compare, struct error *err);

void compare_close(struct compare *compare);

const struct compare_cell *compare_cell(const struct compare *compare, size_t row,
					size_t side);
/*
 * What cell a costs over what cell b costs, with its interval over units. Either may be
 * of any row. All unknown where one of them is.
 */
struct ratio compare_ratio(const struct compare *compare,
			   const struct compare_cell *a,
			   const struct compare_cell *b, enum metric_id metric);

/*
 * Whether a side's ratio to the first is known as well as a rule wants, by the units so
 * far: stats/sequential.h.
 */
struct sequential_look compare_look(const struct compare *compare, size_t row,
				    size_t side, const struct sequential_rule *rule);

/* So many rows of one name are shown as one. */
enum { COMPARE_MANY_ROWS = 9 };
/* Rows that have the name of this one, itself among them; 1 without a name. */
size_t compare_rows_alike(const struct compare *compare, size_t row);

/* Whether a boot record says that nothing of the boot counts. */
bool compare_boot_is_lost(const struct facts *boot);

/* Whether something of a cell that was to be measured is INVALID, or all is missing. */
bool compare_cell_is_invalid(const struct compare_cell *cell);
/* Whether anything is: a cell, or a boot that was lost. */
bool compare_any_invalid(const struct compare *compare);
/* The cells whose word is slower, and which cost more than so many percent more. */
struct compare_slower {
	size_t nr;
	size_t row, side;	/* of the one that costs most beside the first side */
	double percent;		/* that it costs more */
};
struct compare_slower compare_slower(const struct compare *compare, double percent);
/* Whether the kernels of any side count their locks; and on a row. */
bool compare_has_locks(const struct compare *compare);
bool compare_row_has_locks(const struct compare *compare, size_t row);
/*
 * Whether times of locks mean anything on a row: on the exact engine one CPU runs after
 * the other, and a lock that is held stays held while the others run.
 */
bool compare_times_locks(const struct compare *compare, size_t row);
/* Whether there was memory pressure on any row. */
bool compare_has_pressure(const struct compare *compare);
/* Whether a side's repetitions on a row, or on any row, are accounted as in 2004. */
bool compare_cell_is_classic(const struct compare_cell *cell);
bool compare_any_classic(const struct compare *compare);

/*
 * A side for a label, unless there is one already.
 * side, n  are added to; *side from malloc, or NULL
 * whole    what is parted
 * label    must outlive the side; it is its name too
 */
void compare_add_label(struct side **side, size_t *n, const struct side *whole,
		       const char *label);
/*
 * Part records by the labels of the kernels that were measured: a side for each, in the
 * order in which they are first seen.
 * side, n  as above; labels point into records
 * most     the search ends with so many sides
 */
void compare_part(const struct records *records, const struct side *whole,
		  size_t most, struct side **side, size_t *n);

/* Whether --allow knows the name of a difference. */
bool compare_knows_name(const char *name);
/* Whether a difference of that name, or of that group, was declared; group may be NULL. */
bool compare_allows(const struct compare_request *request, const char *name,
		    const char *group);

/* ---- for those that make one ---- */

/* One more row, in which nothing was measured; its texts are to be set. */
struct compare_row *compare_add_row(struct compare *compare);
/* Keeps text, which must be from malloc. Returns  it. */
const char *compare_add_text(struct texts_owned *texts, char *text);

#endif
