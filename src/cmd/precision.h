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

#include "record/record.h"
#include "stats/sequential.h"

/* ---- the time that may be spent ---- */

/*
 * A round that is expected to end too late, by the duration of those before it, is
 * not begun.
 */
/* The next round is expected to take as long as the longest of the last ones. */
enum { BUDGET_ROUNDS = 4 };

struct budget {
	double total_s;		/* 0: there is no end */
	uint64_t (*now_ns)(void);
	uint64_t start_ns, round_ns;	/* of all, of the round under way */
	bool in_round;
	double took_s[BUDGET_ROUNDS];
	size_t nr_rounds;	/* that have ended */
};

/* The time runs from here on; now_ns is a clock such as clock_wall_ns. */
void budget_start(struct budget *budget, double total_s,
		  uint64_t (*now_ns)(void));
/* A round begins, and the one under way has ended. */
void budget_round(struct budget *budget);
/* Add the time that a round took in an earlier command. */
void budget_took(struct budget *budget, double seconds);
/*
 * Whether another round is expected to end in time. Before the first round
 * this is true, so that at least one is measured.
 */
bool budget_fits(const struct budget *budget);
/* Seconds of a round: the longest of the last ones; 0: there was none. */
double budget_round_s(const struct budget *budget);
double budget_used_s(const struct budget *budget);
/* 0 where all is used. */
double budget_left_s(const struct budget *budget);

/* ---- rounds until it is enough ---- */

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
/* Add all rows as they stand after precision->rounds rounds. */
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
/* Add a row as it was seen now. name is taken over. */
struct precision_row *precision_add(struct precision *precision, char *name,
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
