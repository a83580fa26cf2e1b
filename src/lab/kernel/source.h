/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The source of a kernel: where it is, and what identifies its contents.
 */
#ifndef LAB_KERNEL_SOURCE_H
#define LAB_KERNEL_SOURCE_H

#include <stdbool.h>

#include "base/error.h"
#include "lab/kernel/kernel.h"

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

/* Whether it is a folder already. */
bool kernel_source_is_folder(const struct kernel_source *source);

/*
 * Unpack one that is no folder.
 * tree     folder that is made; receives the files
 * Errors   -EINTR; -EINVAL for what cannot be unpacked, or is no kernel.
 */
int kernel_source_unpack(const struct kernel_source *source, const char *tree,
			 const struct kernel_context *context,
			 struct error *err);

#endif
