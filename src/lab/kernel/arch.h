/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The architectures that kernels are built for, and the tools that do it.
 */
#ifndef LAB_KERNEL_ARCH_H
#define LAB_KERNEL_ARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lab/kernel/kernel.h"

struct kernel_target {
	const char *make_arch;	/* ARCH= */
	const char *machine;	/* of uname: builds it with its own tools */
	const char *cross;	/* prefix of the tools elsewhere */
	const char *package;	/* of Debian that has them */
	const char *goal;	/* what make is asked for */
	const char *image;	/* of the build folder, what boots */
	const char *name;	/* of the image in the cache */
	bool stripped;		/* the image has symbols to be dropped */
	const char *config_word;	/* what a .config of it says */
	uint64_t nr_objects;	/* of a stock 6.12, about: for the first time */
};

const struct kernel_target *kernel_target(enum kernel_arch arch);
/* "" or what tools for arch begin with on this machine. */
const char *kernel_tool_prefix(enum kernel_arch arch);

/*
 * What the compiler for arch says of itself, one line.
 * line     receives a string the caller frees
 * Errors   -ENOENT when it is not there; the message has the package.
 */
int kernel_compiler(enum kernel_arch arch, char **line, struct error *err);

/* Where a program is in PATH, or NULL; the caller frees it. */
char *kernel_find_program(const char *name);

#endif
