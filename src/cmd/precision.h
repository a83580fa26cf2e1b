/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --precision and --budget: measuring goes on, round by round, until the 95%
 * interval of every row is narrow enough or the time is up. What a round is, and
 * what a row, is the command's: a block of repetitions and a row's rate (pft
 * run), boots and a ratio (pft ab). When is enough: stats/sequential.h.
 */
#ifndef CMD_PRECISION_H
#define CMD_PRECISION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cmd/budget.h"
#include "record/record.h"
#include "stats/sequential.h"

/* Why it ended. */
enum precision_end {
	PRECISION_REACHED,
	PRECISION_TIME,		/* another round would not have ended in time */
	PRECISION_MOST,		/* more rounds than that are not counted */
	PRECISION_INVALID,	/* but for rows of which nothing valid comes */
	PRECISION_INTERRUPTED,
};

struct precision_row {
	char *name;			/* owned */
	struct sequential_look look;
	/* Nothing valid came of it so far: it is not waited for. */
	bool is_invalid;
};

struct precision {
	double wanted;		/* share of the value; 0: as much as there is time */
	uint64_t least, most;	/* rounds */
	const char *unit;	/* "repetition", "boot" ... */
	const char *of;		/* "each row": so many units has what */
	struct budget budget;
	struct precision_row *row;	/* [nr_rows]; owned */
	size_t nr_rows;
	uint64_t rounds;	/* that are whole */
	uint64_t rounds_before;	/* measured by another command before */
	enum precision_end end;	/* interrupted, until it is another */
};

/*
 * Whether another round is wanted; if not, end says why. The first one always
 * is. The rows' looks must be those of so many whole rounds.
 */
bool precision_wants(struct precision *precision, uint64_t rounds);

/*
 * Seconds until enough is measured, as far as one can say: 0 or more.
 * round_units  units that a round adds
 */
double precision_left_s(const struct precision *precision, size_t round_units);

/* "+-2.3% of 1%" of the widest row; "" where that is unknown or not asked for. text [n] */
const char *precision_text(const struct precision *precision, char *text,
			   size_t n);

/*
 * Say on standard error how it ended, and which rows are not narrow enough.
 * quiet    the latter alone
 */
void precision_say(const struct precision *precision, bool quiet);

/* The same as a note on a run. */
const struct facts *precision_note(const struct precision *precision,
				   struct records *records, const char *run);

/* Accepts an empty object. */
void precision_close(struct precision *precision);

#endif
