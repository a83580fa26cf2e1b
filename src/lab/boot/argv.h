/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * QEMU's command line for a boot. It decides whether an exact boot is the same
 * everywhere.
 */
#ifndef LAB_BOOT_ARGV_H
#define LAB_BOOT_ARGV_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "lab/boot/spec.h"

/* Words of a command, NULL-terminated; owned. */
struct boot_argv {
	char **word;
	size_t n;
};

/*
 * Make the command.
 * spec     its image is an absolute path: QEMU runs in spec->folder
 * khz      of the host's time stamp counter, which guests that measure time read;
 *          0: it has none
 * Errors   -EINVAL for what no engine can do.
 */
int boot_argv_make(const struct boot_spec *spec, uint64_t khz,
		   struct boot_argv *argv, struct error *err);
void boot_argv_close(struct boot_argv *argv);

#endif
