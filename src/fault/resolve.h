/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workloads made ready for this machine.
 */
#ifndef FAULT_RESOLVE_H
#define FAULT_RESOLVE_H

#include <stddef.h>

#include "fault/workload.h"

/*
 * Whether the parts of a workload go together, and this machine has the kernel and
 * the memory for it.
 * Errors   -EINVAL, -ENOTSUP or -ENOMEM; the message has the mend.
 */
int resolve_check(const struct workload *workload, struct error *err);

/*
 * Fill in what depends on this machine: whole pages, placement, policy.
 * row      [n]; neighbours that are bound alike share a placement
 * Errors   -errno with a message: what this machine cannot do.
 */
int workloads_resolve(struct workload row[], size_t n, struct error *err);

#endif
