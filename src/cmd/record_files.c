/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/record_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cmd/options.h"
#include "record/jsonl.h"

static bool is_new(struct record_files *seen, const struct stat *file)
{
	for (size_t i = 0; i < seen->n; i++)
		if (seen->file[i].st_dev == file->st_dev &&
		    seen->file[i].st_ino == file->st_ino)
			return false;
	struct stat *more = realloc(seen->file,
				    (seen->n + 1) * sizeof(*seen->file));
	if (!more)
		return true;
	seen->file = more;
	seen->file[seen->n++] = *file;
	return true;
}

static int read_file(const char *path, struct record_files *seen,
		     struct records *records, struct error *err)
{
	struct stat file;
	if (stat(path, &file) == 0 && S_ISREG(file.st_mode) &&
	    !is_new(seen, &file)) {
		options_say("record file '%s': given twice, read once", path);
		return 0;
	}
	return jsonl_read(path, records, stderr, err);
}

static int is_record_file(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');
	return entry->d_name[0] != '.' && dot && strcmp(dot, ".jsonl") == 0;
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
		rc = error_set(err, -errno, "folder '%s': %s", folder,
			       strerror(errno));
	else if (n == 0)
		rc = error_set(err, -ENOENT, "folder '%s': expected record files, NAME.jsonl, in it",
			       folder);
	for (int i = 0; i < n; i++) {
		char *path = NULL;
		if (rc == 0 && asprintf(&path, "%s/%s", folder,
					entry[i]->d_name) < 0)
			rc = error_set(err, -ENOMEM, "out of memory");
		if (rc == 0)
			rc = read_file(path, seen, records, err);
		free(path);
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
	free(files->file);
	*files = (struct record_files){ 0 };
}
