/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Knobs, on files of the test's own: a knob is a file that reads and writes.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/known.h"
#include "machine/knobs.h"
#include "tap.h"

static char folder[] = "/tmp/pft-knobs-XXXXXX";
static char lock_path[64], one[64], two[64];

static void put(const char *path, const char *text)
{
	file_replace(path, text, strlen(text), NULL);
}

static void is_value(const char *path, const char *expected, const char *name)
{
	char *text = file_text("", "%s", path);
	is_text(text, expected, "%s", name);
	free(text);
}

/* Until a file says so, at most five seconds. */
static void wait_value(const char *path, const char *expected)
{
	const struct timespec moment = { .tv_nsec = 20000000 };
	for (int i = 0; i < 250; i++) {
		char *text = file_text("", "%s", path);
		const bool there = text && strcmp(text, expected) == 0;
		free(text);
		if (there)
			return;
		nanosleep(&moment, NULL);
	}
}

static void test_set(void)
{
	struct knobs knobs = KNOBS_CLOSED;
	struct error err = { "" };
	put(one, "always [madvise] never\n");
	char *text = knobs_read(one);
	is_text(text, "madvise", "the word in brackets is the value");
	free(text);
	put(one, "old\n");
	put(two, "60\n");
	is_int(knobs_set(&knobs, one, "new", &err), 0, "a knob is set (%s)", err.text);
	is_int(knobs_set(&knobs, two, "99", &err), 0, "another as well");
	is_int(knobs_set(&knobs, one, "newer", &err), 0, "and one of them again");
	is_value(two, "99", "a knob that is set reads so");
	is_int(knobs_close(&knobs, &err), 0, "everything is put back");
	is_value(one, "old", "a knob set twice has its first value again");
	is_value(two, "60", "and so has the other");
}

static void test_unchanged(void)
{
	struct knobs knobs = KNOBS_CLOSED;
	put(one, "same\n");
	is_int(knobs_set(&knobs, one, "same", NULL), 0, "a knob that says so already is left");
	ok(knobs.lock == -1 && knobs.pipe == -1, "without lock or helper");
	is_int(knobs_set(&knobs, "/nonexistent/knob", "x", NULL), -ENOENT,
	       "a knob that is not there is an error");
	is_int(knobs_close(&knobs, NULL), 0, "nothing to put back is fine");
}

static void test_killed(void)
{
	put(one, "old\n");
	int ready[2];
	if (pipe(ready) != 0)
		return;
	const pid_t pid = fork();
	if (pid == 0) {
		struct knobs knobs = KNOBS_CLOSED;
		if (knobs_set(&knobs, one, "new", NULL) == 0 &&
		    write(ready[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	char c;
	close(ready[1]);
	is_int(read(ready[0], &c, 1), 1, "another process sets a knob");
	is_value(one, "new", "the knob is set");
	struct knobs knobs = KNOBS_CLOSED;
	struct error err = { "" };
	put(two, "60\n");
	is_int(knobs_set(&knobs, two, "99", &err), -EBUSY,
	       "nobody else may set knobs meanwhile: %s", err.text);
	is_value(two, "60", "and nothing was set");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	wait_value(one, "old");
	is_value(one, "old", "after SIGKILL the knob is put back");
	close(ready[0]);
}

static void test_names(void)
{
	static const struct { const char *name, *path; } good[] = {
		{ "vm.swappiness", "/proc/sys/vm/swappiness" },
		{ "vm.anon_fault_ahead_bytes", "/proc/sys/vm/anon_fault_ahead_bytes" },
		{ "net.ipv4.ip_forward", "/proc/sys/net/ipv4/ip_forward" },
		{ "thp:enabled", "/sys/kernel/mm/transparent_hugepage/enabled" },
		{ "thp:hugepages-64kB",
		  "/sys/kernel/mm/transparent_hugepage/hugepages-64kB/enabled" },
		{ "thp:hugepages-64kB/shmem_enabled",
		  "/sys/kernel/mm/transparent_hugepage/hugepages-64kB/shmem_enabled" },
		{ "thp:khugepaged/defrag",
		  "/sys/kernel/mm/transparent_hugepage/khugepaged/defrag" },
		{ "/sys/kernel/mm/ksm/run", "/sys/kernel/mm/ksm/run" },
		{ "/proc/sys/vm/overcommit_memory", "/proc/sys/vm/overcommit_memory" },
	};
	static const char *const bad[] = {
		"", "vm", ".vm", "vm.", "vm..x", "vm.a b", "vm/x.y", "thp:",
		"thp:/enabled", "thp:../ksm/run", "/etc/passwd", "/proc/1/mem",
		"/proc/sys/", "/sys/../etc/passwd", "/proc/sys/vm/x\n",
	};
	char path[256];
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		struct error err = { "" };
		is_int(knobs_path(good[i].name, path, sizeof(path), &err), 0,
		       "'%s' is a knob", good[i].name);
		is_text(path, good[i].path, "'%s' is that file", good[i].name);
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct error err = { "" };
		is_int(knobs_path(bad[i], path, sizeof(path), &err), -EINVAL,
		       "'%zu' of the bad names is no knob: %s", i, err.text);
	}
	is_int(knobs_path("vm.swappiness", path, 8, NULL), -EINVAL,
	       "a name longer than the room is refused");
}

int main(void)
{
	test_names();
	if (!mkdtemp(folder))
		return 1;
	snprintf(lock_path, sizeof(lock_path), "%s/lock", folder);
	snprintf(one, sizeof(one), "%s/one", folder);
	snprintf(two, sizeof(two), "%s/two", folder);
	knobs_lock_path = lock_path;
	test_set();
	test_unchanged();
	test_killed();
	unlink(lock_path);
	unlink(one);
	unlink(two);
	rmdir(folder);
	return tap_done();
}
