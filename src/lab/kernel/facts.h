/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What finishes a kernel in the cache: kernel.json, one record of pft/1.
 */
#ifndef LAB_KERNEL_FACTS_H
#define LAB_KERNEL_FACTS_H

#include "lab/kernel/store.h"

/* Add the facts that kernel.json and pft kernel list have in common. */
void kernel_facts_add(struct records *records, struct facts *facts,
		      const struct kernel *kernel);

/* Write what finishes a kernel. Errors: -errno with a message. */
int kernel_facts_write(const struct kernel_entry *entry,
		       const struct kernel *kernel, struct error *err);
/*
 * Read it.
 * Errors   -ENOENT, without a message: it is unfinished, or cannot be read and
 *          is as good as unfinished.
 */
int kernel_facts_read(const struct kernel_entry *entry, struct kernel *kernel);

#endif
