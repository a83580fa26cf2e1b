/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/policy.h"

#include <linux/mempolicy.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"

enum { WORD_BITS = 8 * sizeof(unsigned long) };

const struct list_words policy_words = {
	.words = (const char *const[]){ "default", "local", "bind:", "interleave:",
					"preferred:", NULL },
	.what = "mem",
	.expected = "default, local, bind:NODES, interleave:NODES or preferred:NODE",
	.one = "one node after preferred:",
	.range = { "mem nodes", 0, POLICY_NODES_MAX - 1 },
};

void policy_nodes(const char *root, struct list *nodes)
{
	AUTO_FREE char *text = file_text(root, "/sys/devices/system/node/has_memory");
	*nodes = (struct list){ 0 };
	if (text)	/* a list that cannot be read is left empty */
		list_parse(NUMBERS("nodes", 0, POLICY_NODES_MAX - 1), text, nodes,
			   NULL);
}

bool policy_is_local(void)
{
	int mode = -1;
	return syscall(SYS_get_mempolicy, &mode, NULL, 0, NULL, 0) == 0 &&
	       (mode == MPOL_DEFAULT || mode == MPOL_LOCAL);
}

bool policy_allows(uint32_t node)
{
	unsigned long mask[POLICY_NODES_MAX / WORD_BITS] = { 0 };
	return node < POLICY_NODES_MAX &&
	       syscall(SYS_get_mempolicy, NULL, mask, POLICY_NODES_MAX, NULL,
		       MPOL_F_MEMS_ALLOWED) == 0 &&
	       (mask[node / WORD_BITS] >> node % WORD_BITS & 1);
}
