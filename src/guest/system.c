/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guest/system.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"

static int put(const char *path, const void *bytes, size_t n)
{
	AUTO_CLOSE const int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	const ssize_t done = write(fd, bytes, n);
	return done < 0 ? -errno : done == (ssize_t)n ? 0 : -EIO;
}

static int put_text(const char *path, const char *text)
{
	return put(path, text, strlen(text));
}

static int put_number(const char *path, uint64_t number)
{
	char text[32];
	snprintf(text, sizeof(text), "%" PRIu64, number);
	return put_text(path, text);
}

/* ---- CPUs ---- */

enum { CPUS_MOST = 64 };

/* Open for writing where CPU i is offline; else -1. */
static int open_offline(int i)
{
	char path[64], state = '1';
	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%d/online", i);
	const int fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd >= 0 && pread(fd, &state, 1, 0) == 1 && state == '0')
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/*
 * A pause ends the turn of this CPU, and the one that is being started is next.
 * Then whoever waits for it may look: virtual time hardly goes on while all pause.
 */
static void __attribute__((noreturn)) pause_for_ever(void)
{
	for (;;) {
#if defined(__x86_64__) || defined(__i386__)
		__builtin_ia32_pause();
#endif
		sched_yield();
	}
}

/*
 * The kernel waits for the CPU by going to the scheduler again and again: another
 * task that pauses gets its share of that time.
 */
static void start(int fd)
{
	const pid_t child = fork();
	if (child == 0)
		pause_for_ever();
	if (pwrite(fd, "1", 1, 0) != 1)
		perror("pft: a CPU could not be started");
	if (child > 0) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
}

void system_start_cpus(void)
{
	for (int i = 1; i < CPUS_MOST; i++) {
		const int fd = open_offline(i);
		if (fd < 0)
			continue;
		start(fd);
		close(fd);
	}
}

/* ---- swap ---- */

#define DEVICE "/dev/zram0"

/* Source: include/linux/swap.h, union swap_header. */
struct header {
	char boot[1024];
	uint32_t version, last_page, nr_bad;
};
static const char magic[] = "SWAPSPACE2";

static int put_header(uint64_t bytes)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	const struct header header = {
		.version = 1, .last_page = (uint32_t)(bytes / page - 1) };
	AUTO_FREE char *first = calloc(1, page);
	if (!first)
		return -ENOMEM;
	memcpy(first, &header, sizeof(header));
	memcpy(first + page - strlen(magic), magic, strlen(magic));
	return put(DEVICE, first, page);
}

int system_make_swap(uint64_t bytes, struct error *err)
{
	int rc = put_number("/sys/block/zram0/disksize", bytes) ?: put_header(bytes);
	if (rc == 0 && swapon(DEVICE, 0) != 0)
		rc = -errno;
	if (rc == -ENOENT || rc == -ENOSYS)
		return error_set(err, rc, "swap: this kernel has none: expected one with CONFIG_SWAP and CONFIG_ZRAM: see campaigns/pressure.config");
	return rc ? error_set(err, rc, "swap of %" PRIu64 " bytes on " DEVICE ": %s",
			      bytes, strerror(-rc)) : 0;
}

/* ---- the control group ---- */

#define ROOT "/sys/fs/cgroup"
#define OURS ROOT "/pft"

bool system_group_make(void)
{
	if (mount("cgroup2", ROOT, "cgroup2", 0, NULL) != 0 && errno != EBUSY)
		return false;
	if (put_text(ROOT "/cgroup.subtree_control", "+memory") != 0)
		return false;
	return mkdir(OURS, 0755) == 0 || errno == EEXIST;
}

int system_group_join(void)
{
	return put_text(OURS "/cgroup.procs", "0");
}

int system_group_ask(uint64_t bytes)
{
	/* The kernel goes by how long the group's lists were up to two seconds ago
	 * (inactive_is_low in mm/vmscan.c), which is before the window where time
	 * is instructions, and then takes nothing. To look, as whoever asks memory
	 * back does, brings its numbers up to date. */
	free(file_text("", OURS "/memory.stat"));
	const int rc = put_number(OURS "/memory.reclaim", bytes);
	return rc == -EAGAIN ? 0 : rc;
}

struct count system_group_left(void)
{
	/* The kernel charges in batches, a batch on each CPU: a limit of nothing
	 * has each give back what is not used, in its own time, and has freed
	 * what can be freed. */
	const struct timespec soon = { .tv_nsec = 20000000 };
	put_text(OURS "/memory.high", "0");
	nanosleep(&soon, NULL);
	AUTO_FREE char *text = file_text("", OURS "/memory.current");
	return text ? count_of(strtoull(text, NULL, 10)) : (struct count){ 0 };
}

struct count system_group_killed(void)
{
	static const char name[] = "oom_kill ";
	AUTO_FREE char *text = file_text("", OURS "/memory.events");
	const char *at = text ? strstr(text, name) : NULL;
	return at ? count_of(strtoull(at + sizeof(name) - 1, NULL, 10)) :
		    (struct count){ 0 };
}
