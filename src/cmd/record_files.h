/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Record files as people name them on a command line: a file, or a folder that
 * stands for every NAME.jsonl in it, packed (.xz, .zst, .gz) or not.
 */
#ifndef CMD_RECORD_FILES_H
#define CMD_RECORD_FILES_H

#include <stddef.h>
#include <sys/stat.h>

#include "base/error.h"
#include "record/record.h"

struct record_file {
	char *path;
	struct stat stat;	/* before it was read */
};

/* What was read already: a file named twice would count its repetitions twice. */
struct record_files {
	struct record_file *file;	/* [n], in the order they were read; owned */
	size_t n;
};

/*
 * Read a file, or all of a folder in the order of their bytes, and append to
 * records. A regular file that was read before is said to be given twice and
 * left out. Torn lines are told of on stderr.
 * Errors   those of jsonl_read; -errno for a folder that cannot be read, -ENOENT
 *          for one without such files; with a message.
 */
int record_files_read(struct record_files *files, const char *path,
		      struct records *records, struct error *err);
/* Accepts an empty object. */
void record_files_close(struct record_files *files);

#endif
