/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Linked into a guest in place of the binding of tasks: each one goes where the
 * next one should. On a machine with several nodes its pages then are not where
 * it says. For numa.t.
 */
#include "machine/placement.h"

int __real_placement_pin(const struct placement *placement, size_t task);
int __wrap_placement_pin(const struct placement *placement, size_t task);

int __wrap_placement_pin(const struct placement *placement, size_t task)
{
	return __real_placement_pin(placement, task + 1);
}
