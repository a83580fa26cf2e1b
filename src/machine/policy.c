/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/policy.h"

#include <errno.h>
#include <string.h>

const char *const policy_words[] = { "default", "local", "bind:", "interleave:",
				     "preferred:", NULL };

enum { MAX_NODES = 1024 };

int policy_parse(const char *text, struct policy *policy, struct error *err)
{
	for (int i = 0; policy_words[i]; i++) {
		const size_t n = strlen(policy_words[i]);
		const bool lists = policy_words[i][n - 1] == ':';
		struct list nodes = { 0 };
		if (lists ? strncmp(text, policy_words[i], n) != 0 :
			    strcmp(text, policy_words[i]) != 0)
			continue;
		if (lists) {
			const int rc = list_parse(
				NUMBERS("mem nodes", 0, MAX_NODES - 1), text + n,
				&nodes, err);
			if (rc != 0)
				return rc;
		}
		if (i == POLICY_PREFERRED && nodes.n != 1) {
			list_close(&nodes);
			return error_set(err, -EINVAL,
					 "mem '%s': expected one node after preferred:",
					 text);
		}
		policy_close(policy);
		*policy = (struct policy){ .mode = (enum policy_mode)i,
					   .nodes = nodes };
		return 0;
	}
	return error_set(err, -EINVAL,
			 "mem '%s': expected default, local, bind:NODES, interleave:NODES or preferred:NODE",
			 text);
}

char *policy_text(const struct policy *policy)
{
	return list_text(policy_words[policy->mode], &policy->nodes);
}

void policy_close(struct policy *policy)
{
	list_close(&policy->nodes);
	policy->mode = POLICY_DEFAULT;
}
