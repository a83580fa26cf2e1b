/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/record_files.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/known.h"
#include "base/text.h"
#include "cmd/options.h"
#include "record/jsonl.h"

/* A pipe has no identity: it is read each time it is named. */
static bool is_known(const struct record_files *files, const struct stat *file)
{
	for (size_t i = 0; S_ISREG(file->st_mode) && i < files->n; i++)
		if (files->file[i].stat.st_dev == file->st_dev &&
		    files->file[i].stat.st_ino == file->st_ino)
			return true;
	return false;
}

static void keep(struct record_files *files, const char *path,
		 const struct stat *file)
{
	files->file = records_grow(files->file, files->n, sizeof(*files->file));
	files->file[files->n].path = text_format("%s", path);
	files->file[files->n++].stat = *file;
}

static int read_file(const char *path, struct record_files *files,
		     struct records *records, struct error *err)
{
	struct stat file;
	const bool is_there = stat(path, &file) == 0;
	if (is_there && is_known(files, &file)) {
		options_say("record file '%s': given twice, read once", path);
		return 0;
	}
	if (is_there)
		keep(files, path, &file);
	return jsonl_read(path, records, stderr, err);
}

static int is_record_file(const struct dirent *entry)
{
	static const char *const names[] = { "*.jsonl", "*.jsonl.xz",
					     "*.jsonl.zst", "*.jsonl.gz" };
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (fnmatch(names[i], entry->d_name, FNM_PERIOD) == 0)
			return 1;
	return 0;
}

/* In the order of their bytes, wherever and in whatever language. */
static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int read_folder(const char *folder, struct record_files *seen,
		       struct records *records, struct error *err)
{
	struct dirent **entry = NULL;
	const int n = scandir(folder, &entry, is_record_file, compare_names);
	int rc = 0;
	if (n < 0)
		rc = error_set(err, -errno, "directory '%s': %s", folder,
			       strerror(errno));
	else if (n == 0)
		rc = error_set(err, -ENOENT, "directory '%s': expected record files, NAME.jsonl, in it",
			       folder);
	for (int i = 0; i < n; i++) {
		AUTO_FREE char *path = text_format("%s/%s", folder,
						   entry[i]->d_name);
		if (rc == 0)
			rc = read_file(path, seen, records, err);
		free(entry[i]);
	}
	free(entry);
	return rc;
}

int record_files_read(struct record_files *files, const char *path,
		      struct records *records, struct error *err)
{
	struct stat file;
	const bool folder = stat(path, &file) == 0 && S_ISDIR(file.st_mode);
	return folder ? read_folder(path, files, records, err) :
			read_file(path, files, records, err);
}

void record_files_close(struct record_files *files)
{
	for (size_t i = 0; i < files->n; i++)
		free(files->file[i].path);
	free(files->file);
	*files = (struct record_files){ 0 };
}
