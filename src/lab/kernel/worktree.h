/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The source of a plan as a folder that a kernel can be built in.
 */
#ifndef LAB_KERNEL_WORKTREE_H
#define LAB_KERNEL_WORKTREE_H

#include <stdbool.h>

#include "lab/kernel/plan.h"

/*
 * Make the folder tree: the source, whose files are shared, with the patches
 * applied where patched says so. A packed source is unpacked into the cache first.
 * Errors   -EINVAL for a patch that does not apply; -EINTR; -errno.
 */
int kernel_worktree_make(const struct kernel_plan *plan, const char *tree,
			 bool patched, struct error *err);

#endif
