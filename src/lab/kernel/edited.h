/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A tree that somebody edits ("tree:DIR"). It is made again at each request, in a
 * build folder of its own in the cache, or in place where the user has built it in
 * place. The last few images are kept, so that a campaign which began with one
 * finds it although the tree was edited meanwhile.
 */
#ifndef LAB_KERNEL_EDITED_H
#define LAB_KERNEL_EDITED_H

#include "lab/kernel/plan.h"

/*
 * Build the tree of a plan.
 * kernel   receives all but its label
 * Errors   as kernel_build.
 */
int kernel_edited_build(const struct kernel_plan *plan, struct kernel *kernel,
			struct error *err);

#endif
