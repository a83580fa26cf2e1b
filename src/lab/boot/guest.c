/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Guest programs: where they are, and what names their contents.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/data.h"
#include "base/hash.h"
#include "lab/boot/boot.h"

/* What a guest program is called, and what the build needs to make it. */
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

static int hash_file(int fd, uint64_t *hash)
{
	char bytes[65536];
	*hash = HASH_START;
	for (;;) {
		const ssize_t n = read(fd, bytes, sizeof(bytes));
		if (n == 0)
			return 0;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		*hash = hash_bytes(*hash, bytes, (size_t)n);
	}
}

char *boot_guest_id(const char *path, struct error *err)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	uint64_t hash;
	const int rc = fd < 0 ? -errno : hash_file(fd, &hash);
	if (fd >= 0)
		close(fd);
	char *id = NULL;
	if (rc != 0)
		error_set(err, rc, "guest program '%s': %s", path, strerror(-rc));
	else if (asprintf(&id, "%016" PRIx64, hash) < 0)
		id = NULL;
	return id;
}
