/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In which order the boots of a campaign are run. Pure: the same choice gives
 * the same schedule anywhere.
 */
#ifndef LAB_SCHEDULE_H
#define LAB_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct schedule_choice {
	size_t nr_sides;
	uint32_t rounds;	/* boots, layouts or blocks of each side */
	uint64_t seed;
	/*
	 * Time is measured, and the host drifts: sides in seeded order in
	 * one round and in the opposite order in the next (ABBA). Else in their
	 * own order: an exact boot does not know what was before it.
	 */
	bool drifts;
};

struct schedule_step {
	size_t side;
	size_t set;		/* of rows; 0 until somebody has more of them */
	uint32_t round;
};

/*
 * step     receives an array of nr_sides * rounds steps, round by round,
 *          which the caller frees; of more rounds the first are the same
 * Errors   -ENOMEM.
 */
int schedule_make(const struct schedule_choice *choice,
		  struct schedule_step **step, size_t *nr_steps);

#endif
