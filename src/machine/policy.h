/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * NUMA memory policy of the measured region, by libnuma, or in the plain twin
 * by the system call; and the nodes that it may take memory from. root: as in host.h.
 */
#ifndef MACHINE_POLICY_H
#define MACHINE_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/size.h"

enum { POLICY_NODES_MAX = 1024 };

enum policy_mode {
	POLICY_DEFAULT,		/* what pft itself was started with */
	POLICY_LOCAL,
	POLICY_BIND,
	POLICY_INTERLEAVE,
	POLICY_PREFERRED,
};

/* "default", "local", "bind:0,1", "interleave:0-3", "preferred:1". */
extern const struct list_words policy_words;

/*
 * The nodes that have memory; none where the kernel knows of no nodes.
 * nodes    the caller closes it
 */
void policy_nodes(const char *root, struct list *nodes);

/*
 * Whether a page without a policy of its own comes from the node of the CPU that
 * touches it first. It does not under numactl --interleave, for example.
 */
bool policy_is_local(void);
/* Whether the control group allows memory of a node. */
bool policy_allows(uint32_t node);

/* ---- the twins' part ---- */

/*
 * Whether this machine can do it: nodes exist and may be used.
 * Errors   -EINVAL or -ENOTSUP; the message says which nodes there are.
 */
int policy_check(const struct list_word *policy, struct error *err);

/* Set the policy of a mapping before anything is present. Errors: -errno. */
int policy_apply(const struct list_word *policy, void *base, size_t bytes);

#endif
