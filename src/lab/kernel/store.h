/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cache of kernels, as folders:
 *
 *   kernels/KEY/      kernel.json, written last; image, System.map, config; of
 *                     a kernel without patches also tree/ with tree/build/
 *   sources/KEY/      source.json, written last; tree/
 *   labels/ARCH/NAME  a link whose text is a key
 *   locks/NAME        held to make what has the name; NAME.use: while in use
 *   logs/NAME         what make said when a build failed
 *
 * What has no kernel.json or source.json is unfinished, and whoever has the lock
 * may remove it. Where a function can fail it returns 0 or -errno, with a
 * message.
 */
#ifndef LAB_KERNEL_STORE_H
#define LAB_KERNEL_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "lab/kernel/kernel.h"

enum store_kind { STORE_KERNELS, STORE_SOURCES, NR_STORE_KINDS };

struct kernel_store {
	char root[2048];
};

/* Find the cache; make says whether to make it where there is none. */
int kernel_store_open(struct kernel_store *store, bool make, struct error *err);

/* "ROOT/kernels/KEY"; the caller frees it, as all paths here. */
char *kernel_store_folder(const struct kernel_store *store, enum store_kind kind,
		   const char *key);
char *kernel_store_log(const struct kernel_store *store, const char *key);
/* Whether what has the key is there and finished. */
bool kernel_store_finished(const struct kernel_store *store, enum store_kind kind,
		    const char *key);

/*
 * Take the lock of a name, and wait for it, telling who has it.
 * fd       receives it; kernel_store_unlock gives it back, and so does our end
 * Errors   -EINTR.
 */
int kernel_store_lock(const struct kernel_store *store, const char *name,
	       const struct kernel_context *context, int *fd, struct error *err);
/* The same without waiting: -EWOULDBLOCK, without a message, where it is held. */
int kernel_store_try_lock(const struct kernel_store *store, const char *name, int *fd,
		   struct error *err);
void kernel_store_unlock(int fd);
/* Keep what has the key from being cleaned; several may. */
int kernel_store_use(const struct kernel_store *store, enum store_kind kind, const char *key,
	      int *fd, struct error *err);
/* The name of the lock that kernel_store_use shares; the caller frees it. */
char *kernel_store_use_name(enum store_kind kind, const char *key);

/* A label: letters, digits and "._+-", not first a dash or a dot, at most 64. */
int kernel_store_label_check(const char *label, struct error *err);
int kernel_store_label_set(const struct kernel_store *store, enum kernel_arch arch,
		    const char *label, const char *key, struct error *err);
/* The key that a label stands for, or NULL; the caller frees it. */
char *kernel_store_label_key(const struct kernel_store *store, enum kernel_arch arch,
		      const char *label);

/* One of the labels there are, with its key. */
typedef void kernel_store_each_label(void *context, enum kernel_arch arch,
			      const char *label, const char *key);
void kernel_store_labels(const struct kernel_store *store, kernel_store_each_label *each,
		  void *context);

/*
 * The keys of one kind, finished or not.
 * keys     receives a NULL-terminated array; kernel_store_keys_close frees it
 */
int kernel_store_keys(const struct kernel_store *store, enum store_kind kind, char ***keys,
	       struct error *err);
void kernel_store_keys_close(char **keys);

/* ---- kernel_json.c ---- */

/* Write what finishes a kernel: folder, key, image's name and the rest. */
int kernel_store_write_kernel(const struct kernel *kernel, struct error *err);
/*
 * Read it.
 * Errors   -ENOENT where it is unfinished, without a message.
 */
int kernel_store_read_kernel(const struct kernel_store *store, const char *key,
		      struct kernel *kernel, struct error *err);
/* Note that it was used, now. */
void kernel_store_touch(const struct kernel_store *store, enum store_kind kind,
		 const char *key);
/* When it was used last, seconds since 1970; 0: it is not there. */
int64_t kernel_store_used_at(const struct kernel_store *store, enum store_kind kind,
		      const char *key);

#endif
