/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Boots: of a QEMU that plays (a shell script), and, where the environment
 * variable PFT_TEST_KERNEL_X86_64 names a kernel image, of a real one with a
 * guest that plays (boot-actor.c).
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/known.h"
#include "lab/boot/boot.h"
#include "lab/boot/initramfs.h"
#include "tap.h"

static char folder[] = "/tmp/pft-boot-run-XXXXXX";
static char image[64], guest[64];
static char actor[PATH_MAX];

/* It plays what its environment says, in the folder of the boot. */
static const char fake_qemu[] =
	"#!/bin/sh\n"
	"echo $$ >\"${0%/*}/pid\"\n"
	"case $FAKE in\n"
	"exit) echo 'qemu: no such machine' >&2; echo more >&2; exit 1 ;;\n"
	"abort) kill -ABRT $$ ;;\n"
	"hang) echo 'last words' >console.log; exec sleep 600 ;;\n"
	"child) sleep 600 & echo $! >\"${0%/*}/child\"; wait ;;\n"
	"panic) printf '[ 1.0] Kernel panic - not syncing: x\\r\\n' >console.log\n"
	"	exec sleep 600 ;;\n"
	"flood) exec yes >console.log ;;\n"
	"hello) echo '{\"type\":\"hello\",\"schema\":\"pft/1\"}' >results.jsonl\n"
	"	exec sleep 600 ;;\n"
	"stdin) read -r line || echo closed >console.log ;;\n"
	"core) ulimit -c >console.log ;;\n"
	"esac\n";

static void name_file(char *path, size_t n, const char *name)
{
	snprintf(path, n, "%s/%s", folder, name);
}

static bool make_file(const char *path, const char *text)
{
	struct error err;
	return file_replace(path, text, strlen(text), &err) == 0 &&
		chmod(path, 0755) == 0;
}

static struct boot_spec fake_spec(void)
{
	return (struct boot_spec){
		.engine = engine_find("exact"), .arch = KERNEL_X86_64, .image = image,
		.guest = guest, .job = "job 1\nend\n", .cpus = 1, .nodes = 1,
		.memory_bytes = 64 << 20, .limit_s = 60, .folder = folder,
	};
}

/* ---- a QEMU that plays ---- */

static const struct {
	const char *fake;
	double limit_s;
	enum boot_outcome outcome;
	const char *why;
} fakes[] = {
	{ "exit", 60, BOOT_LOST,
	  "QEMU ended with status 1: qemu: no such machine" },
	{ "abort", 60, BOOT_LOST, "QEMU ended by signal 6 (Aborted): " },
	{ "nothing", 60, BOOT_LOST,
	  "the guest ended without a line; last on the console: nothing" },
	{ "hang", 0.5, BOOT_HANG,
	  "no end within 0.5 s; on the console: last words" },
	{ "panic", 60, BOOT_PANIC, "Kernel panic - not syncing: x" },
	{ "flood", 60, BOOT_LOST,
	  "the guest wrote without end; last on the console: y" },
	{ "stdin", 60, BOOT_LOST,
	  "the guest ended without a line; last on the console: closed" },
	{ "core", 60, BOOT_LOST,
	  "the guest ended without a line; last on the console: 0" },
};

static void test_fakes(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(fakes); i++) {
		struct boot_spec spec = fake_spec();
		struct boot_result result;
		struct error err = { "" };
		spec.limit_s = fakes[i].limit_s;
		setenv("FAKE", fakes[i].fake, 1);
		is_int(boot_run(&spec, &result, &err), 0,
		       "a boot that plays '%s' is made", fakes[i].fake);
		is_int(result.outcome, fakes[i].outcome, "its outcome is '%s'",
		       boot_outcome_words[fakes[i].outcome]);
		is_text(result.why, fakes[i].why, "it says why");
		ok(result.wall_s < 50, "it does not wait for the limit");
		ok(result.wall_s >= 0.5 || fakes[i].outcome != BOOT_HANG,
		   "nor end before it");
		boot_close(&result);
	}
}

static pid_t read_pid(const char *name)
{
	char *text = file_text(folder, "/%s", name);
	const pid_t pid = text ? atoi(text) : 0;
	free(text);
	return pid;
}

/* Whether a process, ours to wait for in the end, is gone within ten seconds. */
static bool is_gone(pid_t pid)
{
	const struct timespec pause = { .tv_nsec = 10000000 };
	for (int i = 0; i < 1000; i++) {
		waitpid(pid, NULL, WNOHANG);
		if (kill(pid, 0) != 0 && errno == ESRCH)
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}

static pid_t wait_pid(const char *name)
{
	const struct timespec pause = { .tv_nsec = 10000000 };
	pid_t pid = 0;
	for (int i = 0; i < 1000 && pid == 0; i++) {
		pid = read_pid(name);
		nanosleep(&pause, NULL);
	}
	return pid;
}

static void forget(const char *name)
{
	char path[64];
	name_file(path, sizeof(path), name);
	unlink(path);
}

static void test_interrupts(void)
{
	static _Atomic int interrupts = 1;
	struct boot_spec spec = fake_spec();
	struct boot_result result;
	struct error err = { "" };
	spec.interrupts = &interrupts;
	setenv("FAKE", "hang", 1);
	is_int(boot_run(&spec, &result, &err), -EINTR,
	       "a boot can be interrupted");
	ok(!result.lines && !result.console, "then there is no result");
	ok(is_gone(read_pid("pid")), "and no QEMU");
	interrupts = 0;
	setenv("FAKE", "child", 1);
	spec.limit_s = 1;
	is_int(boot_run(&spec, &result, &err), 0, "a boot with a child is made");
	ok(is_gone(read_pid("child")), "the whole process group is stopped");
	boot_close(&result);
}

static void test_killed(void)
{
	/* What is orphaned becomes our child, so that we see it go. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	setenv("FAKE", "hang", 1);
	forget("pid");
	fflush(NULL);
	const pid_t pid = fork();
	if (pid == 0) {
		const struct boot_spec spec = fake_spec();
		struct boot_result result;
		struct error err;
		boot_run(&spec, &result, &err);
		_exit(0);
	}
	const pid_t qemu = wait_pid("pid");
	ok(qemu > 0 && kill(qemu, 0) == 0, "a QEMU runs");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	ok(qemu > 0 && is_gone(qemu), "it is gone when pft is killed");
}

static void test_missing(void)
{
	struct boot_spec spec = fake_spec();
	struct boot_result result;
	struct error err = { "" };
	char *path = strdup(getenv("PATH"));
	setenv("PATH", "/nowhere", 1);
	is_int(boot_run(&spec, &result, &err), -ENOENT, "QEMU may be missing");
	is_text(err.text, "qemu-system-x86_64: no such program, or it does not work: install the package qemu-system-x86, or run scripts/setup lab",
		"the message has the package");
	setenv("PATH", path, 1);
	free(path);
	spec.image = "/nowhere/vmlinux";
	is_int(boot_run(&spec, &result, &err), -ENOENT, "so may the image");
	ok(strstr(err.text, "'/nowhere/vmlinux'"), "the message names it");
	spec = fake_spec();
	spec.guest = "/nowhere/guest";
	is_int(boot_run(&spec, &result, &err), -ENOENT, "so may the guest");
	ok(strstr(err.text, "'/nowhere/guest'"), "the message names it");
}

/* /dev/kvm is asked for first: without it there is nothing to try. */
static void test_probe(void)
{
	struct error why = { "" };
	time_t began;
	const char *was = getenv("PFT_DATADIR");
	char *own = was ? strdup(was) : NULL;
	setenv("PFT_DATADIR", folder, 1);
	if (access("/dev/kvm", R_OK | W_OK) != 0) {
		ok(!boot_kvm_works(image, KERNEL_X86_64, &why) &&
			   strstr(why.text, "/dev/kvm"), "without /dev/kvm kvm does not work");
		tap_skip("there is no /dev/kvm", "kvm works when the guest says hello");
	} else {
		setenv("FAKE", "hello", 1);
		ok(boot_kvm_works(image, KERNEL_X86_64, &why),
		   "kvm works when the guest says hello");
		setenv("FAKE", "exit", 1);
		ok(!boot_kvm_works(image, KERNEL_X86_64, &why),
		   "it does not where QEMU ends");
		is_text(why.text, "a trial guest ended before it said hello: qemu: no such machine",
			"it says why");
		setenv("FAKE", "hang", 1);
		began = time(NULL);
		ok(!boot_kvm_works(image, KERNEL_X86_64, &why),
		   "nor where the guest says nothing");
		is_text(why.text, "a trial guest said nothing within 4 s",
			"it says why");
		ok(time(NULL) - began >= 3, "after the time that it says");
	}
	if (own)
		setenv("PFT_DATADIR", own, 1);
	else
		unsetenv("PFT_DATADIR");
	free(own);
}

/* ---- a real one ---- */

static const struct {
	const char *mood;
	const char *engine;
	double limit_s;
	enum boot_outcome outcome;
	const char *why;
} moods[] = {
	{ "ok", "exact", 60, BOOT_OK, "" },
	{ "ok", "tcg", 60, BOOT_OK, "" },
	{ "id", "exact", 60, BOOT_LOST, "the guest is of another build: it says '0000000000000000'" },
	{ "hash", "exact", 60, BOOT_LOST, "lines are missing or changed: 1 lines" },
	{ "short", "exact", 60, BOOT_LOST, "lines are missing or changed: 1 lines" },
	{ "torn", "exact", 60, BOOT_LOST, "the guest ended before its last line, after 1 lines, the last one torn" },
	{ "silent", "exact", 60, BOOT_LOST, "the guest ended without a line" },
	{ "error", "exact", 60, BOOT_LOST, "the guest: knob /proc/sys/vm/xyz: No such file or directory" },
	{ "warn", "exact", 60, BOOT_WARNED, "the kernel warned: WARNING: CPU: 0 PID: 1 at mm/memory.c:1" },
	{ "taint", "exact", 60, BOOT_WARNED, "the kernel is tainted: 512" },
	{ "exit", "exact", 60, BOOT_PANIC, "Kernel panic - not syncing: Attempted to kill init!" },
	{ "exit", "tcg", 60, BOOT_PANIC, "Kernel panic - not syncing: Attempted to kill init!" },
	{ "hang", "exact", 5, BOOT_HANG, "no end within 5 s" },
};

static struct boot_spec real_spec(const char *mood)
{
	static char job[64];
	struct boot_spec spec = fake_spec();
	snprintf(job, sizeof(job), "mood %s\n", mood);
	spec.image = getenv("PFT_TEST_KERNEL_X86_64");
	spec.guest = actor;
	spec.job = job;
	spec.memory_bytes = 128 << 20;
	return spec;
}

static void test_moods(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(moods); i++) {
		struct boot_spec spec = real_spec(moods[i].mood);
		struct boot_result result;
		struct error err = { "" };
		spec.engine = engine_find(moods[i].engine);
		spec.limit_s = moods[i].limit_s;
		is_int(boot_run(&spec, &result, &err), 0,
		       "a guest that plays '%s' is booted on %s", moods[i].mood,
		       moods[i].engine);
		is_text(boot_outcome_words[result.outcome],
			boot_outcome_words[moods[i].outcome],
			"its outcome is '%s'",
			boot_outcome_words[moods[i].outcome]);
		ok(strncmp(result.why, moods[i].why, strlen(moods[i].why)) == 0,
		   "it says why: %s", result.why);
		is_int(result.nr_pinned,
		       spec.engine->counts_instructions ? 0 : spec.cpus,
		       "CPUs are bound where time counts");
		printf("# init %.3f s, wall %.3f s\n", result.init_s.value,
		       result.wall_s);
		boot_close(&result);
	}
}

/* The lines of one boot of the exact engine. */
static char *exact_lines(unsigned int cpus, uint64_t seed)
{
	struct boot_spec spec = real_spec("fault");
	struct boot_result result;
	struct error err = { "" };
	spec.cpus = cpus;
	spec.seed = seed;
	if (boot_run(&spec, &result, &err) != 0)
		return NULL;
	char *lines = result.outcome == BOOT_OK ? strdup(result.lines) : NULL;
	boot_close(&result);
	return lines;
}

/* Keeps a CPU busy until it is killed. */
static pid_t start_load(void)
{
	fflush(NULL);
	const pid_t pid = fork();
	if (pid == 0)
		for (volatile unsigned int i = 0;; i++)
			;
	return pid;
}

static void test_exact(unsigned int cpus, uint64_t seed)
{
	char *first = exact_lines(cpus, seed), *second = exact_lines(cpus, seed);
	const pid_t load[] = { start_load(), start_load() };
	char *third = exact_lines(cpus, seed);
	for (size_t i = 0; i < ARRAY_SIZE(load); i++) {
		kill(load[i], SIGKILL);
		waitpid(load[i], NULL, 0);
	}
	ok(first != NULL, "exact, %u CPUs, seed %u: it boots", cpus,
	   (unsigned int)seed);
	is_text(second, first, "another boot says the same to the last digit");
	is_text(third, first, "so does one while the machine is busy");
	char *other = exact_lines(cpus, seed + 1);
	ok(first && other && strcmp(first, other) != 0,
	   "one of another layout does not");
	free(first);
	free(second);
	free(third);
	free(other);
}

static void remove_files(void)
{
	static const char *const names[] = {
		"guest", "pft-guest-x86_64", "vmlinux", "qemu-system-x86_64",
		"pid", "child", "console.log", "results.jsonl",
	};
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		forget(names[i]);
	ok(rmdir(folder) == 0, "nothing else is left behind");
}

static void test_real(void)
{
	const char *kernel = getenv("PFT_TEST_KERNEL_X86_64");
	if (!kernel || !*kernel) {
		tap_skip("PFT_TEST_KERNEL_X86_64 names no kernel image",
			 "real guests boot");
		return;
	}
	if (!realpath("tests/unit/boot-actor", actor)) {
		tap_skip("no guest program was built", "real guests boot");
		return;
	}
	test_moods();
	test_exact(1, 0);
	test_exact(2, 5);
}

int main(void)
{
	char path[64], search[4096];
	if (!mkdtemp(folder))
		return 1;
	name_file(path, sizeof(path), "qemu-system-x86_64");
	name_file(image, sizeof(image), "vmlinux");
	name_file(guest, sizeof(guest), "pft-guest-x86_64");
	if (!make_file(path, fake_qemu) || !make_file(image, "image") ||
	    !make_file(guest, "guest"))
		return 1;
	const char *real_search = getenv("PATH");
	char *kept = strdup(real_search ? real_search : "/usr/bin:/bin");
	snprintf(search, sizeof(search), "%s:%s", folder, kept);
	setenv("PATH", search, 1);
	test_fakes();
	test_interrupts();
	test_killed();
	test_missing();
	test_probe();
	setenv("PATH", kept, 1);
	free(kept);
	test_real();
	remove_files();
	return tap_done();
}
