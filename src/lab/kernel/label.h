/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Labels of kernels in the cache: each is a link whose text is the kernel's key.
 */
#ifndef LAB_KERNEL_LABEL_H
#define LAB_KERNEL_LABEL_H

#include <stddef.h>

#include "base/error.h"
#include "lab/kernel/kernel.h"
#include "lab/kernel/store.h"

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
