/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guest/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include "base/hash.h"

static void make_raw(int fd)
{
	struct termios raw;
	if (tcgetattr(fd, &raw) != 0)
		return;
	cfmakeraw(&raw);
	tcsetattr(fd, TCSANOW, &raw);
}

int channel_open(const char *path, struct channel **channel, struct error *err)
{
	const int fd = open(path, O_WRONLY | O_CREAT | O_NOCTTY | O_CLOEXEC, 0666);
	if (fd < 0)
		return error_set(err, -errno, "%s: %m: expected a device that results can go to: see pft.out=",
				 path);
	void *memory = mmap(NULL, sizeof(**channel), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED) {
		close(fd);
		return error_set(err, -ENOMEM, "out of memory");
	}
	make_raw(fd);
	*channel = memory;
	**channel = (struct channel){ .fd = fd, .hash = HASH_START };
	return 0;
}

/* What has gone is counted at once: the next write may never return. */
static int send_bytes(struct channel *channel, const char *bytes, size_t n)
{
	while (n > 0) {
		const ssize_t put = write(channel->fd, bytes, n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -errno;
		channel->hash = hash_bytes(channel->hash, bytes, (size_t)put);
		channel->nr_bytes += (uint64_t)put;
		bytes += put;
		n -= (size_t)put;
	}
	return 0;
}

int channel_send(struct channel *channel, char *line)
{
	const size_t length = strlen(line);
	line[length] = '\n';	/* over the terminator: sent by length */
	const int rc = send_bytes(channel, line, length + 1);
	channel->nr_lines += rc == 0;
	tcdrain(channel->fd);	/* what is no terminal has nothing to wait for */
	free(line);
	return rc;
}
