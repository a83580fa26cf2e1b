/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the parts of a comparison are made with. Only compare_*.c include this.
 */
#ifndef ANALYSIS_COMPARE_BUILD_H
#define ANALYSIS_COMPARE_BUILD_H

#include <stdint.h>

#include "base/error.h"
#include "record/field.h"
#include "record/packed.h"
#include "analysis/compare.h"

/* [NR_METRICS] of a cell: all unknown; to be filled, or else shared by all. */
struct metric_value *compare_values(bool any);
/* [n] cells of a row, one for each side, of which nothing was measured. */
struct compare_cell *compare_cells(const struct side side[], size_t n);

/* Keeps text, which must be from malloc. */
void compare_add_text(struct texts_owned *texts, char *text);

/*
 * The repetitions of one run on one boot, or of one boot or block of a campaign:
 * what stands together in time.
 */
struct stretch {
	const char *run, *boot_id, *kernel;	/* as in the samples */
	const char *boot;		/* the kernel's boot; NULL: unknown */
	const char *begin;		/* time of the first repetition; or NULL */
	const struct facts *run_facts, *boot_facts;	/* or NULL */
	size_t arm;
	size_t nr, boot_nr;		/* its number, and its boot's */
	bool lost;			/* its boot was: nothing of it counts */
	bool is_block, is_layout;	/* unit of the campaign */
	struct real round;		/* of a campaign */
	double seed;
	uint64_t *seen;			/* bits, by order; owned */
	uint64_t nr_seen;
};

/* A repetition's cost. */
struct rep {
	const struct stretch *stretch;
	double cost;
};

/* An arm's repetitions of one row. */
struct arm_row {
	const struct compare_build *build;
	size_t arm, place;		/* place: in the order they were seen */
	const struct sample *like;	/* its first repetition */
	const struct sample *other;	/* one with other knobs than like, or NULL */
	struct rep *rep;		/* [nr_reps]; owned */
	size_t nr_reps;
	double faults, present, pages;	/* sums */
	bool faults_unknown, present_unknown;
	bool matched;			/* it is in a row of the comparison */
	struct compare_cell cell;
};

enum { COMPARE_KEYS_MAX = 32 };

/* A comparison while it is made. */
struct compare_build {
	const struct field *key[COMPARE_KEYS_MAX];
	size_t nr_keys;
	const struct records *records;
	const struct compare_request *request;
	struct compare *compare;
	void *stretches;		/* tree of struct stretch */
	void *boots;			/* tree of the first one of each boot */
	struct stretch *last;		/* the one that was found last */
	struct stretch **stretch;	/* [nr_stretches], in the order first seen */
	size_t nr_stretches;
	void *rows;			/* tree of struct arm_row */
	struct arm_row **arm_row;	/* [nr_arm_rows], in the order first seen */
	size_t nr_arm_rows;
	void *imports;			/* tree of samples without an order */
	/* [compare->nr_rows * nr_sides] what its cells are made of; owned */
	struct arm_row **source;
};

/* ---- compare_key.c: what rows must be equal in ---- */

/* Find all fields that rows are told apart by. */
void compare_find_keys(struct compare_build *build);
/* Below, at or above 0; all NULL and unknown values are equal. */
int compare_field_order(const struct field *field, const struct sample *a,
			const struct sample *b);
/* The order of two arms' rows: by arm, then by key. */
int compare_rows_order(const struct arm_row *a, const struct arm_row *b);
/* "3", "never", "-"; the caller frees. */
char *compare_field_text(const struct field *field, const struct sample *sample);
/* What a workload is, rather than how it was measured. */
bool compare_is_workload(const struct field *field);

/* The number of its row in its campaign; -1: of none. */
double compare_number_of_row(const struct sample *sample);
/* Printable: the i-th text of a list in a run record, or ""; the caller frees. */
char *compare_text_in_list(const struct facts *run, const char *name, double i);

bool compare_is_allowed(const struct compare_request *request, const char *name,
			const char *group);

/* ---- compare_part.c: some of the records ---- */

/* Whether a sample is a measured repetition of that arm, warm-up or not. */
bool compare_is_of(const struct side *arm, const struct sample *sample);

/* ---- compare_read.c: repetitions to the rows of arms ---- */

/* Of a page touched, in instructions or ns; false: unknown, or not above 0. */
bool compare_cost(const struct sample *sample, enum metric_id metric,
		  double *cost);
int compare_read(struct compare_build *build, struct error *err);
void compare_build_close(struct compare_build *build);

/* ---- compare_match.c: rows of arms to rows of the comparison ---- */

/* Takes text, which must be from malloc. */
void compare_say_allowed(struct compare_build *build, char *text);
int compare_match(struct compare_build *build, struct error *err);

/* ---- compare_like.c: undeclared differences ---- */

int compare_check_alike(struct compare_build *build, struct error *err);

/* ---- compare_design.c: units, ratios and verdicts ---- */

void compare_judge(struct compare_build *build);

#endif
