/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Configuration fragments: options that are requested, and those that a kernel has.
 */
#ifndef LAB_KERNEL_FRAGMENT_H
#define LAB_KERNEL_FRAGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "lab/kernel/kernel.h"

/* One option; a later request replaces an earlier one. */
struct kernel_option {
	char *name;		/* "CONFIG_SMP" */
	char *value;		/* "y", "8", "\"text\""; "n": is not set */
	bool ours;		/* not the user's */
};

struct kernel_fragments {
	char *ours, *users;	/* absolute paths; users may be NULL */
	struct kernel_option *option;
	size_t n;
	uint64_t hash;		/* of both texts */
};

/*
 * Read ours for arch and the user's (NULL: none).
 * Errors   -ENOENT, -EINVAL for a line that is no option; the message has it.
 */
int kernel_fragments_open(enum kernel_arch arch, const char *users,
			  struct kernel_fragments *fragments,
			  struct error *err);
void kernel_fragments_close(struct kernel_fragments *fragments);

/*
 * Compare with a .config: those of ours that were refused go to context->warn.
 * context  may be NULL
 * Returns  how many of ours were refused.
 * Errors   -EINVAL when some of the user's were; all of them are in the message.
 */
int kernel_fragments_check(const struct kernel_fragments *fragments,
			   const char *config,
			   const struct kernel_context *context,
			   struct error *err);

#endif
