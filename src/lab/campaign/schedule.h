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
	 * Time is measured, and the host drifts: sides in seeded order in one round
	 * and in the opposite order in the next (ABBA). Else in their own order, as
	 * nothing that was before changes an exact boot.
	 */
	bool drifts;
};

struct schedule_step {
	size_t side;
	size_t set;		/* of rows; schedule_make leaves it 0 */
	uint32_t round;
};

/*
 * Make a schedule, round by round. With more rounds, the first steps are the same.
 * nr_steps receives nr_sides * rounds
 * Returns  an array that the caller frees.
 */
struct schedule_step *schedule_make(const struct schedule_choice *choice,
				    size_t *nr_steps);

#endif
