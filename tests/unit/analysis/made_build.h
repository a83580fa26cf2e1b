/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A comparison of records made by hand, before anything of it is made: for the tests of
 * its parts. Its sides are the labels "a" and "b".
 */
#ifndef TESTS_UNIT_ANALYSIS_MADE_BUILD_H
#define TESTS_UNIT_ANALYSIS_MADE_BUILD_H

#include "analysis/build.h"

/* Its parts point at each other: it is not to be copied. */
struct made_build {
	struct side side[2];
	struct compare_request request;
	struct compare compare;
	struct build build;
};

/* Fills made; its request may be changed before it is read. records must outlive it. */
void made_build(struct made_build *made, const struct records *records);
/* Reads, and matches rows. */
void made_match(struct made_build *made);
void made_build_close(struct made_build *made);

/*
 * Append repetitions of 100 pages, one second after the other, by words of three
 * letters: "a1x" is of side a, boot 1, run x. Boot "-" is unknown.
 * cost     [words] of a page
 */
void made_reps(struct records *records, const char *engine, const char *words,
	       const double cost[]);

#endif
