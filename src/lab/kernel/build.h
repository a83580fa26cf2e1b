/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a kernel is built, once it is known from what. Only kernel_*.c include
 * this.
 */
#ifndef LAB_KERNEL_BUILD_H
#define LAB_KERNEL_BUILD_H

#include "base/error.h"
#include "lab/kernel/kernel.h"
#include "lab/kernel/fragment.h"
#include "lab/kernel/patch.h"
#include "lab/kernel/source.h"
#include "lab/kernel/store.h"

enum { KERNEL_KEY_SIZE = 64 };

/* A request with all that it names opened. */
struct kernel_plan {
	const struct kernel_request *request;
	const struct kernel_context *context;
	struct kernel_store store;
	struct kernel_source source;
	struct kernel_patches patches;
	struct kernel_fragments fragments;
	char *compiler;
	char label[80];
	char stock_key[KERNEL_KEY_SIZE];	/* the same without patches */
	char key[KERNEL_KEY_SIZE];
};

/* Open everything, and know the keys. Errors: as kernel_build. */
int kernel_plan_open(const struct kernel_request *request,
	      const struct kernel_context *context, struct kernel_plan *plan,
	      struct error *err);
void kernel_plan_close(struct kernel_plan *plan);

/*
 * Make folder/tree: the source, shared, with the patches applied.
 * Errors   -EINVAL for a patch that does not apply.
 */
int kernel_plan_make_tree(const struct kernel_plan *plan, const char *folder,
		   bool patched, struct error *err);

/* kernel_tree.c: build what somebody edits. */
int kernel_plan_build_tree(const struct kernel_plan *plan, struct kernel *kernel,
		    struct error *err);

double kernel_plan_now_s(void);

#endif
