/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Boots without QEMU: its command lines, the initramfs, the judge.
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/known.h"
#include "lab/boot/boot.h"
#include "lab/boot/emulator.h"
#include "lab/boot/initramfs.h"
#include "tap.h"

static char folder[] = "/tmp/pft-boot-XXXXXX";

static void test_words(void)
{
	for (size_t i = 0; i < nr_engines; i++) {
		struct boot_argv argv;
		const struct boot_spec spec = { .engine = &engines[i], .image = "/k",
						.cpus = 1, .nodes = 1 };
		is_int(boot_argv_make(&spec, 0, &argv, NULL) == 0,
		       engines[i].is_guest,
		       "QEMU boots guests of '%s', or it has none", engines[i].word);
		boot_argv_close(&argv);
	}
	is_text(boot_outcome_words[BOOT_OK], "ok", "outcomes have words");
	is_text(boot_outcome_words[BOOT_LOST], "lost", "to the last");
	ok(!boot_outcome_words[BOOT_LOST + 1], "no more than there are");
}

/* ---- the command ---- */

#define X86_START " -name pft,debug-threads=on -nodefaults -no-user-config "
#define X86_DEVICES " -display none -no-reboot -serial file:console.log " \
	"-serial file:results.jsonl -kernel /k -initrd initramfs.cpio -append "
#define ARM_DEVICES " -display none -no-reboot -serial file:console.log " \
	"-kernel /k -initrd initramfs.cpio -append "
#define X86_WORDS "console=ttyS0 loglevel=5 panic=-1 reboot=t pft.out=/dev/ttyS1"
#define ARM_WORDS "console=ttyAMA0 loglevel=5 panic=-1 mitigations=off pft.out=/dev/ttyAMA0"
#define EXACT "-accel tcg,thread=single -icount shift=0,sleep=off -rtc base=2020-01-01,clock=vm -seed "
#define EXACT_WORDS " tsc_early_khz=1000000 tsc=reliable noapictimer no_timer_check cpu_init_udelay=0"

static void test_commands(void)
{
	const struct {
		const char *name;
		struct boot_spec spec;
		const char *argv;
	} commands[] = {
		{ "exact, x86_64",
		  { .engine = engine_find("exact"), .arch = KERNEL_X86_64, .cpus = 1,
		    .nodes = 1, .memory_bytes = 512 << 20 },
		  "qemu-system-x86_64" X86_START "-M pc,acpi=off " EXACT
		  "1 -cpu max,-erms -m 512 -smp 1,sockets=1,cores=1,threads=1" X86_DEVICES
		  X86_WORDS " norandmaps" EXACT_WORDS },
		{ "exact, i386, a layout of its own, words of the user's",
		  { .engine = engine_find("exact"), .arch = KERNEL_I386, .cpus = 2, .nodes = 1,
		    .memory_bytes = (256 << 20) - 1, .seed = 7, .append = "a=b c" },
		  "qemu-system-i386" X86_START "-M pc,acpi=off " EXACT
		  "7 -cpu max,-erms,family=15,model=107,stepping=1 -m 256 -smp 2,sockets=2,cores=1,threads=1" X86_DEVICES
		  X86_WORDS EXACT_WORDS " a=b c" },
		{ "exact, i386, a kernel that cannot start the second CPU there",
		  { .engine = engine_find("exact"), .arch = KERNEL_I386, .cpus = 2, .nodes = 1,
		    .memory_bytes = 256 << 20, .release = "6.1.0" },
		  "qemu-system-i386" X86_START "-M pc,acpi=off " EXACT
		  "1 -cpu max,-erms,family=15,model=107,stepping=1 -m 256 -smp 2,sockets=2,cores=1,threads=1" X86_DEVICES
		  X86_WORDS " norandmaps" EXACT_WORDS " maxcpus=1" },
		{ "exact, arm64, 8 CPUs in 4 nodes",
		  { .engine = engine_find("exact"), .arch = KERNEL_ARM64, .cpus = 8, .nodes = 4,
		    .memory_bytes = UINT64_C(1026) << 20 },
		  "qemu-system-aarch64" X86_START "-M virt,gic-version=3 " EXACT
		  "1 -cpu max -m 1026 -smp 8"
		  " -object memory-backend-ram,id=ram0,size=256M -numa node,nodeid=0,memdev=ram0,cpus=0-1"
		  " -object memory-backend-ram,id=ram1,size=256M -numa node,nodeid=1,memdev=ram1,cpus=2-3"
		  " -object memory-backend-ram,id=ram2,size=256M -numa node,nodeid=2,memdev=ram2,cpus=4-5"
		  " -object memory-backend-ram,id=ram3,size=258M -numa node,nodeid=3,memdev=ram3,cpus=6-7"
		  ARM_DEVICES ARM_WORDS " norandmaps" },
		{ "tcg, x86_64, 2 nodes",
		  { .engine = engine_find("tcg"), .arch = KERNEL_X86_64, .cpus = 2, .nodes = 2,
		    .memory_bytes = 512 << 20, .append = "" },
		  "qemu-system-x86_64" X86_START "-M pc,acpi=off,memory-backend=ram"
		  " -object memory-backend-ram,id=ram,size=512M,prealloc=on"
		  " -accel tcg,thread=multi -cpu max,-erms -m 512"
		  " -smp 2,sockets=2,cores=1,threads=1" X86_DEVICES
		  X86_WORDS " tsc_early_khz=2500000 tsc=reliable numa=fake=2" },
		{ "tcg, arm64, fewer CPUs than nodes",
		  { .engine = engine_find("tcg"), .arch = KERNEL_ARM64, .cpus = 1, .nodes = 2,
		    .memory_bytes = 512 << 20 },
		  "qemu-system-aarch64" X86_START "-M virt,gic-version=3"
		  " -accel tcg,thread=multi -cpu max -m 512 -smp 1"
		  " -object memory-backend-ram,id=ram0,size=256M,prealloc=on -numa node,nodeid=0,memdev=ram0"
		  " -object memory-backend-ram,id=ram1,size=256M,prealloc=on -numa node,nodeid=1,memdev=ram1,cpus=0-0"
		  ARM_DEVICES ARM_WORDS },
		{ "kvm, x86_64",
		  { .engine = engine_find("kvm"), .arch = KERNEL_X86_64, .cpus = 1, .nodes = 1,
		    .memory_bytes = 512 << 20 },
		  "qemu-system-x86_64" X86_START "-M pc,acpi=off,memory-backend=ram"
		  " -object memory-backend-ram,id=ram,size=512M,prealloc=on"
		  " -accel kvm -cpu host,migratable=off -m 512"
		  " -smp 1,sockets=1,cores=1,threads=1" X86_DEVICES
		  X86_WORDS " tsc_early_khz=2500000 tsc=reliable" },
		{ "kvm, arm64",
		  { .engine = engine_find("kvm"), .arch = KERNEL_ARM64, .cpus = 2, .nodes = 1,
		    .memory_bytes = 512 << 20 },
		  "qemu-system-aarch64" X86_START "-M virt,gic-version=host,memory-backend=ram"
		  " -object memory-backend-ram,id=ram,size=512M,prealloc=on"
		  " -accel kvm -cpu host,migratable=off -m 512 -smp 2"
		  ARM_DEVICES ARM_WORDS },
	};
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		struct error err = { "" };
		struct boot_argv argv;
		char text[4096] = "";
		struct boot_spec spec = commands[i].spec;
		spec.image = "/k";
		is_int(boot_argv_make(&spec, 2500000, &argv, &err), 0, "%s: there is a command",
		       commands[i].name);
		size_t n = 0;
		for (size_t w = 0; w < argv.n; w++)
			n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s",
					      w ? " " : "", argv.word[w]);
		is_text(text, commands[i].argv, "%s: it is the right one",
			commands[i].name);
		ok(!argv.word[argv.n], "%s: it ends", commands[i].name);
		boot_argv_close(&argv);
	}
}

/* Before Linux 6.5, on the exact engine. */
static void test_late_cpus(void)
{
	static const struct { const char *release; bool late; } cases[] = {
		{ "6.1.192", true }, { "6.4.0", true }, { "5.10", true },
		{ "6.5.0", false }, { "6.12.117", false }, { "7.0", false },
		{ NULL, false }, { "mine", false },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct boot_argv argv;
		struct error err = { "" };
		boot_argv_make(&(struct boot_spec){
				       .engine = engine_find("exact"), .image = "/k",
				       .release = cases[i].release, .cpus = 2,
				       .nodes = 1, .memory_bytes = 512 << 20 },
			       0, &argv, &err);
		is_int(strstr(argv.word[argv.n - 1], "maxcpus=1") != NULL,
		       cases[i].late, "kernel %s leaves its other CPUs to us, or not",
		       cases[i].release ? cases[i].release : "of no release");
		boot_argv_close(&argv);
	}
}

static void test_bad_commands(void)
{
	const struct {
		struct boot_spec spec;
		const char *message;
	} cases[] = {
		{ { .engine = engine_find("native"), .cpus = 1, .nodes = 1 },
		  "engine native: nothing is booted: expected one of guests" },
		{ { .engine = engine_find("exact"), .cpus = 0, .nodes = 1 },
		  "a guest of 0 CPUs and 1 nodes: expected at least 1 of each" },
		{ { .engine = engine_find("exact"), .cpus = 1, .nodes = 2,
		    .arch = KERNEL_I386 },
		  "2 nodes on i386: its kernels know one: expected 1" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct error err = { "" };
		struct boot_argv argv;
		is_int(boot_argv_make(&cases[i].spec, 0, &argv, &err),
		       -EINVAL, "bad spec %zu is refused", i);
		is_text(err.text, cases[i].message, "it says why");
		boot_argv_close(&argv);
	}
}

/* ---- the initramfs ---- */

static void name_file(char *path, size_t n, const char *name)
{
	snprintf(path, n, "%s/%s", folder, name);
}

/* "name type mode size" of each member, one a line. */
static void list_members(const char *path, char *text, size_t size, char *job,
			 size_t job_size)
{
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;
	size_t n = 0;
	text[0] = job[0] = '\0';
	archive_read_support_format_cpio(archive);
	archive_read_open_filename(archive, path, 4096);
	while (archive_read_next_header(archive, &entry) == ARCHIVE_OK) {
		n += (size_t)snprintf(text + n, size - n, "%s %s %" PRId64
				      " %" PRId64 " %u:%u\n",
				      archive_entry_pathname(entry),
				      archive_entry_strmode(entry),
				      (int64_t)archive_entry_size(entry),
				      (int64_t)archive_entry_mtime(entry),
				      (unsigned int)archive_entry_rdevmajor(entry),
				      (unsigned int)archive_entry_rdevminor(entry));
		if (strcmp(archive_entry_pathname(entry), "job") == 0 &&
		    archive_read_data(archive, job, job_size) < 0)
			job[0] = '\0';
	}
	archive_read_free(archive);
}

static uint64_t contents_hash(const char *path)
{
	struct error err;
	char *id = boot_guest_id(path, &err);
	const uint64_t hash = id ? strtoull(id, NULL, 16) : 0;
	free(id);
	return hash;
}

static void test_version(void)
{
	char *version = boot_emulator_version(KERNEL_X86_64);
	if (!version)
		tap_skip("QEMU does not run here",
			 "QEMU says which version it is");
	else
		ok(strstr(version, "version ") && !strchr(version, '\n'),
		   "QEMU says which version it is, in a line: %s", version);
	free(version);
}

static void test_initramfs(void)
{
	struct error err = { "" };
	char guest[64], one[64], two[64], text[1024];
	static char job[4 * INITRAMFS_JOB_BYTES];
	name_file(guest, sizeof(guest), "guest");
	name_file(one, sizeof(one), "one.cpio");
	name_file(two, sizeof(two), "two.cpio");
	file_replace(guest, "\177ELF guest", 10, &err);
	is_int(initramfs_write(one, guest, "job 1\nend\n", &err), 0,
	       "an initramfs is written");
	list_members(one, text, sizeof(text), job, sizeof(job));
	is_text(text, "dev drwxr-xr-x  0 0 0:0\n"
		"dev/console crw-------  0 0 5:1\n"
		"proc drwxr-xr-x  0 0 0:0\n"
		"sys drwxr-xr-x  0 0 0:0\n"
		"tmp drwxrwxrwt  0 0 0:0\n"
		"init -rwxr-xr-x  10 0 0:0\n"
		"job -rw-r--r--  16384 0 0:0\n",
		"it has our program, the job, a console and places to mount");
	ok(strncmp(job, "job 1\nend\n\n\n", 12) == 0 &&
		   strspn(job + 9, "\n") == INITRAMFS_JOB_BYTES - 9,
	   "the job is padded with newlines");
	const uint64_t first = contents_hash(one);
	/* A guest that was written again is another inode of another time. */
	file_replace(guest, "\177ELF guest", 10, &err);
	sleep(1);
	is_int(initramfs_write(two, guest, "job 1\nend\n", &err), 0,
	       "another one of the same is written");
	ok(contents_hash(two) == first, "it is the same to the last byte");
	initramfs_write(two, guest, "job 1\nknob a 1\nend\n", &err);
	ok(contents_hash(two) != first, "one with another job is another one");
	list_members(two, text, sizeof(text), job, sizeof(job));
	ok(strstr(text, "job -rw-r--r--  16384 "), "its job is as long");
	is_int(initramfs_write(two, "/nowhere/guest", "", &err), -ENOENT,
	       "without a guest there is none");
	is_text(err.text, "guest program '/nowhere/guest': No such file or directory",
		"the message names the guest");
	ok(initramfs_write("/nowhere/x.cpio", guest, "", &err) != 0 &&
		   strstr(err.text, "/nowhere/x.cpio"),
	   "a place that cannot be written to is named");
}

/* ---- guest programs ---- */

static void test_guest(void)
{
	struct error err = { "" };
	char path[64];
	const char *was = getenv("PFT_DATADIR");
	char *own = was ? strdup(was) : NULL;
	setenv("PFT_DATADIR", folder, 1);
	ok(!boot_guest_path(KERNEL_ARM64, &err), "a guest program may be missing");
	ok(strstr(err.text, "'pft-guest-arm64': expected one that was built") &&
		   strstr(err.text, "gcc-aarch64-linux-gnu"),
	   "the message names it and the compiler's package");
	name_file(path, sizeof(path), "pft-guest-arm64");
	file_replace(path, "guest", 5, &err);
	char *found = boot_guest_path(KERNEL_ARM64, &err);
	is_text(found, path, "PFT_DATADIR says where to look");
	char *id = found ? boot_guest_id(found, &err) : NULL;
	char expected[17];
	snprintf(expected, sizeof(expected), "%016" PRIx64,
		 hash_bytes(HASH_START, "guest", 5));
	is_text(id, expected, "its id is the hash of its bytes");
	free(id);
	free(found);
	char *search = getenv("PATH") ? strdup(getenv("PATH")) : NULL;
	setenv("PATH", folder, 1);
	is_int(boot_check(KERNEL_ARM64, &err), -ENOENT, "a guest program without QEMU boots nothing");
	ok(strstr(err.text, "qemu-system-aarch64: no such program") &&
		   strstr(err.text, "package qemu-system-arm, or run scripts/setup lab"),
	   "the message names QEMU and its package");
	char qemu[64];
	name_file(qemu, sizeof(qemu), "qemu-system-aarch64");
	file_replace(qemu, "#!/bin/sh\necho QEMU\n", 20, &err);
	chmod(qemu, 0755);
	is_int(boot_check(KERNEL_ARM64, &err), 0, "with both a guest can be booted");
	unlink(qemu);
	unlink(path);
	is_int(boot_check(KERNEL_ARM64, &err), -ENOENT, "without a guest program none can");
	if (search)
		setenv("PATH", search, 1);
	free(search);
	if (own)
		setenv("PFT_DATADIR", own, 1);
	else
		unsetenv("PFT_DATADIR");
	free(own);
	ok(!boot_guest_id(folder, &err), "a folder is no guest program");
}

/* ---- the judge ---- */

#define ID "0123456789abcdef"
#define HELLO "{\"type\":\"hello\",\"schema\":\"pft/1\",\"guest_id\":\"" ID \
	"\",\"init_s\":0.33}\n"
#define SAMPLE "{\"type\":\"sample\",\"schema\":\"pft/1\",\"ok\":true}\n"

/* Lines with a last one that fits them; more goes into it. */
static const char *with_done(const char *lines, const char *more)
{
	static char text[4096];
	uint64_t nr = 0;
	for (const char *c = lines; *c; c++)
		nr += *c == '\n';
	snprintf(text, sizeof(text),
		 "%s{\"type\":\"done\",\"schema\":\"pft/1\",\"lines\":%" PRIu64
		 ",\"bytes\":%zu,\"hash\":\"%016" PRIx64 "\"%s}\n",
		 lines, nr, strlen(lines),
		 hash_bytes(HASH_START, lines, strlen(lines)), more);
	return text;
}

static const struct {
	const char *name, *console, *lines;
	const char *done;	/* not NULL: a last line is added, with that in it */
	struct qemu_end end;
	enum boot_outcome outcome;
	const char *why;
} boots[] = {
	{ "a good boot", "reboot: Restarting system\r\n", HELLO SAMPLE, "",
	  { 0 }, BOOT_OK, "" },
	{ "a good boot without samples", "", HELLO, ",\"tainted\":0,\"warnings\":[]",
	  { 0 }, BOOT_OK, "" },
	{ "a taint that is no fault, of a module from elsewhere", "", HELLO,
	  ",\"tainted\":4096", { 0 }, BOOT_OK, "" },
	{ "a guest of another build", "",
	  "{\"type\":\"hello\",\"schema\":\"pft/1\",\"guest_id\":\"00\"}\n", "",
	  { 0 }, BOOT_LOST,
	  "the guest is of another build: it says '00', expected " ID },
	{ "a hello of another schema", "",
	  "{\"type\":\"hello\",\"schema\":\"pft/2\",\"guest_id\":\"" ID "\"}\n", "",
	  { 0 }, BOOT_LOST, "the guest's hello cannot be read" },
	{ "a kernel that knows fewer CPUs", "",
	  "{\"type\":\"hello\",\"schema\":\"pft/1\",\"guest_id\":\"" ID "\",\"cpus\":4}\n",
	  "", { 0 }, BOOT_LOST,
	  "the guest runs 4 of its 8 CPUs: expected --cpus 4, or a kernel with a larger CONFIG_NR_CPUS" },
	{ "no line at all",
	  "[    0.300000] VFS: Cannot open root\r\n[    0.4] reboot: x\r\n", "",
	  NULL, { 0 }, BOOT_LOST,
	  "the guest ended without a line; last on the console: VFS: Cannot open root" },
	{ "lines that begin in the middle", "", SAMPLE, "", { 0 }, BOOT_LOST,
	  "the guest's first line is not hello; last on the console: nothing" },
	{ "no last line", "Killed\n", HELLO SAMPLE, NULL, { 0 }, BOOT_LOST,
	  "the guest ended before its last line, after 2 lines; last on the console: Killed" },
	{ "a torn line", "", HELLO "{\"type\":\"sam", NULL, { 0 }, BOOT_LOST,
	  "the guest ended before its last line, after 1 lines, the last one torn; last on the console: nothing" },
	{ "a line lost on the way", "",
	  HELLO "{\"type\":\"done\",\"schema\":\"pft/1\",\"lines\":2,\"bytes\":9,\"hash\":\"x\"}\n",
	  NULL, { 0 }, BOOT_LOST,
	  "lines are missing or changed: 1 lines of 78 bytes came, hash 94689d51bc1ce566, the guest sent 2 of 9, hash x" },
	{ "a knob that could not be set", "",
	  HELLO "{\"type\":\"error\",\"schema\":\"pft/1\",\"text\":\"knob /x: No such file\"}\n",
	  "", { 0 }, BOOT_LOST, "the guest: knob /x: No such file" },
	{ "a panic",
	  "[    1.0] Kernel panic - not syncing: Attempted to kill init!\r\n",
	  HELLO, NULL, { 0 }, BOOT_PANIC,
	  "Kernel panic - not syncing: Attempted to kill init!" },
	{ "a panic with its cause",
	  "BUG: kernel NULL pointer dereference, address: 0\nOops: 0002\n"
	  "Kernel panic - not syncing: Fatal exception\n", "", NULL,
	  { .panicked = true, .status = SIGKILL }, BOOT_PANIC,
	  "BUG: kernel NULL pointer dereference, address: 0; Kernel panic - not syncing: Fatal exception" },
	{ "a panic that did not restart", "Kernel panic - not syncing: x\n", HELLO,
	  NULL, { .over_limit = true, .status = SIGKILL }, BOOT_PANIC,
	  "Kernel panic - not syncing: x" },
	{ "a hang", "one\n[    3.000000] two\n", HELLO, NULL,
	  { .over_limit = true, .status = SIGKILL }, BOOT_HANG,
	  "no end within 30 s; on the console: two" },
	{ "a hang that the kernel speaks of",
	  "[    9.1] BUG: soft lockup - CPU#0 stuck for 22s!\nModules linked in:\n",
	  HELLO, NULL, { .over_limit = true, .status = SIGKILL }, BOOT_HANG,
	  "no end within 30 s; on the console: BUG: soft lockup - CPU#0 stuck for 22s!" },
	{ "a guest that ended but did not switch off", "", HELLO, "",
	  { .over_limit = true, .status = SIGKILL }, BOOT_HANG,
	  "no end within 30 s; on the console: nothing" },
	{ "a QEMU that refuses", "", "", NULL,
	  { .status = 1 << 8, .said = "qemu: no such CPU" }, BOOT_LOST,
	  "QEMU ended with status 1: qemu: no such CPU" },
	{ "a QEMU that aborts", "", HELLO, "",
	  { .status = SIGABRT, .said = "Assertion" }, BOOT_LOST,
	  "QEMU ended by signal 6 (Aborted): Assertion" },
	{ "a console without end", "a\na\n", HELLO, NULL, { .status = SIGXFSZ },
	  BOOT_LOST, "the guest wrote without end; last on the console: a" },
	{ "a warning on the console",
	  "[ 1.0] ------------[ cut here ]------------\n[ 1.0] WARNING: CPU: 1 PID: 1 at mm/memory.c:9 f+0x1\n",
	  HELLO, ",\"tainted\":512", { 0 }, BOOT_WARNED,
	  "the kernel warned: WARNING: CPU: 1 PID: 1 at mm/memory.c:9 f+0x1" },
	{ "lockdep", "WARNING: possible recursive locking detected\n", HELLO, "",
	  { 0 }, BOOT_WARNED,
	  "the kernel warned: WARNING: possible recursive locking detected" },
	{ "a warning that the guest saw", "", HELLO,
	  ",\"warnings\":[\"WARNING: at f\",\"b\"],\"tainted\":512", { 0 },
	  BOOT_WARNED, "the kernel warned: WARNING: at f" },
	{ "a taint alone", "", HELLO, ",\"tainted\":512", { 0 }, BOOT_WARNED,
	  "the kernel is tainted: 512" },
	{ "escapes on the console", "BUG: \033[2J\001\xff\n", HELLO, "", { 0 },
	  BOOT_WARNED, "the kernel warned: BUG: ?[2J?\\xff" },
	{ "a warning's word in a line of the guest's own",
	  "{\"type\":\"note\",\"text\":\"WARNING: x\"}\r\n", HELLO, "", { 0 }, BOOT_OK, "" },
};

static void test_judge(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(boots); i++) {
		const struct boot_evidence evidence = {
			.console = boots[i].console,
			.guest_id = ID, .end = &boots[i].end, .limit_s = 30,
			.cpus = 8,
		};
		struct boot_result verdict = {
			.lines = strdup(boots[i].done ?
				with_done(boots[i].lines, boots[i].done) :
				boots[i].lines),
		};
		boot_judge(&evidence, &verdict);
		is_text(boot_outcome_words[verdict.outcome],
			boot_outcome_words[boots[i].outcome], "%s is '%s'",
			boots[i].name, boot_outcome_words[boots[i].outcome]);
		is_text(verdict.why, boots[i].why, "%s: it says why",
			boots[i].name);
		const bool hello = strstr(verdict.lines, "init_s") != NULL;
		is_near(verdict.init_s.value, hello ? 0.33 : 0, 0,
			"%s: the time to init is what hello says", boots[i].name);
		ok(verdict.init_s.known == hello, "%s: or unknown",
		   boots[i].name);
		boot_close(&verdict);
	}
}

/* Every way to cut a boot's lines short must be noticed. */
static void test_cut(void)
{
	const struct qemu_end end = { 0 };
	char *whole = strdup(with_done(HELLO SAMPLE SAMPLE, ""));
	size_t nr_ok = 0;
	for (size_t n = 0; n < strlen(whole); n++) {
		char *cut = strndup(whole, n);
		struct boot_result verdict = { .lines = cut };
		boot_judge(&(struct boot_evidence){ "", ID, &end, 30, 0 },
			   &verdict);
		nr_ok += verdict.outcome != BOOT_LOST;
		free(cut);
	}
	is_int(nr_ok, 0, "lines that end early are lost, wherever they end");
	nr_ok = 0;
	for (size_t n = 0; n < sizeof(HELLO SAMPLE SAMPLE) - 1; n++) {
		struct boot_result verdict = { .lines = whole };
		whole[n] ^= 1;
		boot_judge(&(struct boot_evidence){ "", ID, &end, 30, 0 },
			   &verdict);
		nr_ok += verdict.outcome != BOOT_LOST;
		whole[n] ^= 1;
	}
	is_int(nr_ok, 0, "a bit that changed is noticed, wherever it is");
	free(whole);
}

static void test_pick(void)
{
	char *lines = boot_pick_lines(
		"[    0.1] Booting\r\n" "{\"type\":\"hello\"}\r\n"
		"x {\"type\":\"no\"}\n" "{\"type\":\"a\"}\n\n{\"type\":\"torn");
	is_text(lines, "{\"type\":\"hello\"}\n{\"type\":\"a\"}\n{\"type\":\"torn",
		"our lines are picked from among the console's");
	free(lines);
	lines = boot_pick_lines("");
	is_text(lines, "", "an empty console has none");
	free(lines);
}

static void remove_files(void)
{
	static const char *const names[] = { "guest", "one.cpio", "two.cpio" };
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char path[64];
		name_file(path, sizeof(path), names[i]);
		unlink(path);
	}
	rmdir(folder);
}

int main(void)
{
	if (!mkdtemp(folder))
		return 1;
	test_words();
	test_commands();
	test_late_cpus();
	test_bad_commands();
	test_version();
	test_initramfs();
	test_guest();
	test_judge();
	test_cut();
	test_pick();
	remove_files();
	return tap_done();
}
