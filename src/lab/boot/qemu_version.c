/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/child.h"
#include "base/text.h"
#include "lab/boot/qemu.h"

/* The first line that says something; others are a copyright. */
static void keep_first(void *context, const char *line)
{
	char **first = context;
	if (!*first && *line)
		*first = text_printable(line);
}

char *qemu_version(enum kernel_arch arch)
{
	const char *const argv[] = { qemu_program(arch), "--version", NULL };
	char *version = NULL;
	struct error err;
	const struct child_watch watch = {
		.argv = argv, .log = -1, .line = keep_first,
		.context = &version,
	};
	if (child_watch(&watch, &err) == 0)
		return version;
	free(version);
	return NULL;
}
