/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Patches: a series of them, or one, applied to a tree whose files are shared
 * with others.
 */
#ifndef LAB_KERNEL_PATCH_H
#define LAB_KERNEL_PATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "lab/kernel/kernel.h"

struct kernel_patches {
	char **file;		/* [n] absolute paths, in their order */
	size_t n;
	char **touched;		/* [nr_touched] files of the kernel, each once */
	size_t nr_touched;
	uint64_t hash;		/* of their contents in their order */
	bool configures;	/* a Kconfig file is touched */
};

/* The path of the patches of a request, or NULL; the caller frees it. */
char *kernel_patches_path(const char *patches);

/*
 * path     a folder with a series file (as quilt has it), or one patch; a line
 *          ("6.12") whose series comes with pft; NULL: none
 * upto     so many of the series, from its beginning; 0: all
 * Errors   -ENOENT, -EINVAL with a message.
 */
int kernel_patches_open(const char *path, uint64_t upto,
			struct kernel_patches *patches, struct error *err);
void kernel_patches_close(struct kernel_patches *patches);

/*
 * Apply all to the tree, never writing into a file that others share. What patch
 * rejects is written beside the tree for a while.
 * Errors   -EINVAL for the first that does not apply: its hunk is in the
 *          message, and all of it goes to context->warn.
 */
int kernel_patches_apply(const struct kernel_patches *patches, const char *tree,
			 const struct kernel_context *context,
			 struct error *err);

/* Make the files that they touched newer than all that is built. */
int kernel_patches_touch(const struct kernel_patches *patches, const char *tree,
			 struct error *err);

#endif
