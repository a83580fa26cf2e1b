/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs the kernel's own make, and reads its output.
 */
#ifndef LAB_KERNEL_MAKE_H
#define LAB_KERNEL_MAKE_H

#include "lab/kernel/plan.h"

struct kernel_make {
	const struct kernel_plan *plan;
	const char *tree;	/* where it runs */
	/*
	 * O=; NULL: in place, and as the user does it. With "build", a folder of
	 * the tree itself, the kernel writes every path relative to it, so that a
	 * build can be copied.
	 */
	const char *output;
	const char *log;	/* file that all output is appended to */
	uint64_t expected;	/* objects to come; 0: unknown */
	/* Results. */
	uint64_t nr_objects;	/* of the kernel, compiled or assembled */
	char failed[512];	/* the first line that says what went wrong */
};

/*
 * Make the image; nr_objects counts what it takes.
 * Errors   -EIO with the first error of the compiler and the log's path; -EINTR.
 */
int kernel_make_image(struct kernel_make *make, struct error *err);

/*
 * tinyconfig, then the fragments on top, with what they depend on.
 * Errors   as above; what the kernel refused of them is none.
 */
int kernel_make_configure(struct kernel_make *make, struct error *err);

#endif
