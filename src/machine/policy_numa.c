/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory policy by libnuma: the only file with numa.h.
 */
#include "machine/policy.h"

#include <errno.h>
#include <numa.h>
#include <numaif.h>
#include <stdio.h>

/* "0-3", for a message. */
static void nodes_text(const struct bitmask *nodes, char *text, size_t n)
{
	size_t at = 0;
	text[0] = '\0';
	for (unsigned i = 0; i < nodes->size && at < n; i++)
		if (numa_bitmask_isbitset(nodes, i))
			at += (size_t)snprintf(text + at, n - at, "%s%u",
					       at ? "," : "", i);
}

int policy_check(const struct list_word *policy, struct error *err)
{
	if (policy->mode == POLICY_DEFAULT)
		return 0;
	if (numa_available() < 0)
		return error_set(err, -ENOTSUP,
				 "--mem %s: this kernel has no NUMA: expected default",
				 policy_words.words[policy->mode]);
	struct bitmask *allowed = numa_get_mems_allowed();
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < policy->list.n; i++) {
		const unsigned node = (unsigned)policy->list.values[i];
		if (node < allowed->size && numa_bitmask_isbitset(allowed, node))
			continue;
		char may[128];
		nodes_text(allowed, may, sizeof(may));
		rc = error_set(err, -EINVAL,
			       "--mem: node %u: expected one that exists and may be used: %s",
			       node, may);
	}
	numa_bitmask_free(allowed);
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
	if (policy->mode == POLICY_DEFAULT)
		return 0;
	if (policy->mode == POLICY_LOCAL)
		return mbind(base, bytes, MPOL_LOCAL, NULL, 0, 0) == 0 ? 0 :
									 -errno;
	struct bitmask *nodes = numa_allocate_nodemask();
	for (size_t i = 0; i < policy->list.n; i++)
		numa_bitmask_setbit(nodes, (unsigned)policy->list.values[i]);
	const long rc = mbind(base, bytes, modes[policy->mode], nodes->maskp,
			      nodes->size + 1, 0);
	const int code = errno;
	numa_bitmask_free(nodes);
	return rc == 0 ? 0 : -code;
}
