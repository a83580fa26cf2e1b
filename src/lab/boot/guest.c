/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/boot/guest.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/data.h"
#include "base/file.h"
#include "base/text.h"

/* The programs, and the packages that the build of pft needs for them. */
static const struct {
	const char *name, *packages;
} programs[NR_KERNEL_ARCHS] = {
	[KERNEL_X86_64] = { "pft-guest-x86_64", "gcc libc6-dev" },
	[KERNEL_I386] = { "pft-guest-i386", "gcc-12-multilib libc6-dev-i386" },
	[KERNEL_ARM64] = { "pft-guest-arm64",
			   "gcc-aarch64-linux-gnu libc6-dev-arm64-cross" },
};

char *boot_guest_path(enum kernel_arch arch, struct error *err)
{
	char *path = data_path(programs[arch].name, NULL);
	if (!path)
		error_set(err, -ENOENT,
			  "guest program '%s': expected one that was built with pft: install the packages %s, then configure and build again",
			  programs[arch].name, programs[arch].packages);
	return path;
}

char *boot_guest_id(const char *path, struct error *err)
{
	uint64_t hash;
	const int rc = file_hash(path, &hash);
	if (rc == 0)
		return text_format("%016" PRIx64, hash);
	error_set(err, rc, "guest program '%s': %s", path, strerror(-rc));
	return NULL;
}
