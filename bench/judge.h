/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Judge the repetitions of spread: how much of the spread of their rate comes from
 * slow touches, from interruptions, and from the speed of the CPU.
 *
 * Slow: in a guest, a page whose memory the host has taken away faults in the host,
 * too. The limit is one and a half times what 99 of 100 touches take in an ordinary
 * repetition, so that touches which refill the CPU's list of free pages stay below
 * it. A repetition has slow touches if it has more of them than an ordinary one, by
 * 1 in 100 touches.
 * Interruption: more than three times that limit, which is too long for a fault,
 * even for one in the host. It is an interrupt, another task, or a host that runs
 * something else.
 * Ordinary: the first quartile of all repetitions with the same number of threads.
 */
#ifndef BENCH_JUDGE_H
#define BENCH_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/estimate.h"

#include "rep.h"

/* Values whose spread is computed; each excludes one more cause than the last. */
enum judge_value {
	VALUE_RATE,	/* 1 / time of the slowest thread */
	VALUE_CALM,	/* without the extra time of slow touches */
	VALUE_CLEAR,	/* and without interruptions */
	VALUE_ADJUSTED,	/* and multiplied by the time of the arithmetic */
	VALUE_ALU,	/* the time of the arithmetic alone */
	NR_VALUES
};

/* Findings in one repetition. */
struct found {
	bool has_slow;
	double nr_slow;		/* beyond the ordinary; negative: below */
	double slow_ns;		/* extra time of slow touches */
	double tasks_ns;	/* time of all threads */
	double value[NR_VALUES];
};

/*
 * Judge repetitions with the same number of threads.
 * rep      [n] sorts the stamps of each thread: their order is lost
 * found    [n]
 * Returns  the limit in nanoseconds, or 0 without memory.
 */
double judge_look(struct rep rep[], size_t n, size_t nr_pages,
		  struct found found[]);

struct figures {
	size_t nr_reps, nr_with_slow;
	double nr_slow;			/* in those, beyond the ordinary */
	struct real slow_share;		/* of their time */
	struct real cv[NR_VALUES];
	struct real cv_others;		/* of the rate of those without */
};

/* Errors   -ENOMEM. */
int judge_sum_up(const struct found found[], size_t n, struct figures *figures);

enum judge_cause {
	CAUSE_SLOW,
	CAUSE_INTERRUPTED,
	CAUSE_SPEED,
	CAUSE_NONE,	/* of these */
	NR_CAUSES
};

/*
 * Shares of the variance of the rate that vanish with each cause in turn, and the
 * rest; they add up to 1.
 * Returns  false if too little is known.
 */
bool judge_causes(const struct figures *figures, double share[NR_CAUSES]);

#endif
