/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/backend.h"

#include <errno.h>
#include <stdlib.h>

#include "lab/boot/emulator.h"
#include "machine/clock.h"

static int guest(enum kernel_arch arch, char **path, char **id,
		 struct error *err)
{
	*id = NULL;
	*path = boot_guest_path(arch, err);
	if (*path)
		*id = boot_guest_id(*path, err);
	if (*id)
		return 0;
	free(*path);
	*path = NULL;
	return -ENOENT;
}

const struct lab_backend lab_backend_real = {
	.resolve = kernel_resolve,
	.find = kernel_find,
	.boot = boot_run,
	.kvm_works = boot_kvm_works,
	.guest = guest,
	.emulator = boot_emulator_version,
	.now_ns = clock_wall_ns,
};
