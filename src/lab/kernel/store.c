/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/store.h"

#include <errno.h>
#include <fcntl.h>
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

void kernel_tell(const struct kernel_context *context, const char *what,
		 double done)
{
	if (context && context->progress)
		context->progress(context->context, what, done);
}

void kernel_warn(const struct kernel_context *context, const char *line)
{
	if (context && context->warn)
		context->warn(context->context, line);
}

void kernel_close(struct kernel *kernel)
{
	char *const texts[] = {
		kernel->label, kernel->source, kernel->patches, kernel->config,
		kernel->key, kernel->image, kernel->symbols,
		kernel->config_file, kernel->release, kernel->build_id,
		kernel->folder,
	};
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		free(texts[i]);
	if (kernel->use > 0)
		close(kernel->use);
	*kernel = (struct kernel){ 0 };
}

/* ---- the cache ---- */

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
		error_set(err, -ENAMETOOLONG, "cache directory '%s': expected a shorter name: set XDG_CACHE_HOME",
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
			error_set(err, rc, "cache directory '%s': %s: expected a place that can be written: set XDG_CACHE_HOME",
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
	return *fd >= 0 ? 0 : error_set(err, -errno, "lock '%s': %m", path);
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
			rc = error_set(err, -errno, "lock of '%s': %m",
				       entry->key);
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
			return error_set(err, -errno, "lock of '%s': %m",
					 entry->key);
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

/* ---- what finishes a kernel: one record of pft/1 ---- */

/* Members that are texts of struct kernel. */
static const struct {
	const char *name;
	size_t at;
} texts[] = {
	{ "release", offsetof(struct kernel, release) },
	{ "build_id", offsetof(struct kernel, build_id) },
	{ "source", offsetof(struct kernel, source) },
	{ "patches", offsetof(struct kernel, patches) },
	{ "config", offsetof(struct kernel, config) },
};

static const char *get_text(const struct kernel *kernel, size_t i)
{
	const void *at = (const char *)kernel + texts[i].at;
	return *(char *const *)at;
}

static void set_text(struct kernel *kernel, size_t i, const char *text)
{
	void *at = (char *)kernel + texts[i].at;
	*(char **)at = text ? text_format("%s", text) : NULL;
}

void kernel_facts_add(struct records *records, struct facts *facts,
		      const struct kernel *kernel)
{
	facts_add_text(records, facts, "key", kernel->key);
	facts_add_text(records, facts, "arch", kernel_arch_words[kernel->arch]);
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		facts_add_text(records, facts, texts[i].name,
			       get_text(kernel, i));
	facts_add_number(records, facts, "nr_objects",
			 real_of((double)kernel->nr_objects));
	facts_add_number(records, facts, "build_s", real_of(kernel->build_s));
}

static double size_of(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 ? (double)st.st_size : 0;
}

int kernel_store_write(const struct kernel_entry *entry,
		       const struct kernel *kernel, struct error *err)
{
	struct records records = { 0 };
	struct facts *facts = records_add_facts(&records, "kernel");
	kernel_facts_add(&records, facts, kernel);
	facts_add_text(&records, facts, "image",
		       kernel->image + strlen(kernel->folder) + 1);
	facts_add_number(&records, facts, "image_bytes",
			 real_of(size_of(kernel->image)));
	const int rc = kernel_store_finish(entry, facts, err);
	records_close(&records);
	return rc;
}

void kernel_set_image(struct kernel *kernel, char *image)
{
	const int n = (int)(strrchr(image, '/') - image);
	free(kernel->image);
	free(kernel->symbols);
	free(kernel->config_file);
	kernel->image = image;
	kernel->symbols = text_format("%.*s/System.map", n, image);
	kernel->config_file = text_format("%.*s/config", n, image);
}

/* Whether the facts that are needed are there, and the image is complete. */
static bool is_whole(const struct kernel *kernel, const struct facts *facts)
{
	const double bytes = facts_number(facts, "image_bytes").value;
	return kernel->release && kernel->build_id && kernel->source &&
	       bytes > 0 && size_of(kernel->image) == bytes;
}

static int read_facts(const struct facts *facts, struct kernel *kernel)
{
	const char *arch = facts_text(facts, "arch");
	const char *image = facts_text(facts, "image");
	if (!arch || kernel_arch_parse(arch, &kernel->arch, NULL) != 0 || !image)
		return -ENOENT;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		set_text(kernel, i, facts_text(facts, texts[i].name));
	/* For a tree it is one folder deeper. */
	kernel_set_image(kernel, text_format("%s/%s", kernel->folder, image));
	kernel->build_s = facts_number(facts, "build_s").value;
	kernel->nr_objects = (uint64_t)facts_number(facts, "nr_objects").value;
	return is_whole(kernel, facts) ? 0 : -ENOENT;
}

int kernel_store_read(const struct kernel_entry *entry, struct kernel *kernel)
{
	struct records records = { 0 };
	AUTO_FREE char *path = kernel_store_path(entry, "kernel.json");
	*kernel = (struct kernel){ .used_at = kernel_store_used_at(entry) };
	if (kernel->used_at == 0)
		return -ENOENT;
	kernel->key = text_format("%s", entry->key);
	kernel->folder = kernel_store_path(entry, NULL);
	int rc = jsonl_read(path, &records, NULL, NULL);
	const struct facts *facts = records_find(&records, "kernel", NULL);
	rc = rc == 0 && facts ? read_facts(facts, kernel) : -ENOENT;
	records_close(&records);
	if (rc != 0)
		kernel_close(kernel);
	return rc;
}

int kernel_store_take(const struct kernel_entry *entry, struct kernel *kernel)
{
	const int rc = kernel_store_read(entry, kernel);
	if (rc != 0)
		return rc;
	kernel_store_touch(entry);
	kernel->build_s = 0;
	kernel->nr_objects = 0;
	return 0;
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
		error_set(err, -errno, "folder '%s': %m", path);
	return keys;
}

/* ---- labels ---- */

int kernel_label_check(const char *name, struct error *err)
{
	static const char taken[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-";
	const size_t n = strlen(name);
	if (n > 0 && n <= 64 && strspn(name, taken) == n &&
	    name[0] != '.' && name[0] != '-')
		return 0;
	return error_set(err, -EINVAL,
			 "label '%s': expected at most 64 letters, digits and . _ + -, not beginning with . or -",
			 name);
}

static char *label_path(const struct kernel_store *store,
			const struct kernel_label *label)
{
	return text_format("%s/labels/%s/%s", store->root,
			   kernel_arch_words[label->arch], label->name);
}

int kernel_label_set(const struct kernel_store *store,
		     const struct kernel_label *label, struct error *err)
{
	AUTO_FREE char *path = label_path(store, label);
	AUTO_FREE char *fresh = text_format("%s/labels/.%s.%ld", store->root,
					    label->name, (long)getpid());
	unlink(fresh);
	if (symlink(label->key, fresh) == 0 && rename(fresh, path) == 0)
		return 0;
	return error_set(err, -errno, "label '%s': %m", path);
}

int kernel_label_read(const struct kernel_store *store,
		      struct kernel_label *label)
{
	AUTO_FREE char *path = label_path(store, label);
	const ssize_t n = readlink(path, label->key, sizeof(label->key) - 1);
	label->key[n > 0 ? n : 0] = '\0';
	return n > 0 ? 0 : -ENOENT;
}

void kernel_label_remove(const struct kernel_store *store,
			 const struct kernel_label *label)
{
	AUTO_FREE char *path = label_path(store, label);
	unlink(path);
}

/* Append the labels of one architecture to the n of an array. */
static size_t add_labels(const struct kernel_store *store, enum kernel_arch arch,
			 struct kernel_label **labels, size_t n)
{
	AUTO_FREE char *path = text_format("%s/labels/%s", store->root,
					   kernel_arch_words[arch]);
	char **names = file_names(path);
	for (size_t i = 0; names && names[i]; i++) {
		struct kernel_label label = { .arch = arch };
		if (kernel_label_check(names[i], NULL) != 0)
			continue;
		strcpy(label.name, names[i]);
		if (kernel_label_read(store, &label) == 0) {
			*labels = records_grow(*labels, n, sizeof(label));
			(*labels)[n++] = label;
		}
	}
	file_names_close(names);
	return n;
}

size_t kernel_labels(const struct kernel_store *store,
		     struct kernel_label **labels)
{
	size_t n = 0;
	*labels = NULL;
	for (int arch = 0; arch < NR_KERNEL_ARCHS; arch++)
		n = add_labels(store, (enum kernel_arch)arch, labels, n);
	return n;
}
