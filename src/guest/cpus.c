/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guest/cpus.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

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

void cpus_start(void)
{
	for (int i = 1; i < CPUS_MOST; i++) {
		const int fd = open_offline(i);
		if (fd < 0)
			continue;
		start(fd);
		close(fd);
	}
}
