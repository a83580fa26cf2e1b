/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory policy without libnuma, for guests: the system call itself.
 */
#include "base/auto.h"
#include "machine/policy.h"

#include <errno.h>
#include <linux/mempolicy.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"

enum { WORD_BITS = 8 * sizeof(unsigned long) };

int policy_check(const struct list_word *policy, struct error *err)
{
	if (policy->mode == POLICY_DEFAULT)
		return 0;
	AUTO_FREE char *online = file_text("", "/sys/devices/system/node/online");
	struct list there = { 0 };
	int rc = online ? list_parse(NUMBERS("nodes", 0, POLICY_NODES_MAX - 1), online,
				     &there, NULL) : -ENOTSUP;
	if (rc != 0)
		error_set(err, rc, "--mem %s: this kernel has no NUMA: expected default",
			  policy_words.words[policy->mode]);
	for (size_t i = 0; rc == 0 && i < policy->list.n; i++) {
		if (!list_has(&there, policy->list.values[i]))
			rc = error_set(err, -EINVAL,
				       "--mem: node %u: expected one that exists and may be used: %s",
				       (unsigned int)policy->list.values[i],
				       online);
	}
	list_close(&there);
	return rc;
}

int policy_apply(const struct list_word *policy, void *base, size_t bytes)
{
	static const int modes[] = {
		[POLICY_LOCAL] = MPOL_LOCAL,
		[POLICY_BIND] = MPOL_BIND,
		[POLICY_INTERLEAVE] = MPOL_INTERLEAVE,
		[POLICY_PREFERRED] = MPOL_PREFERRED,
	};
	unsigned long mask[POLICY_NODES_MAX / WORD_BITS] = { 0 };
	const bool nodes = policy->list.n > 0;
	if (policy->mode == POLICY_DEFAULT)
		return 0;
	for (size_t i = 0; i < policy->list.n; i++) {
		const uint64_t node = policy->list.values[i];
		mask[node / WORD_BITS] |= 1UL << node % WORD_BITS;
	}
	/* The kernel reads one bit less than maxnode says. */
	return syscall(SYS_mbind, base, bytes, modes[policy->mode],
		       nodes ? mask : NULL, nodes ? POLICY_NODES_MAX : 0, 0) == 0 ?
		       0 : -errno;
}
