/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guest/swap.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/swap.h>
#include <unistd.h>

#define DEVICE "/dev/zram0"
#define SIZE "/sys/block/zram0/disksize"

/* Source: include/linux/swap.h, union swap_header. */
struct header {
	char boot[1024];
	uint32_t version, last_page, nr_bad;
};
static const char magic[] = "SWAPSPACE2";

static int put(const char *path, const void *bytes, size_t n)
{
	const int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	const ssize_t done = write(fd, bytes, n);
	const int rc = done < 0 ? -errno : done == (ssize_t)n ? 0 : -EIO;
	close(fd);
	return rc;
}

static int set_size(uint64_t bytes)
{
	char text[32];
	const int n = snprintf(text, sizeof(text), "%" PRIu64, bytes);
	return put(SIZE, text, (size_t)n);
}

static int put_header(uint64_t bytes)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	const struct header header = {
		.version = 1, .last_page = (uint32_t)(bytes / page - 1) };
	char *first = calloc(1, page);
	if (!first)
		return -ENOMEM;
	memcpy(first, &header, sizeof(header));
	memcpy(first + page - strlen(magic), magic, strlen(magic));
	const int rc = put(DEVICE, first, page);
	free(first);
	return rc;
}

int swap_make(uint64_t bytes, struct error *err)
{
	int rc = set_size(bytes);
	if (rc == 0)
		rc = put_header(bytes);
	if (rc == 0 && swapon(DEVICE, 0) != 0)
		rc = -errno;
	if (rc == -ENOENT || rc == -ENOSYS)
		return error_set(err, rc, "swap: this kernel has none: expected one with CONFIG_SWAP and CONFIG_ZRAM: see campaigns/pressure.config");
	return rc ? error_set(err, rc, "swap of %" PRIu64 " bytes on " DEVICE ": %s",
			      bytes, strerror(-rc)) : 0;
}
