/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/policy.h"

enum { MAX_NODES = 1024 };

const struct list_words policy_words = {
	.words = (const char *const[]){ "default", "local", "bind:", "interleave:",
					"preferred:", NULL },
	.what = "mem",
	.expected = "default, local, bind:NODES, interleave:NODES or preferred:NODE",
	.one = "one node after preferred:",
	.range = { "mem nodes", 0, MAX_NODES - 1 },
};
