/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/boot/boot.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/text.h"
#include "lab/boot/initramfs.h"
#include "lab/kernel/folder.h"
#include "machine/clock.h"
#include "machine/counters.h"

/* ---- the host meanwhile ---- */

static struct real read_load(void)
{
	AUTO_FREE char *text = file_text("", "/proc/loadavg");
	char *end = text;
	const double load = text ? strtod(text, &end) : 0;
	return (struct real){ .value = load, .known = end != text };
}

static struct count steal_since(struct count before)
{
	struct count now = system_steal_ticks();
	now.known = now.known && before.known && now.value >= before.value;
	now.value = now.known ? now.value - before.value : 0;
	return now;
}

/* ---- QEMU ---- */

static char *path_in(const struct boot_spec *spec, const char *name)
{
	return text_format("%s/%s", spec->folder, name);
}

static int remove_old(const struct boot_spec *spec, struct error *err)
{
	static const char *const names[] = { QEMU_CONSOLE, QEMU_RESULTS,
					     QEMU_INITRAMFS };
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < ARRAY_SIZE(names); i++) {
		AUTO_FREE char *path = path_in(spec, names[i]);
		rc = kernel_folder_remove(path, err);
	}
	return rc;
}

/*
 * Of the host's time stamp counter; 0: it has none, or the guest has its own.
 * Takes 20 ms the first time.
 */
static uint64_t host_khz(const struct boot_spec *spec)
{
#if defined(__x86_64__) || defined(__i386__)
	if (!spec->engine->counts_instructions)
		return (uint64_t)llround(1e6 / clock_stamp_unit_ns());
#endif
	(void)spec;
	return 0;
}

static int no_program(enum kernel_arch arch, struct error *err)
{
	const struct boot_emulator *emulator = boot_emulator(arch);
	return error_set(err, -ENOENT, "%s: no such program, or it does not work: install the package %s, or run scripts/setup lab",
			 emulator->program, emulator->package);
}

int boot_check(enum kernel_arch arch, struct error *err)
{
	AUTO_FREE char *guest = boot_guest_path(arch, err);
	if (!guest)
		return -ENOENT;
	AUTO_FREE char *version = boot_emulator_version(arch);
	return version ? 0 : no_program(arch, err);
}

static int run_qemu(const struct boot_spec *spec, struct qemu_end *end,
		    struct error *err)
{
	struct boot_argv argv;
	int rc = boot_argv_make(spec, host_khz(spec), &argv, err);
	if (rc != 0)
		return rc;
	rc = qemu_run(spec, &argv, end, err);
	boot_argv_close(&argv);
	return rc != -ENOENT ? rc : no_program(spec->arch, err);
}

/* Run QEMU for a boot, without collecting anything. An interrupt is no error. */
static int boot_qemu(const struct boot_spec *spec, struct qemu_end *end,
		     struct error *err)
{
	struct boot_spec own = *spec;
	AUTO_FREE char *initramfs = path_in(spec, QEMU_INITRAMFS);
	/* QEMU runs in another folder. */
	AUTO_FREE char *image = realpath(spec->image, NULL);
	if (!image)
		return error_set(err, -errno,
				 "kernel image '%s': %m: expected a file to boot",
				 spec->image);
	own.image = image;
	const int rc = remove_old(spec, err) ?:
		       initramfs_write(initramfs, spec->guest, spec->job, err) ?:
		       run_qemu(&own, end, err);
	unlink(initramfs);
	return rc;
}

/* ---- what a boot leaves behind ---- */

/* A whole file, to the byte, but NUL is '?'; one that is not there is "". */
static char *read_file(const struct boot_spec *spec, const char *name)
{
	size_t n;
	AUTO_FREE char *path = path_in(spec, name);
	char *text = file_bytes(path, &n);
	for (size_t i = 0; text && i < n; i++)
		if (text[i] == '\0')
			text[i] = '?';
	return text ? text : text_format("%s", "");
}

static void judge(const struct boot_spec *spec, const struct qemu_end *end,
		  const char *guest_id, struct boot_result *result)
{
	AUTO_FREE char *console = read_file(spec, QEMU_CONSOLE);
	result->console = path_in(spec, QEMU_CONSOLE);
	result->lines = boot_emulator(spec->arch)->has_results ?
		read_file(spec, QEMU_RESULTS) : boot_pick_lines(console);
	boot_judge(&(struct boot_evidence){ .console = console,
					    .guest_id = guest_id, .end = end,
					    .limit_s = spec->limit_s,
					    .cpus = spec->cpus },
		   result);
	result->wall_s = end->wall_s;
	result->nr_pinned = end->nr_pinned;
}

/* Guests without a line for their results leave them in a file too. */
static int keep_lines(const struct boot_spec *spec, const char *lines,
		      struct error *err)
{
	AUTO_FREE char *path = path_in(spec, QEMU_RESULTS);
	return boot_emulator(spec->arch)->has_results ? 0 :
		file_replace(path, lines, strlen(lines), err);
}

/*
 * If the disk is full, the guest's lines are missing, but its kernel is not to
 * blame: this is an error and no lost boot. Errors: -ENOSPC.
 */
static int check_disk(const struct boot_spec *spec,
		      const struct boot_result *result, struct error *err)
{
	struct statvfs disk;
	if (result->outcome != BOOT_LOST || statvfs(spec->folder, &disk) != 0 ||
	    disk.f_blocks == 0 || disk.f_bavail > 0)
		return 0;
	return error_set(err, -ENOSPC, "boot in '%s': %s: expected room for the guest's results: free some, then run the same command again",
			 spec->folder, strerror(ENOSPC));
}

static int boot(const struct boot_spec *spec, struct boot_result *result,
		struct error *err)
{
	struct qemu_end end;
	AUTO_FREE char *guest_id = boot_guest_id(spec->guest, err);
	if (!guest_id)
		return -ENOENT;
	result->host_load = read_load();
	const struct count steal = system_steal_ticks();
	const int rc = boot_qemu(spec, &end, err);
	if (rc != 0)
		return rc;
	result->steal_ticks = steal_since(steal);
	if (end.interrupted)
		return error_set(err, -EINTR, "interrupted during a boot");
	judge(spec, &end, guest_id, result);
	return keep_lines(spec, result->lines, err) ?:
	       check_disk(spec, result, err);
}

int boot_run(const struct boot_spec *spec, struct boot_result *result,
	     struct error *err)
{
	*result = (struct boot_result){ 0 };
	const int rc = boot(spec, result, err);
	if (rc != 0)
		boot_close(result);
	return rc;
}

void boot_close(struct boot_result *result)
{
	free(result->lines);
	free(result->console);
	*result = (struct boot_result){ 0 };
}

/* ---- whether kvm works ---- */

/* Guests that work say hello within half a second. */
#define TRIAL_LIMIT_S 4.0
#define TRIAL_BYTES (UINT64_C(256) << 20)

/* A job that measures nothing. */
static const char trial_job[] = "job 1\nseed 1\nengine kvm\nreps 0\nwarmup 0\n"
				"limit 0\nnop 0\nend\n";

static void explain(const struct qemu_end *end, struct error *why)
{
	if (end->over_limit)
		error_set(why, 0, "a trial guest said nothing within %g s",
			  TRIAL_LIMIT_S);
	else if (end->panicked)
		error_set(why, 0, "a trial guest's kernel panicked");
	else
		error_set(why, 0, "a trial guest ended before it said hello: %s",
			  *end->said ? end->said : "QEMU said nothing");
}

static bool try_in(const char *folder, const char *image, enum kernel_arch arch,
		   struct error *why)
{
	AUTO_FREE char *guest = boot_guest_path(arch, why);
	const struct boot_spec spec = {
		.engine = engine_find("kvm"), .arch = arch, .image = image,
		.guest = guest, .job = trial_job, .cpus = 1, .nodes = 1,
		.memory_bytes = TRIAL_BYTES, .limit_s = TRIAL_LIMIT_S,
		.folder = folder, .until_hello = true,
	};
	struct qemu_end end = { 0 };
	if (!guest || boot_qemu(&spec, &end, why) != 0)
		return false;
	if (!end.said_hello)
		explain(&end, why);
	return end.said_hello;
}

bool boot_kvm_works(const char *image, enum kernel_arch arch,
		    struct error *why)
{
	char folder[] = "/tmp/pft-kvm-XXXXXX";
	AUTO_CLOSE const int fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		error_set(why, 0, "/dev/kvm: %m");
		return false;
	}
	if (!mkdtemp(folder)) {
		error_set(why, 0, "folder '%s': %m", folder);
		return false;
	}
	const bool works = try_in(folder, image, arch, why);
	kernel_folder_remove(folder, NULL);
	return works;
}
