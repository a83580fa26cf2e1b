/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Folders of kernels: made, measured, copied, removed. Copies share what they
 * can, so nothing here ever writes into a file that is there already.
 */
#ifndef LAB_KERNEL_FOLDER_H
#define LAB_KERNEL_FOLDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "lab/kernel/kernel.h"

/*
 * Remove a file or a folder with all that is in it; nothing there is fine.
 * Errors   -errno of what could not be removed.
 */
int kernel_remove(const char *path, struct error *err);

/*
 * Bytes on disk. Of a file that several folders share each has its part, so that
 * the sum is right.
 */
uint64_t kernel_disk_bytes(const char *path);

enum folder_copy {
	FOLDER_WHOLE,	/* as cp -a: files of its own, times kept */
	FOLDER_LINKED,	/* as cp -al: the same files */
	FOLDER_SYMLINKED,	/* as cp -as: links to them; for foreign files */
};

/*
 * Copy what is in a folder, but for .git and the entry "build", into another,
 * which is made.
 */
int kernel_copy(const char *from, const char *to, enum folder_copy how,
		const struct kernel_context *context, struct error *err);

/*
 * Make path a file of its own, whatever links it shares: after this it may be
 * written to. What is not there, or no file, is left.
 */
int kernel_unshare(const char *path, struct error *err);

/*
 * In what make notes about its commands below folder (.NAME.cmd), let paths
 * that begin with from begin with to.
 */
int kernel_move_commands(const char *folder, const char *from, const char *to,
			 struct error *err);

/*
 * The hash of a folder's names, sizes and times, without .git and build: who
 * changes a file changes it.
 */
int kernel_folder_hash(const char *path, uint64_t *hash, struct error *err);

/* The hash of a file's contents. */
int kernel_file_hash(const char *path, uint64_t *hash, struct error *err);

#endif
