/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a kernel's source is, what names its contents, and where it is unpacked.
 */
#ifndef LAB_KERNEL_SOURCE_H
#define LAB_KERNEL_SOURCE_H

#include "base/error.h"
#include "lab/kernel/kernel.h"
#include "lab/kernel/store.h"

#define KERNEL_LINE_DEFAULT "6.12"

enum source_type {
	SOURCE_TARBALL,
	SOURCE_FOLDER,
	SOURCE_GIT,
	SOURCE_TREE,	/* that somebody edits: known by its path alone */
};

struct kernel_source {
	enum source_type type;
	char *given;		/* as in the request */
	char *path;		/* absolute: tarball, folder, work tree of git */
	char *commit;		/* git: the whole hash */
	char identity[64];	/* two with the same have the same contents */
};

/*
 * text     as in struct kernel_request; NULL is KERNEL_LINE_DEFAULT
 * Errors   -ENOENT, -EINVAL, with a message.
 */
int kernel_source_open(const char *text, struct kernel_source *source,
		struct error *err);
void kernel_source_close(struct kernel_source *source);

/*
 * Have it as a folder: unpacked, unless it is one.
 * folder   receives its path, which the caller frees
 * use      receives what keeps it from being cleaned, or -1; kernel_store_unlock
 */
int kernel_source_provide(const struct kernel_source *source, const struct kernel_store *store,
		   const struct kernel_context *context, char **folder,
		   int *use, struct error *err);

#endif
