/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/known.h"
#include "base/text.h"
#include "lab/kernel/folder.h"
#include "record/jsonl.h"

int kernel_cache_folder(char *path, size_t n, struct error *err)
{
	const char *cache = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");
	int length;
	/* The base directory specification says to ignore a relative path. */
	if (cache && *cache == '/')
		length = snprintf(path, n, "%s/pft", cache);
	else if (home && *home == '/')
		length = snprintf(path, n, "%s/.cache/pft", home);
	else
		return error_set(err, -ENOENT,
				 "neither XDG_CACHE_HOME nor HOME is set: expected a place for kernels: set one");
	return length < (int)n ? 0 :
		error_set(err, -ENAMETOOLONG, "cache folder '%s': expected a shorter name: set XDG_CACHE_HOME",
			  path);
}

int kernel_store_open(struct kernel_store *store, bool make, struct error *err)
{
	static const char *const folders[] = {
		"kernels", "sources", "locks", "logs", "labels/x86_64",
		"labels/i386", "labels/arm64",
	};
	int rc = kernel_cache_folder(store->root, sizeof(store->root), err);
	for (size_t i = 0; make && rc == 0 && i < ARRAY_SIZE(folders); i++) {
		AUTO_FREE char *path = text_format("%s/%s", store->root, folders[i]);
		rc = file_make_folders(path, err);
		if (rc != 0)
			error_set(err, rc, "cache folder '%s': %s: expected a place that can be written: set XDG_CACHE_HOME",
				  store->root, strerror(-rc));
	}
	return rc;
}

char *kernel_store_log(const struct kernel_store *store, const char *key)
{
	return text_format("%s/logs/%s.log", store->root, key);
}

/* ---- entries ---- */

/* Where entries are, and the file that finishes one. */
static const struct {
	const char *folder, *end;
} types[NR_STORE_TYPES] = {
	[STORE_KERNEL] = { "kernels", "kernel.json" },
	[STORE_SOURCE] = { "sources", "source.json" },
};

char *kernel_store_path(const struct kernel_entry *entry, const char *name)
{
	return text_format("%s/%s/%s%s%s", entry->store->root,
			   types[entry->type].folder, entry->key,
			   name ? "/" : "", name ? name : "");
}

static char *end_path(const struct kernel_entry *entry)
{
	return kernel_store_path(entry, types[entry->type].end);
}

int64_t kernel_store_used_at(const struct kernel_entry *entry)
{
	AUTO_FREE char *end = end_path(entry);
	struct stat st;
	return stat(end, &st) == 0 ? st.st_mtim.tv_sec : 0;
}

void kernel_store_touch(const struct kernel_entry *entry)
{
	AUTO_FREE char *end = end_path(entry);
	utimensat(AT_FDCWD, end, NULL, 0);
}

int kernel_store_finish(const struct kernel_entry *entry,
			const struct facts *facts, struct error *err)
{
	AUTO_FREE char *line = error_unless_memory(jsonl_facts(facts));
	AUTO_FREE char *text = text_format("%s\n", line);
	AUTO_FREE char *end = end_path(entry);
	return file_replace(end, text, strlen(text), err);
}

/* ---- locks ---- */

static int open_lock(const struct kernel_entry *entry, const char *suffix,
		     int *fd, struct error *err)
{
	AUTO_FREE char *path = text_format("%s/locks/%s-%s%s", entry->store->root,
					   types[entry->type].folder, entry->key,
					   suffix);
	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	return *fd >= 0 ? 0 : error_set(err, -errno, "lock '%s': %s", path,
					strerror(errno));
}

static void tell_holder(int fd, const struct kernel_context *context)
{
	char holder[64], what[128];
	file_lock_holder(fd, holder, sizeof(holder));
	snprintf(what, sizeof(what), "waiting for %s, which makes the same",
		 holder);
	kernel_tell(context, what, -1);
}

int kernel_store_lock(const struct kernel_entry *entry,
		      const struct kernel_context *context, int *fd,
		      struct error *err)
{
	const struct timespec pause = { .tv_nsec = 100000000 };
	int rc = open_lock(entry, "", fd, err);
	bool told = false;
	while (rc == 0 && flock(*fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			rc = error_set(err, -errno, "lock of '%s': %s",
				       entry->key, strerror(errno));
		else if (context->interrupts && atomic_load(context->interrupts) > 0)
			rc = error_set(err, -EINTR, "interrupted");
		else if (!told)
			tell_holder(*fd, context);
		told = true;
		nanosleep(&pause, NULL);
	}
	return rc;
}

int kernel_store_use(const struct kernel_entry *entry, int *fd,
		     struct error *err)
{
	const int rc = open_lock(entry, ".use", fd, err);
	/* kernel_store_remove holds it for a short time. */
	while (rc == 0 && flock(*fd, LOCK_SH) != 0)
		if (errno != EINTR)
			return error_set(err, -errno, "lock of '%s': %s",
					 entry->key, strerror(errno));
	return rc;
}

int kernel_store_remove(const struct kernel_entry *entry, struct error *err)
{
	AUTO_FREE char *folder = kernel_store_path(entry, NULL);
	AUTO_FREE char *end = end_path(entry);
	AUTO_CLOSE int lock = -1;
	AUTO_CLOSE int use = -1;
	const int rc = open_lock(entry, "", &lock, err) ?:
		       open_lock(entry, ".use", &use, err);
	if (rc != 0)
		return rc;
	if (flock(lock, LOCK_EX | LOCK_NB) != 0 ||
	    flock(use, LOCK_EX | LOCK_NB) != 0)
		return -EWOULDBLOCK;
	unlink(end);
	return kernel_folder_remove(folder, err);
}

/* ---- all of them ---- */

char **kernel_store_keys(const struct kernel_store *store,
			 enum kernel_store_type type, struct error *err)
{
	AUTO_FREE char *path = text_format("%s/%s", store->root,
					   types[type].folder);
	char **keys = file_names(path);
	if (!keys && errno == ENOENT)
		return error_unless_memory(calloc(1, sizeof(*keys)));
	if (!keys)
		error_set(err, -errno, "folder '%s': %s", path, strerror(errno));
	return keys;
}
