/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The time that a command may spend on rounds. A round that is expected to end
 * too late, by the duration of those before it, is not begun.
 */
#ifndef CMD_BUDGET_H
#define CMD_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

#endif
