/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the parts of a comparison are made with. Only the files that make one include
 * this: make.c, read.c, match.c, alike.c, cell.c, design.c, judge.c.
 */
#ifndef ANALYSIS_BUILD_H
#define ANALYSIS_BUILD_H

#include <stdint.h>

#include "base/error.h"
#include "record/field.h"
#include "analysis/compare.h"

/*
 * The repetitions of one run on one boot, or of one boot or block of a campaign: what
 * was measured without a break.
 */
struct stretch {
	const char *run, *boot_id, *kernel;	/* as in the samples */
	const char *boot;		/* the kernel's boot; NULL: unknown */
	const char *begin;		/* time of the first repetition; or NULL */
	const struct facts *run_facts, *boot_facts;	/* or NULL */
	size_t side;			/* nr_sides: of none */
	size_t nr, boot_nr;		/* its number, and its boot's */
	bool lost;			/* its boot was: nothing of it counts */
	bool is_campaign;
	bool is_block, is_layout;	/* unit of the campaign */
	struct real round;		/* of a campaign */
	double seed;
	uint64_t *seen;			/* [nr_seen] words of bits, by order; owned */
	uint64_t first_seen, nr_seen;	/* first_seen: word of the first */
};

/* A valid repetition that has a cost. */
struct rep {
	const struct sample *sample;
	const struct stretch *stretch;
};

/* Repetitions without a fault, such as zeroing pages that are present. */
struct amount {
	double value, pages;
	size_t n;
};

/* The repetitions of one side on one row. */
struct side_row {
	const struct build *build;
	size_t side;
	const struct sample *like;	/* its first repetition */
	const struct sample *other;	/* one with other knobs than like, or NULL */
	struct rep *rep;		/* [nr_reps]; owned */
	size_t nr_reps;
	struct amount limit, nop;
	bool matched;			/* it is in a row of the comparison: */
	size_t row;			/* until they are sorted */
	struct compare_cell cell;	/* what was counted; without values */
};

enum { BUILD_KEYS_MAX = 32 };

/* A comparison while it is made. */
struct build {
	const struct field *key[BUILD_KEYS_MAX];
	size_t nr_keys;
	const struct records *records;
	const struct compare_request *request;
	struct compare *compare;
	bool is_campaign;		/* of one run, whose record has rows and sides */
	const char *label;		/* of the side that is read; NULL: none yet */
	void *stretches;		/* tree of struct stretch */
	void *boots;			/* tree of the first one of each boot */
	struct stretch *last;		/* the one that was found last */
	struct stretch **stretch;	/* [nr_stretches], in the order first seen */
	size_t nr_stretches;
	void *rows;			/* tree of struct side_row */
	struct side_row *last_row;	/* the one that was found last */
	struct side_row **side_row;	/* [nr_side_rows], in the order first seen */
	size_t nr_side_rows;
	struct lookup imports;		/* samples without an order: rows_seen_before */
};

/* ---- read.c: repetitions to the rows of sides ---- */

/* Find all fields that rows are told apart by. */
void key_find(struct build *build);
/* Below, at or above 0; all NULL and unknown values are equal. */
int key_field_order(const struct field *field, const struct sample *a,
		    const struct sample *b);
/* The order of struct side_row: by side, then by key; of a campaign by its number. */
int key_row_order(const void *a, const void *b);

int build_read(struct build *build, struct error *err);
/* The row of that side, number and key, or NULL. */
struct side_row *build_find_row(const struct build *build,
				const struct side_row *like, size_t side);
/* What a cell of a row is made of. */
void build_put(struct build *build, size_t row, struct side_row *of);
/* As the boot's record says; nr_sides: of none, as of what is beyond the plan. */
size_t build_side_of_boot(const struct compare *compare, const struct facts *boot);
void build_close(struct build *build);

/* ---- match.c: rows of sides to rows of the comparison ---- */

int match_rows(struct build *build, struct error *err);

/* ---- alike.c: undeclared differences ---- */

/* A thing that has a value in two places. */
struct difference_of {
	const char *name;
	size_t side_x, side_y;
	char *x, *y;		/* owned */
};

/* Refuse a difference, which is closed. */
int alike_refuse(const struct build *build, const struct difference_of *difference,
		 struct error *err);
/* One that was declared is said, once; it is closed. */
void alike_say_allowed(struct build *build, const struct difference_of *difference);
int alike_check(struct build *build, struct error *err);

/* ---- cell.c: repetitions to units, and what tables show of a cell ---- */

struct unit {
	const struct stretch *stretch;	/* its first */
	size_t first, n;		/* among the repetitions */
};

struct units {
	struct rep *rep;	/* [nr_reps] unit after unit; owned */
	size_t nr_reps;
	struct unit *unit;	/* [n] in the order first seen; owned */
	size_t n;
	bool exact;		/* costs are instructions */
	/* Of one layout a unit's cost is the total over all pages; else it is the
	 * geometric mean of its repetitions, as costs are where units spread. */
	bool total;
};

/* by_boot: several runs on one boot are one unit. */
struct units units_of(const struct side_row *row, bool by_boot);
/* Accepts an empty object. */
void units_close(struct units *units);
/* [n] costs of units, which the caller frees; NULL: unknown of one of them. */
double *units_costs(const struct units *units, enum metric_id metric);

void cell_fill(struct compare_cell *cell, const struct side_row *row,
	       const struct units *units);
struct compare_classic cell_classic(const struct units *units);

/* ---- design.c: which units are compared, and how ---- */

struct pair_of_units {
	size_t a, b;		/* among the units of each */
};

struct pairing {
	const struct build *build;
	const struct side_row *x, *y;	/* of the first side, of the other */
	struct compare_cell *cell;	/* of the other */
	struct units a, b;
	struct pair_of_units *pair;	/* [nr_pairs] where units are pairs; owned */
	size_t nr_pairs;
	bool a_varies;
};

/* Fills units, pairs, and what the cell says of them. */
void design_choose(struct pairing *pairing);
/*
 * Costs of one of the two: of the pairs where units are pairs, else of all its units. The
 * caller frees them; NULL: unknown of one of them.
 */
double *design_costs(const struct pairing *pairing, bool is_b, enum metric_id metric);
/* Whether boots of one layout differ in any cost that is known; of the exact engine. */
bool design_varies(const struct units *units);
/* Whether all that was measured is exact, of one layout of memory. */
bool design_is_one_layout(const struct build *build);

/* ---- judge.c: ratios and words ---- */

void judge_rows(struct build *build);

#endif
