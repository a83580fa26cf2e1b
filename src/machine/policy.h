/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * NUMA memory policy of the measured region, by libnuma, or in the plain twin
 * by the system call.
 */
#ifndef MACHINE_POLICY_H
#define MACHINE_POLICY_H

#include <stddef.h>

#include "base/error.h"
#include "base/size.h"

enum policy_mode {
	POLICY_DEFAULT,		/* what pft itself was started with */
	POLICY_LOCAL,
	POLICY_BIND,
	POLICY_INTERLEAVE,
	POLICY_PREFERRED,
};

/* "default", "local", "bind:0,1", "interleave:0-3", "preferred:1". */
extern const struct list_words policy_words;

/* ---- the twins' part ---- */

/*
 * Whether this machine can do it: nodes exist and may be used.
 * Errors   -EINVAL or -ENOTSUP; the message says which nodes there are.
 */
int policy_check(const struct list_word *policy, struct error *err);

/* Set the policy of a mapping before anything is present. Errors: -errno. */
int policy_apply(const struct list_word *policy, void *base, size_t bytes);

#endif
