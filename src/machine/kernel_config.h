/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the running kernel was built with. The only file pair with zlib.h.
 */
#ifndef MACHINE_KERNEL_CONFIG_H
#define MACHINE_KERNEL_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

struct kernel_config {
	char *text;	/* owned; NULL: no configuration was found */
	char *source;	/* owned; the file it was read from */
};

/*
 * Read the first there is of /proc/config.gz, /boot/config-RELEASE and
 * /lib/modules/RELEASE/config, packed or not, below root.
 * release  of the running kernel; NULL when unknown: then /proc only
 * Errors   none: what cannot be read or is no configuration leaves text NULL.
 */
void kernel_config_read(const char *root, const char *release,
			struct kernel_config *config);

/*
 * The value of an option.
 * name     with CONFIG_
 * value    [n] receives "y", "m", "n" (also for an option this kernel does not
 *          have), or what stands behind "=", quotes taken off
 * Returns  false when there is no configuration, or the value does not fit.
 */
bool kernel_config_value(const struct kernel_config *config, const char *name,
			 char *value, size_t n);

/* Accepts an empty object. */
void kernel_config_close(struct kernel_config *config);

#endif
