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
	const char *machine;	/* machines of uname that build it natively */
	const char *cross;	/* prefix of the tools on others */
	const char *package;	/* Debian's, with those tools */
	const char *goal;	/* of make */
	const char *image;	/* that boots, below the build folder */
	const char *name;	/* of the image in the cache */
	bool stripped;		/* the image's symbols are dropped */
	const char *config_word;	/* a line of its .config */
	uint64_t nr_objects;	/* of a stock 6.12, about */
};

const struct kernel_target *kernel_target(enum kernel_arch arch);
/* The prefix of tools for arch on this machine, or "". */
const char *kernel_tool_prefix(enum kernel_arch arch);

/*
 * The first line of the compiler's --version.
 * line     receives a string the caller frees
 * Errors   -ENOENT when it is not there; the message has the package.
 */
int kernel_compiler(enum kernel_arch arch, char **line, struct error *err);

#endif
