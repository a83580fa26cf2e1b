/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small files: those of /proc and /sys, and those that pft writes.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/*
 * The whole text of a file, trailing newlines cut.
 * root     "" or a folder that path (printf format) is looked up below
 * Returns  a string the caller frees, or NULL with errno set. Bytes after a
 *          NUL are lost. At most 16 MiB: -EFBIG above.
 */
char *file_text(const char *root, const char *path_format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * The names of what is in a folder, sorted, but for "." and "..".
 * Returns  a NULL-terminated array for file_names_close, or NULL with errno set.
 */
char **file_names(const char *folder);
void file_names_close(char **names);

/*
 * All bytes of a file, and a NUL behind them.
 * n        receives their number
 * Returns  memory the caller frees, or NULL with errno set.
 */
char *file_bytes(const char *path, size_t *n);

/* The same of what is left in an open file, less than so many bytes: -EFBIG. */
char *file_rest(int fd, size_t most, size_t *n);

/*
 * The hash (base/hash.h) of a file's contents.
 * Errors   -errno of open or read, without a message.
 */
int file_hash(const char *path, uint64_t *hash);

/* Make a folder and its parents (mode 0777 less umask); there already is fine. */
int file_make_folders(const char *path, struct error *err);

/*
 * Where pft keeps what it measured: ${XDG_STATE_HOME:-~/.local/state}/pft. It
 * is not made.
 * folder   [n] receives it
 * Errors   -ENOENT when neither variable is set.
 */
int file_state_folder(char *folder, size_t n, struct error *err);

/*
 * Replace path by text in one step (a new file renamed over it), so that a
 * reader sees the old or the new. Errors: as open, write, rename; in err.
 */
int file_replace(const char *path, const char *text, size_t n,
		 struct error *err);

/*
 * Who holds the flock on an open file, as people name it: "pid 123 (pft)", or
 * "another process" where the kernel does not tell.
 */
void file_lock_holder(int fd, char *holder, size_t n);

#endif
