/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Replaces the binding of tasks in a guest, for numa.t: each task goes where the next
 * one should be. With several nodes its pages are then not where it claims.
 */
#include "machine/placement.h"

int __real_placement_pin(const struct placement *placement, size_t task);
int __wrap_placement_pin(const struct placement *placement, size_t task);

int __wrap_placement_pin(const struct placement *placement, size_t task)
{
	return __real_placement_pin(placement, task + 1);
}
