/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PENDING: weak stand-ins for kernel_*, so that this
 * branch links before theirs are merged. The merge deletes this file and its
 * line in src/Makemodule.am.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lab/kernel.h"

#define WEAK __attribute__((weak))

WEAK const char *const kernel_arch_words[] = { "x86_64", "i386", "arm64", NULL };

WEAK int kernel_arch_parse(const char *text, enum kernel_arch *arch,
			   struct error *err)
{
	for (int i = 0; kernel_arch_words[i]; i++) {
		if (strcmp(text, kernel_arch_words[i]) != 0)
			continue;
		*arch = (enum kernel_arch)i;
		return 0;
	}
	return error_set(err, -EINVAL, "--arch '%s': expected x86_64, i386 or arm64",
			 text);
}

static int pending(struct error *err)
{
	return error_set(err, -ENOSYS, "not merged yet");
}

WEAK int kernel_resolve(const char *word, enum kernel_arch arch,
			const struct kernel_context *context,
			struct kernel *kernel, struct error *err)
{
	(void)context;
	if (access(word, R_OK) != 0)
		return pending(err);
	*kernel = (struct kernel){ .label = strdup(word), .arch = arch,
				   .image = strdup(word),
				   .build_id = strdup(word) };
	return 0;
}

WEAK int kernel_build(const struct kernel_request *request,
		      const struct kernel_context *context,
		      struct kernel *kernel, struct error *err)
{
	(void)request, (void)context, (void)kernel;
	return pending(err);
}

WEAK int kernel_find(const char *label, enum kernel_arch arch,
		     struct kernel *kernel, struct error *err)
{
	(void)label, (void)arch, (void)kernel;
	return pending(err);
}

WEAK void kernel_close(struct kernel *kernel)
{
	free(kernel->label);
	free(kernel->image);
	free(kernel->release);
	free(kernel->build_id);
	*kernel = (struct kernel){ 0 };
}
