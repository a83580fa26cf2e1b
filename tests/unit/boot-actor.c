/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A fake guest program: init of a small guest that speaks the protocol of the lab as
 * well or as badly as the first line of its job says. It shares no code with pft, so
 * that the two check each other.
 *
 *   mood ok | fault | id | hash | short | torn | silent | hang | exit | warn |
 *        taint | error
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static int out = -1;
static uint64_t hash = UINT64_C(0xcbf29ce484222325);
static unsigned long lines, bytes;
static char mood[32];

static uint64_t add(uint64_t to, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to = (to ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
	return to;
}

static void put(const char *text, size_t n)
{
	while (n > 0) {
		const ssize_t done = write(out, text, n);
		if (done <= 0)
			return;
		text += done;
		n -= (size_t)done;
	}
}

__attribute__((format(printf, 1, 2)))
static void say(const char *format, ...)
{
	char text[1024];
	va_list args;
	va_start(args, format);
	const int n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	hash = add(hash, text, (size_t)n);
	bytes += (unsigned long)n;
	lines++;
	put(text, (size_t)n);
}

/* The word after name in a file, or "". */
static void word_after(const char *path, const char *name, char *word, size_t n)
{
	char text[4096] = "";
	const int fd = open(path, O_RDONLY);
	const ssize_t got = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);
	close(fd);
	text[got > 0 ? got : 0] = '\0';
	const char *at = strstr(text, name);
	at = at ? at + strlen(name) : "";
	snprintf(word, n, "%.*s", (int)strcspn(at, " \n"), at);
}

static void write_file(const char *path, const char *text)
{
	const int fd = open(path, O_WRONLY);
	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		say("{\"type\":\"error\",\"schema\":\"pft/1\",\"text\":\"%s\"}\n",
		    path);
	close(fd);
}

static uint64_t own_id(void)
{
	static char text[65536];
	uint64_t id = UINT64_C(0xcbf29ce484222325);
	const int fd = open("/init", O_RDONLY);
	for (ssize_t n; (n = read(fd, text, sizeof(text))) > 0;)
		id = add(id, text, (size_t)n);
	close(fd);
	return id;
}

static void open_out(void)
{
	char path[64];
	struct termios raw;
	word_after("/proc/cmdline", "pft.out=", path, sizeof(path));
	out = open(path, O_RDWR | O_NOCTTY);
	if (out >= 0 && tcgetattr(out, &raw) == 0) {
		cfmakeraw(&raw);
		tcsetattr(out, TCSANOW, &raw);
	}
}

static uint64_t now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC_RAW, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Since the machine was switched on, firmware too, where it can be told. */
static uint64_t cycles(void)
{
#if defined(__x86_64__) || defined(__i386__)
	return __builtin_ia32_rdtsc();
#else
	return 0;
#endif
}

/* Work whose time is a number of instructions on the exact engine. */
static void fault(void)
{
	const size_t n = 16 << 20;
	for (int i = 0; i < 4; i++) {
		const uint64_t start = now_ns();
		char *page = mmap(NULL, n, PROT_READ | PROT_WRITE,
				  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		for (size_t at = 0; page != MAP_FAILED && at < n; at += 4096)
			page[at] = 1;
		munmap(page, n);
		say("{\"type\":\"note\",\"schema\":\"pft/1\",\"ns\":%" PRIu64
		    ",\"page\":\"%p\"}\n", now_ns() - start, (void *)page);
	}
}

static bool is(const char *word)
{
	return strcmp(mood, word) == 0;
}

static void leave(void)
{
	tcdrain(out);
	reboot(RB_AUTOBOOT);
	reboot(RB_POWER_OFF);
}

static void hello(double init_s, uint64_t start)
{
	say("{\"type\":\"hello\",\"schema\":\"pft/1\",\"guest_id\":\"%016" PRIx64
	    "\",\"init_s\":%.6f,\"cycles\":%" PRIu64 "}\n",
	    is("id") ? 0 : own_id(), init_s, start);
}

static void play(void)
{
	if (is("warn")) {
		write_file("/proc/sys/kernel/tainted", "512");
		write_file("/dev/kmsg",
			   "<4>WARNING: CPU: 0 PID: 1 at mm/memory.c:1 play+0x1/0x2\n");
	} else if (is("taint")) {
		write_file("/proc/sys/kernel/tainted", "512");
	} else if (is("fault")) {
		fault();
	} else if (is("error")) {
		say("{\"type\":\"error\",\"schema\":\"pft/1\",\"text\":\"knob /proc/sys/vm/xyz: No such file or directory\"}\n");
	} else if (is("hang")) {
		for (;;)
			pause();
	} else if (is("torn")) {
		put("{\"type\":\"sam", 12);
		leave();
	}
}

static void finish(void)
{
	char tainted[32], text[512];
	word_after("/proc/sys/kernel/tainted", "", tainted, sizeof(tainted));
	const int n = snprintf(text, sizeof(text),
			       "{\"type\":\"done\",\"schema\":\"pft/1\",\"lines\":%lu,\"bytes\":%lu,\"hash\":\"%016" PRIx64
			       "\",\"tainted\":%s,\"warnings\":[],\"memcg_left_bytes\":null}\n",
			       lines + (is("short") ? 1 : 0), bytes,
			       hash ^ (is("hash") ? 1 : 0),
			       *tainted ? tainted : "null");
	put(text, (size_t)n);
}

int main(void)
{
	const uint64_t start = cycles();
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (getpid() != 1) {
		fprintf(stderr, "boot-actor: expected to be init of a guest\n");
		return 2;
	}
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sysfs", "/sys", "sysfs", 0, NULL);
	word_after("/job", "mood ", mood, sizeof(mood));
	open_out();
	if (is("exit"))
		return 3;
	if (is("silent"))
		leave();
	hello((double)now.tv_sec + (double)now.tv_nsec / 1e9, start);
	play();
	finish();
	leave();
	return 1;
}
