/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records made by hand, for the tests of analysis. Of a campaign sides are "a", "b", "c"
 * and rows "row 0", "row 1"; a boot's id is "RUN.SIDE.ROUND".
 */
#ifndef TESTS_UNIT_ANALYSIS_MADE_H
#define TESTS_UNIT_ANALYSIS_MADE_H

#include "record/record.h"

struct made_campaign {
	const char *run, *engine, *unit;
	size_t nr_sides, nr_rows, rounds;
};

void made_campaign(struct records *records, const struct made_campaign *campaign);

/* A repetition of 100 pages, and where it was measured. */
struct made_rep {
	const char *run;	/* NULL: unknown, as all that is NULL here */
	const char *boot;
	const char *kernel;	/* label */
	const char *engine;
	const char *time;
	double cost;		/* of a page: ns, or instructions where the engine counts */
	double unmap;		/* the same of unmapping; 0: unknown */
	size_t row;
	const char *invalid;	/* the reason; NULL: it is valid */
	const char *role;	/* NULL: measure */
};

/* Append one; orders count from 0. It can still be changed. */
struct sample *made_rep(struct records *records, const struct made_rep *rep);
/* A boot record. outcome: "ok", "panic". */
void made_boot(struct records *records, const char *run, size_t side, size_t round,
	       const char *outcome);
/* "RUN.SIDE.ROUND", kept by records. */
const char *made_boot_id(struct records *records, const char *run, size_t side,
			 size_t round);

/*
 * A whole campaign of one row: each side's cost is cost[side] times what the round makes
 * of it, spread[round], with one repetition in each unit. Native blocks alternate.
 * spread   [rounds]
 */
void made_rounds(struct records *records, const struct made_campaign *campaign,
		 const double cost[], const double spread[]);

#endif
