/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/child.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"

/* ---- walk ---- */

static FTS *walk_open(const char *path)
{
	char *const paths[] = { (char *)path, NULL };
	return fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
}

/* Returns 0 or the -errno of the last entry that would not go. */
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

int kernel_remove(const char *path, struct error *err)
{
	/* A last write of what is being killed may make a folder not empty. */
	int rc = remove_once(path);
	for (int tries = 0; rc == -ENOTEMPTY && tries < 20; tries++) {
		usleep(50000);
		rc = remove_once(path);
	}
	return rc == 0 ? 0 : error_set(err, rc, "'%s': cannot be removed: %s",
				       path, strerror(-rc));
}

uint64_t kernel_disk_bytes(const char *path)
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

/* Whatever order the folder has them in: a sum of what each is. */
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
	return rc == 0 ? 0 : error_set(err, rc, "folder '%s': %s: expected one that can be read",
				       path, strerror(-rc));
}

int kernel_file_hash(const char *path, uint64_t *hash, struct error *err)
{
	char bytes[65536];
	ssize_t got;
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_set(err, -errno, "file '%s': %s", path,
				 strerror(errno));
	*hash = HASH_START;
	while ((got = read(fd, bytes, sizeof(bytes))) > 0)
		*hash = hash_bytes(*hash, bytes, (size_t)got);
	const int code = errno;
	close(fd);
	return got == 0 ? 0 : error_set(err, -code, "file '%s': %s", path,
					strerror(code));
}

/* ---- copy ---- */

static int is_copied(const struct dirent *entry)
{
	static const char *const left_out[] = { ".", "..", ".git", "build" };
	for (size_t i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++)
		if (strcmp(entry->d_name, left_out[i]) == 0)
			return 0;
	return 1;
}

static void keep_line(void *context, const char *line)
{
	snprintf(context, 256, "%s", line);
}

static int run_cp(const char **argv, const struct kernel_context *context,
		  struct error *err)
{
	char said[256] = "";
	struct error why = { "" };
	const struct child_watch watch = {
		.argv = argv, .log = -1, .line = keep_line, .context = said,
		.interrupts = context->interrupts,
	};
	const int rc = child_watch(&watch, &why);
	if (rc == 0)
		return 0;
	return error_set(err, rc < 0 ? rc : -EIO, "%s", *said ? said : why.text);
}

int kernel_copy(const char *from, const char *to, enum folder_copy how,
		const struct kernel_context *context, struct error *err)
{
	static const char *const flags[] = {
		[FOLDER_WHOLE] = "-a",
		[FOLDER_LINKED] = "-al",
		[FOLDER_SYMLINKED] = "-as",
	};
	struct dirent **entry = NULL;
	int rc = file_make_folders(to, err);
	if (rc != 0)
		return rc;
	const int n = scandir(from, &entry, is_copied, NULL);
	if (n < 0)
		return error_set(err, -errno, "folder '%s': %s", from,
				 strerror(errno));
	const char **argv = calloc((size_t)n + 6, sizeof(*argv));
	rc = argv ? 0 : error_set(err, -ENOMEM, "out of memory");
	if (argv) {
		argv[0] = "cp";
		argv[1] = flags[how];
		argv[2] = "-t";
		argv[3] = to;
		argv[4] = "--";
		for (int i = 0; i < n; i++)
			argv[5 + i] = text_format("%s/%s", from,
						  entry[i]->d_name);
		rc = n > 0 ? run_cp(argv, context, err) : 0;
	}
	for (int i = 0; i < n; i++) {
		if (argv)
			free((char *)argv[5 + i]);
		free(entry[i]);
	}
	free(argv);
	free(entry);
	return rc;
}

static int copy_bytes(int from, int to)
{
	char bytes[65536];
	ssize_t got;
	while ((got = read(from, bytes, sizeof(bytes))) > 0)
		for (ssize_t at = 0; at < got;) {
			const ssize_t put = write(to, bytes + at,
						  (size_t)(got - at));
			if (put < 0)
				return -errno;
			at += put;
		}
	return got < 0 ? -errno : 0;
}

int kernel_unshare(const char *path, struct error *err)
{
	struct stat st;
	const int from = open(path, O_RDONLY | O_CLOEXEC);
	if (from < 0 || fstat(from, &st) != 0 || !S_ISREG(st.st_mode)) {
		if (from >= 0)
			close(from);
		return 0;
	}
	char *fresh = text_format("%s.pft-copy", path);
	const int to = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int rc = to < 0 ? -errno : copy_bytes(from, to);
	const struct timespec times[] = { st.st_atim, st.st_mtim };
	if (rc == 0 && (fchmod(to, st.st_mode & 0777) != 0 ||
			futimens(to, times) != 0))
		rc = -errno;
	if (to >= 0)
		close(to);
	close(from);
	if (rc == 0 && rename(fresh, path) != 0)
		rc = -errno;
	if (rc != 0) {
		unlink(fresh);
		error_set(err, rc, "file '%s': %s", path, strerror(-rc));
	}
	free(fresh);
	return rc;
}

/* ---- what make notes ---- */

static char *replace_all(const char *text, const char *from, const char *to)
{
	char *moved = NULL;
	size_t n;
	FILE *out = open_memstream(&moved, &n);
	const char *at;
	if (!out)
		return NULL;
	while ((at = strstr(text, from))) {
		fprintf(out, "%.*s%s", (int)(at - text), text, to);
		text = at + strlen(from);
	}
	fprintf(out, "%s\n", text);
	if (fclose(out) == 0)
		return moved;
	free(moved);
	return NULL;
}

static int move_command(const char *path, const char *from, const char *to,
			struct error *err)
{
	char *text = file_text("", "%s", path), *moved = NULL;
	int rc = 0;
	if (text && strstr(text, from)) {
		moved = replace_all(text, from, to);
		rc = moved ? file_replace(path, moved, strlen(moved), err) :
			     error_set(err, -ENOMEM, "out of memory");
	}
	free(moved);
	free(text);
	return rc;
}

static bool is_command(const FTSENT *entry)
{
	const size_t n = entry->fts_namelen;
	return entry->fts_info == FTS_F && entry->fts_name[0] == '.' && n > 4 &&
	       strcmp(entry->fts_name + n - 4, ".cmd") == 0;
}

int kernel_move_commands(const char *folder, const char *from, const char *to,
			 struct error *err)
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
