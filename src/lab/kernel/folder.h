/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Folders of kernels: measured, copied, removed. Copies may share files, so
 * nothing here writes into a file that is there already.
 */
#ifndef LAB_KERNEL_FOLDER_H
#define LAB_KERNEL_FOLDER_H

#include <stdint.h>

#include "base/error.h"
#include "lab/kernel/kernel.h"

/*
 * Remove a file, or a folder with all that is in it; nothing there is fine.
 * Errors   -errno of what could not be removed.
 */
int kernel_folder_remove(const char *path, struct error *err);

/*
 * Bytes on disk. A file with several links counts by its share, so that a sum
 * over folders is right.
 */
uint64_t kernel_folder_bytes(const char *path);

enum kernel_folder_copying {
	FOLDER_WHOLE,	/* as cp -a: files of its own, times kept */
	FOLDER_LINKED,	/* as cp -al: the same files */
	FOLDER_SYMLINKED,	/* as cp -as: links to them; for foreign files */
};

/* What kernel_folder_copy does; all is the caller's. */
struct kernel_folder_copy {
	const char *from, *to;
	enum kernel_folder_copying how;
	const _Atomic int *interrupts;	/* as in struct kernel_context */
};

/*
 * Copy what is in a folder, except .git and the entry "build", into another,
 * which is made.
 * Errors   -EINTR; -errno with a message.
 */
int kernel_folder_copy(const struct kernel_folder_copy *copy,
		       struct error *err);

/*
 * Replace one path by another in the files below folder where the kernel's make
 * keeps its commands (.NAME.cmd).
 */
int kernel_folder_move_commands(const char *folder, const char *from,
				const char *to, struct error *err);

/*
 * The hash of the names, sizes and times of what is in a folder, except .git and
 * build.
 */
int kernel_folder_hash(const char *path, uint64_t *hash, struct error *err);

#endif
