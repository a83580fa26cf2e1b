/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A request with all that it names opened, the keys of what it asks for, and its
 * source as a folder that a kernel can be built in.
 */
#ifndef LAB_KERNEL_PLAN_H
#define LAB_KERNEL_PLAN_H

#include <stdbool.h>

#include "base/error.h"
#include "lab/kernel/fragment.h"
#include "lab/kernel/kernel.h"
#include "lab/kernel/patch.h"
#include "lab/kernel/source.h"
#include "lab/kernel/store.h"

enum { KERNEL_KEY_SIZE = 64 };

struct kernel_plan {
	const struct kernel_request *request;
	const struct kernel_context *context;
	struct kernel_store store;
	struct kernel_source source;
	struct kernel_patches patches;
	struct kernel_fragments fragments;
	char *compiler;
	char label[KERNEL_LABEL_SIZE];
	char stock_key[KERNEL_KEY_SIZE];	/* the same without patches */
	char key[KERNEL_KEY_SIZE];
};

/* Open everything, and make the keys. Errors: as kernel_build. */
int kernel_plan_open(const struct kernel_request *request,
		     const struct kernel_context *context,
		     struct kernel_plan *plan, struct error *err);
void kernel_plan_close(struct kernel_plan *plan);

/* The kernel of the cache that has a key of the plan. */
struct kernel_entry kernel_plan_entry(const struct kernel_plan *plan,
				      const char *key);

/*
 * Make the folder tree: the source, whose files are shared, with the patches
 * applied where patched says so. A packed source is unpacked into the cache first.
 * Errors   -EINVAL for a patch that does not apply; -EINTR; -errno.
 */
int kernel_plan_tree(const struct kernel_plan *plan, const char *tree,
		     bool patched, struct error *err);

#endif
