/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/boot/boot.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "lab/boot/judge.h"
#include "lab/boot/initramfs.h"
#include "lab/boot/qemu.h"

const char *const boot_outcome_words[] = { "ok", "warned", "panic", "hang",
					   "lost", NULL };

bool boot_late_cpus(const char *release)
{
	unsigned int major, minor;
	return release && sscanf(release, "%u.%u", &major, &minor) == 2 &&
	       (major < 6 || (major == 6 && minor < 5));
}

/* ---- the host meanwhile ---- */

static struct real read_load(void)
{
	char *text = file_text("", "/proc/loadavg");
	char *end = text;
	const double load = text ? strtod(text, &end) : 0;
	const struct real known = { .value = load, .known = end != text };
	free(text);
	return known;
}

/* What the hypervisor gave to others: the eighth number of the line "cpu". */
static struct count read_steal(void)
{
	char *text = file_text("", "/proc/stat");
	unsigned long long ticks;
	struct count steal = { 0 };
	if (text && sscanf(text, "cpu %*u %*u %*u %*u %*u %*u %*u %llu", &ticks) == 1)
		steal = count_of(ticks);
	free(text);
	return steal;
}

static struct count steal_since(struct count before)
{
	struct count now = read_steal();
	now.known = now.known && before.known && now.value >= before.value;
	now.value = now.known ? now.value - before.value : 0;
	return now;
}

/* ---- what a boot leaves behind ---- */

/*
 * A whole file, to the byte, but for NUL, which no line of ours has. One that is
 * not there is empty. file_text would cut newlines at the end.
 */
static char *slurp(const char *folder, const char *name)
{
	char path[PATH_MAX];
	struct stat st = { 0 };
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0 && fstat(fd, &st) != 0)
		st.st_size = 0;
	char *text = malloc((size_t)st.st_size + 1);
	size_t n = 0;
	for (ssize_t got = 1; text && fd >= 0 && got > 0;) {
		got = read(fd, text + n, (size_t)st.st_size - n);
		n += got > 0 ? (size_t)got : 0;
	}
	if (fd >= 0)
		close(fd);
	for (size_t i = 0; text && i < n; i++)
		if (text[i] == '\0')
			text[i] = '?';
	if (text)
		text[n] = '\0';
	return text;
}

static int remove_old(const char *folder, struct error *err)
{
	static const char *const names[] = { QEMU_CONSOLE, QEMU_RESULTS,
					     QEMU_INITRAMFS };
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char path[PATH_MAX];
		if (snprintf(path, sizeof(path), "%s/%s", folder, names[i]) >=
		    (int)sizeof(path))
			return error_set(err, -ENAMETOOLONG,
					 "folder '%s': name too long", folder);
		if (unlink(path) != 0 && errno != ENOENT)
			return error_set(err, -errno, "%s: %s", path,
					 strerror(errno));
	}
	return 0;
}

static void remove_initramfs(const char *folder)
{
	char path[PATH_MAX];
	snprintf(path, sizeof(path), "%s/%s", folder, QEMU_INITRAMFS);
	unlink(path);
}

/* Where lines came on the console, leave them in a file as elsewhere. */
static int keep_lines(const struct boot_spec *spec, const char *lines,
		      struct error *err)
{
	char path[PATH_MAX];
	if (qemu_has_results(spec->arch))
		return 0;
	snprintf(path, sizeof(path), "%s/%s", spec->folder, QEMU_RESULTS);
	return file_replace(path, lines, strlen(lines), err);
}

static int collect(const struct boot_spec *spec, const char *guest_id,
		   const struct qemu_end *end, struct boot_result *result,
		   struct error *err)
{
	char *console = slurp(spec->folder, QEMU_CONSOLE);
	if (qemu_has_results(spec->arch))
		result->lines = slurp(spec->folder, QEMU_RESULTS);
	else if (console)
		result->lines = boot_pick_lines(console);
	if (!console || !result->lines ||
	    asprintf(&result->console, "%s/%s", spec->folder, QEMU_CONSOLE) < 0) {
		free(console);
		result->console = NULL;
		return error_set(err, -ENOMEM, "out of memory");
	}
	struct boot_verdict verdict;
	boot_judge(&(struct boot_evidence){ .console = console,
					    .lines = result->lines,
					    .guest_id = guest_id, .end = end,
					    .limit_s = spec->limit_s,
					    .cpus = spec->cpus },
		   &verdict);
	free(console);
	result->outcome = verdict.outcome;
	memcpy(result->why, verdict.why, sizeof(result->why));
	result->init_s = verdict.init_s;
	result->wall_s = end->wall_s;
	result->nr_pinned = end->nr_pinned;
	return keep_lines(spec, result->lines, err);
}

/*
 * A guest whose lines did not fit on the disk is no lost boot of its kernel: it
 * can be booted again. Errors: -ENOSPC.
 */
static int check_disk(const struct boot_spec *spec, struct boot_result *result,
		      struct error *err)
{
	struct statvfs disk;
	if (result->outcome != BOOT_LOST || statvfs(spec->folder, &disk) != 0 ||
	    disk.f_blocks == 0 || disk.f_bavail > 0)
		return 0;
	return error_set(err, -ENOSPC, "boot in '%s': %s: expected room for what the guest says: free some, the same command goes on",
			 spec->folder, strerror(ENOSPC));
}

/* ---- the boot ---- */

static int run_failed(int rc, const struct boot_spec *spec,
		      const struct qemu_argv *argv, struct error *err)
{
	if (rc != -ENOENT)
		return rc;
	return error_set(err, rc,
			 "%s: no such program: install the package %s, as scripts/setup does",
			 argv->word[0], qemu_package(spec->arch));
}

static int run_and_collect(const struct boot_spec *spec,
			   const struct qemu_argv *argv, const char *guest_id,
			   struct boot_result *result, struct error *err)
{
	const struct qemu_run run = {
		.argv = (const char *const *)argv->word,
		.folder = spec->folder, .limit_s = spec->limit_s,
		.nr_pin = spec->engine->counts_instructions ? 0 : spec->cpus,
		.interrupts = spec->interrupts,
	};
	struct qemu_end end;
	result->host_load = read_load();
	const struct count steal = read_steal();
	const int rc = qemu_run(&run, &end, err);
	result->steal_ticks = steal_since(steal);
	if (rc != 0)
		return run_failed(rc, spec, argv, err);
	if (end.interrupted)
		return error_set(err, -EINTR, "interrupted during a boot");
	const int collected = collect(spec, guest_id, &end, result, err);
	return collected ? collected : check_disk(spec, result, err);
}

int boot_run(const struct boot_spec *spec, struct boot_result *result,
	     struct error *err)
{
	*result = (struct boot_result){ 0 };
	char image[PATH_MAX], initramfs[PATH_MAX];
	struct qemu_argv argv = { 0 };
	/* QEMU runs in another folder. */
	if (!realpath(spec->image, image))
		return error_set(err, -errno,
				 "kernel image '%s': %s: expected a file to boot",
				 spec->image, strerror(errno));
	int rc = remove_old(spec->folder, err);
	if (rc != 0)
		return rc;
	char *guest_id = boot_guest_id(spec->guest, err);
	if (!guest_id)
		return -ENOENT;
	snprintf(initramfs, sizeof(initramfs), "%s/%s", spec->folder,
		 QEMU_INITRAMFS);
	rc = initramfs_write(initramfs, spec->guest, spec->job, err);
	if (rc == 0)
		rc = qemu_argv_make(spec, image,
				    spec->engine->counts_instructions ? 0 : qemu_host_khz(),
				    &argv, err);
	if (rc == 0)
		rc = run_and_collect(spec, &argv, guest_id, result, err);
	remove_initramfs(spec->folder);
	qemu_argv_close(&argv);
	free(guest_id);
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
