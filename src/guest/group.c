/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guest/group.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

#define ROOT "/sys/fs/cgroup"
#define OURS ROOT "/pft"

static int put(const char *path, const char *value)
{
	const int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	const ssize_t n = (ssize_t)strlen(value);
	const int rc = write(fd, value, (size_t)n) == n ? 0 : -errno;
	close(fd);
	return rc;
}

bool group_make(void)
{
	if (mount("cgroup2", ROOT, "cgroup2", 0, NULL) != 0 && errno != EBUSY)
		return false;
	if (put(ROOT "/cgroup.subtree_control", "+memory") != 0)
		return false;
	return mkdir(OURS, 0755) == 0 || errno == EEXIST;
}

int group_join(void)
{
	return put(OURS "/cgroup.procs", "0");
}

int group_ask(uint64_t bytes)
{
	char text[32];
	/* The kernel goes by how long the group's lists were up to two seconds ago
	 * (inactive_is_low in mm/vmscan.c), which is before the window where time
	 * is instructions, and then takes nothing. To look, as whoever asks memory
	 * back does, brings its numbers up to date. */
	free(file_text("", OURS "/memory.stat"));
	snprintf(text, sizeof(text), "%" PRIu64, bytes);
	const int rc = put(OURS "/memory.reclaim", text);
	return rc == -EAGAIN ? 0 : rc;
}

struct count group_left(void)
{
	/* The kernel charges in batches, a batch on each CPU: a limit of nothing
	 * has each give back what is not used, in its own time, and has freed
	 * what can be freed. */
	const struct timespec soon = { .tv_nsec = 20000000 };
	put(OURS "/memory.high", "0");
	nanosleep(&soon, NULL);
	char *text = file_text("", OURS "/memory.current");
	struct count bytes = { 0 };
	if (text)
		bytes = count_of(strtoull(text, NULL, 10));
	free(text);
	return bytes;
}

struct count group_killed(void)
{
	static const char name[] = "oom_kill ";
	char *text = file_text("", OURS "/memory.events");
	const char *at = text ? strstr(text, name) : NULL;
	struct count killed = { 0 };
	if (at)
		killed = count_of(strtoull(at + sizeof(name) - 1, NULL, 10));
	free(text);
	return killed;
}
