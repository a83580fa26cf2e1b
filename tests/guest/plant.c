/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Faults that a guest must report; this replaces its touch loop:
 *   make pft-guest-x86_64 GUEST_EXTRA='.../plant.c -Wl,--wrap=touch_all -DPLANT_IDLE'
 * PLANT_IDLE    the first task sleeps for a moment in its window
 * PLANT_DEATH   it dies of SIGSEGV
 */
#include <signal.h>
#include <unistd.h>

#include "fault/touch.h"

void __real_touch_all(const struct touch_plan *plan);
void __wrap_touch_all(const struct touch_plan *plan);

void __wrap_touch_all(const struct touch_plan *plan)
{
	__real_touch_all(plan);
	if (plan->count == 0)
		return;		/* a rehearsal */
#ifdef PLANT_IDLE
	usleep(200);
#endif
#ifdef PLANT_DEATH
	raise(SIGSEGV);
#endif
}
