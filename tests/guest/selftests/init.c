/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Process 1 of the guest that runs the kernel's own selftests. It mounts what they
 * expect, runs each line of /list and reports how each ended, all on the second
 * serial line. A line of /list is
 *   SECONDS PROGRAM [ARGUMENT...]     run the program in /tests
 *   set FILE TEXT                     write TEXT; report if FILE does not exist
 * It knows no selftest and judges none.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { MAX_WORDS = 16, MAX_LINE = 512 };

/* What this kernel lacks shows in the tests that need it. */
static void mount_all(void)
{
	static const struct { const char *type, *path; } mounts[] = {
		{ "proc", "/proc" }, { "sysfs", "/sys" }, { "devtmpfs", "/dev" },
		{ "tmpfs", "/tmp" }, { "tmpfs", "/dev/shm" },
		{ "debugfs", "/sys/kernel/debug" }, { "cgroup2", "/sys/fs/cgroup" },
		{ "hugetlbfs", "/mnt" },
	};
	for (size_t i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		mkdir(mounts[i].path, 0755);
		mount(mounts[i].type, mounts[i].path, mounts[i].type, 0, NULL);
	}
}

/* Byte for byte: the line must not turn a newline into two bytes. */
static bool open_output(void)
{
	struct termios raw;
	const int fd = open("/dev/ttyS1", O_RDWR | O_NOCTTY);
	if (fd < 0 || tcgetattr(fd, &raw) != 0)
		return false;
	cfmakeraw(&raw);
	tcsetattr(fd, TCSANOW, &raw);
	const int null = open("/dev/null", O_RDONLY);
	dup2(null, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	setvbuf(stdout, NULL, _IOLBF, 0);
	return true;
}

static void set(const char *file, const char *text)
{
	const int fd = open(file, O_WRONLY);
	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		printf("@cannot-set %s %s: %s\n", file, text, strerror(errno));
	if (fd >= 0)
		close(fd);
}

static void __attribute__((noreturn)) child_main(char *words[])
{
	setpgid(0, 0);
	if (chdir("/tests") == 0)
		execv(words[0], words);
	printf("%s: %s\n", words[0], strerror(errno));
	_exit(126);
}

static time_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec;
}

/* Orphans of an earlier test end here too. Return: the child's status. */
static int wait_for(pid_t child, time_t limit)
{
	const time_t end = now() + limit;
	int status = 0;
	for (;;) {
		const pid_t ended = waitpid(-1, &status, WNOHANG);
		if (ended == child)
			return status;
		if (ended == 0 && now() >= end)
			kill(-child, SIGKILL);
		if (ended == 0)
			usleep(20000);
		if (ended < 0 && errno != EINTR)
			return status;
	}
}

static void run(time_t limit, char *words[])
{
	printf("@begin");
	for (size_t i = 0; words[i]; i++)
		printf(" %s", words[i]);
	printf("\n");
	const time_t start = now();
	const pid_t child = fork();
	if (child == 0)
		child_main(words);
	const int status = child > 0 ? wait_for(child, limit) : 127 << 8;
	kill(-child, SIGKILL);
	/* A test may have left half a line. */
	if (WIFSIGNALED(status))
		printf("\n@end signal %d", WTERMSIG(status));
	else
		printf("\n@end status %d", WEXITSTATUS(status));
	printf(" %lds\n", (long)(now() - start));
}

static void do_line(char *line)
{
	char *words[MAX_WORDS + 1] = { NULL }, *save = NULL;
	size_t n = 0;
	for (char *word = strtok_r(line, " \n", &save); word && n < MAX_WORDS;
	     word = strtok_r(NULL, " \n", &save))
		words[n++] = word;
	if (n == 3 && strcmp(words[0], "set") == 0)
		set(words[1], words[2]);
	else if (n >= 2 && words[0][0] != '#')
		run(atol(words[0]), words + 1);
}

int main(void)
{
	char line[MAX_LINE];
	const struct rlimit lock = { 1 << 26, 1 << 26 };
	if (getpid() != 1) {
		fputs("init: process 1 of a guest is what this program is for: expected to be started by a kernel\n",
		      stderr);
		return 2;
	}
	mount_all();
	if (open_output()) {
		setrlimit(RLIMIT_MEMLOCK, &lock);
		FILE *list = fopen("/list", "r");
		while (list && fgets(line, sizeof(line), list))
			do_line(line);
		printf("@done\n");
		tcdrain(STDOUT_FILENO);
	}
	sync();
	reboot(RB_AUTOBOOT);
	return 1;
}
