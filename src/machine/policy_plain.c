/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory policy without libnuma, for guests.
 */
#include "machine/policy.h"

#include <errno.h>

int policy_check(const struct policy *policy, struct error *err)
{
	if (policy->mode == POLICY_DEFAULT)
		return 0;
	return error_set(err, -ENOTSUP, "--mem %s: needs libnuma: expected default",
			 policy_words[policy->mode]);
}

int policy_apply(const struct policy *policy, void *base, size_t bytes)
{
	(void)base;
	(void)bytes;
	return policy->mode == POLICY_DEFAULT ? 0 : -ENOTSUP;
}
