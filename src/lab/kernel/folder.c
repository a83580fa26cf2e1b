/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/folder.h"

#include <errno.h>
#include <fts.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/child.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/known.h"
#include "base/stream.h"
#include "base/text.h"

/* ---- walk ---- */

static FTS *walk_open(const char *path)
{
	char *const paths[] = { (char *)path, NULL };
	return fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
}

/* Returns 0, or the -errno of the last entry that could not be removed. */
static int remove_once(const char *path)
{
	FTS *walk = walk_open(path);
	FTSENT *entry;
	int rc = walk ? 0 : -errno;
	while (walk && (entry = fts_read(walk))) {
		if (entry->fts_info == FTS_D)
			continue;
		if (remove(entry->fts_accpath) != 0 && errno != ENOENT)
			rc = -errno;
	}
	if (walk)
		fts_close(walk);
	return rc;
}

int kernel_folder_remove(const char *path, struct error *err)
{
	/* A process that is being killed may still write into the folder. */
	int rc = remove_once(path);
	for (int tries = 0; rc == -ENOTEMPTY && tries < 20; tries++) {
		usleep(50000);
		rc = remove_once(path);
	}
	return rc == 0 ? 0 : error_set(err, rc, "'%s': cannot be removed: %s",
				       path, strerror(-rc));
}

uint64_t kernel_folder_bytes(const char *path)
{
	FTS *walk = walk_open(path);
	FTSENT *entry;
	uint64_t bytes = 0;
	while (walk && (entry = fts_read(walk))) {
		const struct stat *st = entry->fts_statp;
		const uint64_t own = (uint64_t)st->st_blocks * 512;
		if (entry->fts_info == FTS_D)
			bytes += own;
		else if (entry->fts_info == FTS_F || entry->fts_info == FTS_SL)
			bytes += own / st->st_nlink;
	}
	if (walk)
		fts_close(walk);
	return bytes;
}

/* A folder's hash is the sum of these, so that their order does not count. */
static uint64_t entry_hash(const FTSENT *entry, size_t base)
{
	const struct stat *st = entry->fts_statp;
	const int64_t what[] = { st->st_size, st->st_mtim.tv_sec,
				 st->st_mtim.tv_nsec, st->st_mode };
	const char *name = entry->fts_path + base;
	return hash_bytes(hash_bytes(HASH_START, name, strlen(name)), what,
			  sizeof(what));
}

int kernel_folder_hash(const char *path, uint64_t *hash, struct error *err)
{
	FTS *walk = walk_open(path);
	FTSENT *entry;
	int rc = walk ? 0 : -errno;
	*hash = HASH_START;
	while (walk && (entry = fts_read(walk))) {
		if (entry->fts_info == FTS_D && entry->fts_level == 1 &&
		    (strcmp(entry->fts_name, ".git") == 0 ||
		     strcmp(entry->fts_name, "build") == 0))
			fts_set(walk, entry, FTS_SKIP);
		else if (entry->fts_info == FTS_F || entry->fts_info == FTS_SL)
			*hash += entry_hash(entry, strlen(path));
		else if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR)
			rc = -entry->fts_errno;
	}
	if (walk)
		fts_close(walk);
	return rc == 0 ? 0 : error_set(err, rc, "directory '%s': %s: expected one that can be read",
				       path, strerror(-rc));
}

/* ---- copy ---- */

static int run_cp(const char **argv, const _Atomic int *interrupts,
		  struct error *err)
{
	struct child_said said;
	struct error why = { "" };
	const struct child_watch watch = { .argv = argv, .log = -1,
					   .interrupts = interrupts };
	const int rc = child_listen(&watch, &said, &why);
	return rc == 0 ? 0 :
		error_set(err, rc < 0 ? rc : -EIO, "%s",
			  *said.first ? said.first : why.text);
}

int kernel_folder_copy(const struct kernel_folder_copy *copy,
		       struct error *err)
{
	static const char *const flags[] = {
		[FOLDER_WHOLE] = "-a",
		[FOLDER_LINKED] = "-al",
		[FOLDER_SYMLINKED] = "-as",
	};
	const char *const head[] = { "cp", flags[copy->how], "-t", copy->to, "--" };
	size_t nr = 0, n = 0;
	int rc = file_make_folders(copy->to, err);
	if (rc != 0)
		return rc;
	char **names = file_names(copy->from);
	if (!names)
		return error_set(err, -errno, "folder '%s': %m", copy->from);
	while (names[nr])
		nr++;
	AUTO_FREE char **argv = error_unless_memory(
		calloc(ARRAY_SIZE(head) + nr + 1, sizeof(*argv)));
	memcpy(argv, head, sizeof(head));
	char **file = argv + ARRAY_SIZE(head);
	for (size_t i = 0; i < nr; i++)
		if (!text_has_word(".git build", names[i]))
			file[n++] = text_format("%s/%s", copy->from, names[i]);
	file_names_close(names);
	if (n > 0)
		rc = run_cp((const char **)argv, copy->interrupts, err);
	while (n > 0)
		free(file[--n]);
	return rc;
}

/* ---- what make notes ---- */

static char *replace_all(const char *text, const char *from, const char *to)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	const char *at;
	while ((at = strstr(text, from))) {
		fprintf(out, "%.*s%s", (int)(at - text), text, to);
		text = at + strlen(from);
	}
	fprintf(out, "%s\n", text);
	return text_close(&stream);
}

static int move_command(const char *path, const char *from, const char *to,
			struct error *err)
{
	AUTO_FREE char *text = file_text("", "%s", path);
	if (!text || !strstr(text, from))
		return 0;
	AUTO_FREE char *moved = replace_all(text, from, to);
	return file_replace(path, moved, strlen(moved), err);
}

static bool is_command(const FTSENT *entry)
{
	const size_t n = entry->fts_namelen;
	return entry->fts_info == FTS_F && entry->fts_name[0] == '.' && n > 4 &&
	       strcmp(entry->fts_name + n - 4, ".cmd") == 0;
}

int kernel_folder_move_commands(const char *folder, const char *from,
				const char *to, struct error *err)
{
	FTS *walk = walk_open(folder);
	FTSENT *entry;
	int rc = 0;
	while (walk && rc == 0 && (entry = fts_read(walk)))
		if (is_command(entry))
			rc = move_command(entry->fts_accpath, from, to, err);
	if (walk)
		fts_close(walk);
	return rc;
}
