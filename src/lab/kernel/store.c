/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/known.h"
#include "base/text.h"
#include "lab/kernel/folder.h"

static const char *const kind_folder[] = {
	[STORE_KERNELS] = "kernels", [STORE_SOURCES] = "sources",
};
static const char *const kind_end[] = {
	[STORE_KERNELS] = "kernel.json", [STORE_SOURCES] = "source.json",
};

/* ---- folders ---- */

int kernel_cache_folder(char *path, size_t n, struct error *err)
{
	const char *cache = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");
	int length;
	/* The base directory specification: a relative one is to be ignored. */
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
	struct error why = { "" };
	int rc = kernel_cache_folder(store->root, sizeof(store->root), err);
	for (size_t i = 0; make && rc == 0 && i < ARRAY_SIZE(folders); i++) {
		char *path = text_format("%s/%s", store->root, folders[i]);
		rc = file_make_folders(path, &why);
		free(path);
		if (rc != 0)
			error_set(err, rc, "cache folder '%s': %s: expected a place that can be written: set XDG_CACHE_HOME",
				  store->root, strerror(-rc));
	}
	return rc;
}

char *kernel_store_folder(const struct kernel_store *store, enum store_kind kind,
		   const char *key)
{
	return text_format("%s/%s/%s", store->root, kind_folder[kind], key);
}

char *kernel_store_log(const struct kernel_store *store, const char *key)
{
	return text_format("%s/logs/%s.log", store->root, key);
}

static char *end_path(const struct kernel_store *store, enum store_kind kind,
		      const char *key)
{
	return text_format("%s/%s/%s/%s", store->root, kind_folder[kind], key,
			   kind_end[kind]);
}

bool kernel_store_finished(const struct kernel_store *store, enum store_kind kind,
		    const char *key)
{
	return kernel_store_used_at(store, kind, key) != 0;
}

void kernel_store_touch(const struct kernel_store *store, enum store_kind kind,
		 const char *key)
{
	char *path = end_path(store, kind, key);
	utimensat(AT_FDCWD, path, NULL, 0);
	free(path);
}

int64_t kernel_store_used_at(const struct kernel_store *store, enum store_kind kind,
		      const char *key)
{
	struct stat st;
	char *path = end_path(store, kind, key);
	const int64_t at = stat(path, &st) == 0 ? st.st_mtim.tv_sec : 0;
	free(path);
	return at;
}

int kernel_store_keys(const struct kernel_store *store, enum store_kind kind, char ***keys,
	       struct error *err)
{
	struct dirent **entry = NULL;
	char *path = text_format("%s/%s", store->root, kind_folder[kind]);
	const int n = scandir(path, &entry, NULL, alphasort);
	int rc = n >= 0 || errno == ENOENT ? 0 :
		error_set(err, -errno, "folder '%s': %s", path, strerror(errno));
	free(path);
	size_t nr = 0;
	*keys = rc == 0 ? calloc(n > 0 ? (size_t)n + 1 : 1, sizeof(**keys)) :
			  NULL;
	for (int i = 0; i < n; i++) {
		if (*keys && entry[i]->d_name[0] != '.')
			(*keys)[nr++] = text_format("%s", entry[i]->d_name);
		free(entry[i]);
	}
	free(entry);
	if (rc == 0 && !*keys)
		rc = error_set(err, -ENOMEM, "out of memory");
	return rc;
}

void kernel_store_keys_close(char **keys)
{
	for (size_t i = 0; keys && keys[i]; i++)
		free(keys[i]);
	free(keys);
}

/* ---- locks ---- */

static int lock_open(const struct kernel_store *store, const char *name, int *fd,
		     struct error *err)
{
	char *path = text_format("%s/locks/%s", store->root, name);
	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	const int code = errno;
	if (*fd < 0)
		error_set(err, -code, "lock '%s': %s", path, strerror(code));
	free(path);
	return *fd < 0 ? -code : 0;
}

int kernel_store_try_lock(const struct kernel_store *store, const char *name, int *fd,
		   struct error *err)
{
	const int rc = lock_open(store, name, fd, err);
	if (rc != 0)
		return rc;
	if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
		return 0;
	close(*fd);
	*fd = -1;
	return -EWOULDBLOCK;
}

static bool is_interrupted(const struct kernel_context *context)
{
	return context->interrupts && atomic_load(context->interrupts) > 0;
}

int kernel_store_lock(const struct kernel_store *store, const char *name,
	       const struct kernel_context *context, int *fd, struct error *err)
{
	const struct timespec pause = { .tv_nsec = 100000000 };
	int rc = lock_open(store, name, fd, err);
	bool told = false;
	while (rc == 0 && flock(*fd, LOCK_EX | LOCK_NB) != 0) {
		char holder[64], what[128];
		if (errno != EWOULDBLOCK && errno != EINTR)
			rc = error_set(err, -errno, "lock '%s': %s", name,
				       strerror(errno));
		else if (is_interrupted(context))
			rc = error_set(err, -EINTR, "interrupted");
		if (!told && rc == 0 && context->progress) {
			file_lock_holder(*fd, holder, sizeof(holder));
			snprintf(what, sizeof(what), "waiting for %s, which makes the same",
				 holder);
			context->progress(context->context, what, -1);
			told = true;
		}
		nanosleep(&pause, NULL);
	}
	if (rc != 0 && *fd >= 0) {
		close(*fd);
		*fd = -1;
	}
	return rc;
}

void kernel_store_unlock(int fd)
{
	if (fd >= 0)
		close(fd);
}

char *kernel_store_use_name(enum store_kind kind, const char *key)
{
	return text_format("%s-%s.use", kind_folder[kind], key);
}

int kernel_store_use(const struct kernel_store *store, enum store_kind kind, const char *key,
	      int *fd, struct error *err)
{
	char *name = kernel_store_use_name(kind, key);
	const int rc = lock_open(store, name, fd, err);
	free(name);
	if (rc != 0)
		return rc;
	/* Who cleans holds it for the time of a removal. */
	while (flock(*fd, LOCK_SH) != 0)
		if (errno != EINTR)
			return error_set(err, -errno, "lock: %s", strerror(errno));
	return 0;
}

/* ---- labels ---- */

int kernel_store_label_check(const char *label, struct error *err)
{
	static const char taken[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-";
	const size_t n = strlen(label);
	if (n > 0 && n <= 64 && strspn(label, taken) == n &&
	    label[0] != '.' && label[0] != '-')
		return 0;
	return error_set(err, -EINVAL,
			 "label '%s': expected at most 64 letters, digits and . _ + -, beginning with none of . and -",
			 label);
}

static char *label_path(const struct kernel_store *store, enum kernel_arch arch,
			const char *label)
{
	return text_format("%s/labels/%s/%s", store->root,
			   kernel_arch_words[arch], label);
}

int kernel_store_label_set(const struct kernel_store *store, enum kernel_arch arch,
		    const char *label, const char *key, struct error *err)
{
	char *path = label_path(store, arch, label);
	char *fresh = text_format("%s/labels/.%s.%ld", store->root, label,
				  (long)getpid());
	int rc = 0;
	unlink(fresh);
	if (symlink(key, fresh) != 0 || rename(fresh, path) != 0)
		rc = error_set(err, -errno, "label '%s': %s", path,
			       strerror(errno));
	free(fresh);
	free(path);
	return rc;
}

char *kernel_store_label_key(const struct kernel_store *store, enum kernel_arch arch,
		      const char *label)
{
	char key[256];
	struct error ignored;
	if (kernel_store_label_check(label, &ignored) != 0)
		return NULL;
	char *path = label_path(store, arch, label);
	const ssize_t n = readlink(path, key, sizeof(key) - 1);
	free(path);
	return n > 0 ? text_format("%.*s", (int)n, key) : NULL;
}

void kernel_store_labels(const struct kernel_store *store, kernel_store_each_label *each,
		  void *context)
{
	for (int arch = 0; arch < NR_KERNEL_ARCHS; arch++) {
		struct dirent **entry = NULL;
		char *path = text_format("%s/labels/%s", store->root,
					 kernel_arch_words[arch]);
		const int n = scandir(path, &entry, NULL, alphasort);
		free(path);
		for (int i = 0; i < n; i++) {
			char *key = kernel_store_label_key(store, (enum kernel_arch)arch,
						    entry[i]->d_name);
			if (key)
				each(context, (enum kernel_arch)arch,
				     entry[i]->d_name, key);
			free(key);
			free(entry[i]);
		}
		free(entry);
	}
}
