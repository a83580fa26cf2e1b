/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Running the kernel's own make, and what its output tells.
 */
#ifndef LAB_KERNEL_MAKE_H
#define LAB_KERNEL_MAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "lab/kernel/kernel.h"
#include "lab/kernel/fragment.h"
#include "lab/kernel/store.h"

struct kernel_make {
	const char *tree;	/* where it runs */
	/*
	 * O=; NULL: in place, and as the user does it. "build", a folder of the
	 * tree itself, is what lets a build be copied: the kernel then writes
	 * every path relative to it.
	 */
	const char *output;
	enum kernel_arch arch;
	const char *log;	/* file that all output is appended to */
	const struct kernel_store *store;
	const struct kernel_context *context;
	uint64_t expected;	/* objects to come; 0: unknown */
	/* What came out. */
	uint64_t nr_objects;	/* of the kernel, compiled or assembled */
	char failed[512];	/* the first line that says what went wrong */
};

/*
 * goals    NULL-terminated
 * Errors   -EIO with the first error of the compiler and the log's path; -EINTR.
 */
int kernel_make_run(struct kernel_make *make, const char *const goals[],
	     struct error *err);

/* tinyconfig, then the fragments on top, with what they depend on. */
int kernel_make_configure(struct kernel_make *make,
		   const struct kernel_fragments *fragments, struct error *err);

#endif
