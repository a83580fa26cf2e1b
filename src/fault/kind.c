/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/kind.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/known.h"
#include "fault/touch.h"

/* MAP_NORESERVE: what fits was looked at before; strict overcommit would refuse
 * regions that fit. */
const struct kind kinds[] = {
	{ .name = "anon-write",
	  .help = "first write to private anonymous memory",
	  .access = TOUCH_WRITE,
	  .prot = PROT_READ | PROT_WRITE,
	  .flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
	  .takes_memory = true },
	{ .name = "anon-read",
	  .help = "first read of private anonymous memory (maps the zero page)",
	  .access = TOUCH_READ,
	  .prot = PROT_READ | PROT_WRITE,
	  .flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE },
	{ .name = "anon-populate",
	  .help = "madvise(MADV_POPULATE_WRITE), one call per slice; no touch",
	  .access = TOUCH_WRITE,
	  .prot = PROT_READ | PROT_WRITE,
	  .flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
	  .takes_memory = true,
	  .populates = true },
	{ .name = "file-private-read",
	  .help = "first read of a private mapping of a cached file",
	  .access = TOUCH_READ,
	  .prot = PROT_READ,
	  .flags = MAP_PRIVATE,
	  .is_file = true,
	  .takes_memory = true,
	  .maps_around = true },
};
const size_t nr_kinds = ARRAY_SIZE(kinds);

const struct kind *kind_find(const char *name)
{
	for (size_t i = 0; i < nr_kinds; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

int kind_check(const struct kind *kind, struct error *err)
{
	/* No bytes at all are refused as well where the advice is unknown. */
	const int rc = kind->populates ? touch_populate(NULL, 0) : 0;
	if (rc == 0)
		return 0;
	return error_set(err, -ENOTSUP,
			 "--kind %s: this kernel cannot populate memory (madvise: %s): expected Linux 5.14 or later",
			 kind->name, strerror(-rc));
}

/* A file without a name: it goes with us, however we end. */
static int open_unnamed(const char *folder)
{
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
		return fd;
	char path[4096];
	snprintf(path, sizeof(path), "%s/pft.XXXXXX", folder);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

/*
 * Write zeros up to bytes and wait until they are on disk: writeback during a
 * window would disturb it, and would write-protect pages.
 */
static int fill(struct backing *backing, uint64_t bytes)
{
	static const char zeros[1 << 20];
	while (backing->bytes < bytes) {
		const size_t n = bytes - backing->bytes < sizeof(zeros) ?
					 (size_t)(bytes - backing->bytes) :
					 sizeof(zeros);
		const ssize_t put = pwrite(backing->fd, zeros, n,
					   (off_t)backing->bytes);
		if (put < 0 && errno != EINTR)
			return -errno;
		if (put > 0)
			backing->bytes += (uint64_t)put;
	}
	return fdatasync(backing->fd) == 0 ? 0 : -errno;
}

int backing_prepare(const struct kind *kind, uint64_t bytes,
		    struct backing *backing, struct error *err)
{
	if (!kind->is_file || (backing->fd >= 0 && backing->bytes >= bytes))
		return 0;
	const char *folder = getenv("TMPDIR");
	if (!folder || !*folder)
		folder = "/var/tmp";
	if (backing->fd < 0)
		backing->fd = open_unnamed(folder);
	int rc = backing->fd < 0 ? -errno : fill(backing, bytes);
	if (rc != 0)
		return error_set(err, rc,
				 "a file of %llu bytes in '%s': %s: expected room for the region: set TMPDIR",
				 (unsigned long long)bytes, folder, strerror(-rc));
	struct statfs fs;
	backing->is_tmpfs = fstatfs(backing->fd, &fs) == 0 &&
			    (unsigned long)fs.f_type == TMPFS_MAGIC;
	return 0;
}

void backing_close(struct backing *backing)
{
	if (backing->fd >= 0)
		close(backing->fd);
	*backing = BACKING_NONE;
}

int kind_map(const struct mapping *mapping, void *address)
{
	const struct kind *kind = mapping->kind;
	void *mapped = mmap(address, mapping->bytes, kind->prot,
			    kind->flags | MAP_FIXED,
			    kind->is_file ? mapping->backing->fd : -1,
			    kind->is_file ? (off_t)mapping->offset : 0);
	return mapped == MAP_FAILED ? -errno : 0;
}
