/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cache of kernels, as folders:
 *
 *   kernels/KEY/      kernel.json, written last; image, System.map, config; of
 *                     a kernel without patches also tree/ with tree/build/
 *   sources/KEY/      source.json, written last; tree/
 *   labels/ARCH/NAME  a link whose text is the key of a kernel
 *   locks/NAME        held while an entry is made; NAME.use: while it is used
 *   logs/NAME         what make said when a build failed
 *
 * kernels/KEY and sources/KEY are entries. One is finished when it has kernel.json
 * or source.json; an unfinished one may be removed by whoever has its lock.
 */
#ifndef LAB_KERNEL_STORE_H
#define LAB_KERNEL_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "lab/kernel/kernel.h"
#include "record/record.h"

struct kernel_store {
	char root[2048];
};

/*
 * Find the cache.
 * make     make its folders where they are missing
 * Errors   -errno with a message.
 */
int kernel_store_open(struct kernel_store *store, bool make, struct error *err);

/* The path of the log of a build; the caller frees it. */
char *kernel_store_log(const struct kernel_store *store, const char *key);

enum kernel_store_type { STORE_KERNEL, STORE_SOURCE, NR_STORE_TYPES };

/* It need not be there. */
struct kernel_entry {
	const struct kernel_store *store;
	enum kernel_store_type type;
	const char *key;
};

/* The path of its folder, or of a file in it (name); the caller frees it. */
char *kernel_store_path(const struct kernel_entry *entry, const char *name);

/* When it was used last, seconds since 1970; 0: it is not finished. */
int64_t kernel_store_used_at(const struct kernel_entry *entry);
/* Note that it is used, now. */
void kernel_store_touch(const struct kernel_entry *entry);
/*
 * Write facts to source.json, or those of a kernel to kernel.json: now it is finished.
 * Errors   -errno with a message.
 */
int kernel_store_finish(const struct kernel_entry *entry,
			const struct facts *facts, struct error *err);
int kernel_store_write(const struct kernel_entry *entry,
		       const struct kernel *kernel, struct error *err);
/*
 * Read a kernel.
 * Errors   -ENOENT, without a message: it is unfinished, or cannot be read and
 *          is as good as unfinished.
 */
int kernel_store_read(const struct kernel_entry *entry, struct kernel *kernel);
/* The same for a request, which takes no time: it is used, now. */
int kernel_store_take(const struct kernel_entry *entry, struct kernel *kernel);

/*
 * Have the kernel's image, and the System.map and config beside it.
 * image    a path, which is taken over
 */
void kernel_set_image(struct kernel *kernel, char *image);

/*
 * Take the lock that is held to make it. Waits for it, and tells who has it.
 * fd       receives the lock; closing it gives it back, and so does our end
 * Errors   -EINTR; -errno with a message.
 */
int kernel_store_lock(const struct kernel_entry *entry,
		      const struct kernel_context *context, int *fd,
		      struct error *err);
/*
 * Keep it from being removed; several may.
 * fd       as above
 */
int kernel_store_use(const struct kernel_entry *entry, int *fd,
		     struct error *err);
/*
 * Remove it.
 * Errors   -EWOULDBLOCK, without a message, while somebody makes or uses it;
 *          -errno with a message.
 */
int kernel_store_remove(const struct kernel_entry *entry, struct error *err);

/*
 * The keys of all entries of one type, finished or not.
 * Returns  a NULL-terminated array for file_names_close, or NULL with a
 *          message.
 */
char **kernel_store_keys(const struct kernel_store *store,
			 enum kernel_store_type type, struct error *err);

/* ---- labels ---- */

enum { KERNEL_LABEL_SIZE = 65 };

struct kernel_label {
	enum kernel_arch arch;
	char name[KERNEL_LABEL_SIZE];
	char key[192];		/* of the kernel; it need not be finished */
};

/*
 * Check a label: at most 64 letters, digits and "._+-", of which "." and "-" are
 * not first.
 * Errors   -EINVAL with a message.
 */
int kernel_label_check(const char *name, struct error *err);

/* Give a label to the kernel that has its key. Errors: -errno with a message. */
int kernel_label_set(const struct kernel_store *store,
		     const struct kernel_label *label, struct error *err);
/*
 * Read a label.
 * label    has arch and name; receives the key
 * Errors   -ENOENT, without a message.
 */
int kernel_label_read(const struct kernel_store *store,
		      struct kernel_label *label);
void kernel_label_remove(const struct kernel_store *store,
			 const struct kernel_label *label);

/*
 * All labels by architecture and name.
 * labels   receives an array that the caller frees
 * Returns  their number.
 */
size_t kernel_labels(const struct kernel_store *store,
		     struct kernel_label **labels);

#endif
