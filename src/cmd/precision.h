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
	PRECISION_MOST,		/* as many rounds as are allowed */
	PRECISION_INVALID,	/* the other rows are narrow; these have nothing valid */
	PRECISION_INTERRUPTED,
};

struct precision_row {
	char *name;			/* owned */
	struct sequential_look look;
	/* It has had the chance and nothing valid: it is not waited for. */
	bool is_invalid;
};

struct precision;
/* Set precision->row as it stands after precision->rounds rounds. */
typedef void precision_look(struct precision *precision, const void *source);

struct precision {
	double wanted;		/* share of the value; 0: as much as there is time */
	uint64_t least, most;	/* rounds */
	size_t units;		/* that a round adds */
	bool looks_get_rare;	/* where there are many rounds, one more tells little */
	const char *unit;	/* "repetition", "boot" ... */
	const char *of;		/* "each row": so many units has what */
	precision_look *look;
	const void *source;	/* for look */
	struct budget budget;
	struct precision_row *row;	/* [nr_rows]; owned */
	size_t nr_rows;
	uint64_t rounds;	/* that are whole */
	uint64_t rounds_before;	/* measured by another command before */
	enum precision_end end;	/* interrupted, until it is another */
};

/*
 * Whether another round is wanted after so many whole ones; if not, end says why.
 * The first one always is. A round begins now, for the budget.
 */
bool precision_wants(struct precision *precision, uint64_t rounds);
/* Look at what is there, as at the end. */
void precision_look_now(struct precision *precision);

/* The rule of looks at so many rounds. */
struct sequential_rule precision_rule(const struct precision *precision);
/* Add a row, of which nothing is known yet. name is taken over. */
struct precision_row *precision_add(struct precision *precision, char *name);
void precision_forget_rows(struct precision *precision);
/* What was seen of a row now. */
void precision_set(struct precision *precision, struct precision_row *row,
		   struct sequential_look look);

/* Seconds until enough is measured, as far as one can say: 0 or more. */
double precision_left_s(const struct precision *precision);

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
