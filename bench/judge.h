/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the repetitions of spread say: how much of the spread of their rate is
 * slow touches, interruptions, the speed of the CPU.
 *
 * Slow: in a guest, a page whose memory the host has taken away is faulted in
 * there too. The limit is derived: one and a half times what 99 of 100 touches
 * take in an ordinary repetition, so that the touches that refill the CPU's list
 * of free pages are below it. A repetition has slow touches when it has more
 * than an ordinary one, by 1 in 100.
 * Interruption: what took above three times that limit, which is too long for a
 * fault, also for one in the host. An interrupt, another task, or a host that
 * lets somebody else run.
 * Ordinary: the first quartile of all repetitions of as many threads.
 */
#ifndef BENCH_JUDGE_H
#define BENCH_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/estimate.h"

#include "rep.h"

/* What spreads, each without one cause more than the one before. */
enum judge_value {
	VALUE_RATE,	/* 1 / time of the thread that was last */
	VALUE_CALM,	/* each thread's time less what slow touches took longer */
	VALUE_CLEAR,	/* and less interruptions */
	VALUE_ADJUSTED,	/* and times the time of the arithmetic */
	VALUE_ALU,	/* the time of the arithmetic alone */
	NR_VALUES
};

/* What was found in one repetition. */
struct found {
	bool has_slow;
	double nr_slow;		/* beyond the ordinary; negative: below */
	double slow_ns;		/* that slow touches took longer than others */
	double tasks_ns;	/* time of all threads */
	double value[NR_VALUES];
};

/*
 * Look at repetitions of as many threads.
 * rep      [n] their stamps are sorted, each thread's: the order is lost
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
 * Shares of the variance of the rate that go away with one cause after the
 * other, and what stays; they add up to 1.
 * Returns  false where too little is known.
 */
bool judge_causes(const struct figures *figures, double share[NR_CAUSES]);

#endif
