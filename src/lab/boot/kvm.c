/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether kvm works: a /dev/kvm that exists says little. Some machines end
 * QEMU at once, on others a guest hangs after its firmware; so a guest is
 * started, and must say hello.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lab/boot/boot.h"
#include "lab/boot/initramfs.h"
#include "lab/boot/qemu.h"
#include "machine/clock.h"

/* Guests that work say hello within half a second. */
#define TRIAL_LIMIT_S 4.0
#define TRIAL_BYTES (UINT64_C(256) << 20)

/* A job that measures nothing. */
static const char trial_job[] = "job 1\nseed 1\nengine kvm\nreps 0\nwarmup 0\n"
				"limit 0\nnop 0\nend\n";

/*
 * By the image's first bytes: an ELF file names its machine, an arm64 Image has
 * a mark. Anything else is taken for a bzImage, most likely of 64 bits.
 * Source: Documentation/arch/arm64/booting.rst.
 */
static enum kernel_arch image_arch(const char *image)
{
	enum { MACHINE = 18, EM_386_LOW = 3, MARK = 56 };
	unsigned char head[64] = { 0 };
	const int fd = open(image, O_RDONLY | O_CLOEXEC);
	const ssize_t n = fd < 0 ? 0 : read(fd, head, sizeof(head));
	if (fd >= 0)
		close(fd);
	if (n == sizeof(head) && memcmp(head + MARK, "ARM\x64", 4) == 0)
		return KERNEL_ARM64;
	if (n == sizeof(head) && memcmp(head, "\177ELF", 4) == 0 &&
	    head[MACHINE] == EM_386_LOW)
		return KERNEL_I386;
	return KERNEL_X86_64;
}

static bool device_opens(char *why, size_t n)
{
	const int fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		snprintf(why, n, "/dev/kvm: %s", strerror(errno));
		return false;
	}
	close(fd);
	return true;
}

static void explain(const struct qemu_end *end, char *why, size_t n)
{
	if (end->over_limit)
		snprintf(why, n, "a trial guest said nothing within %g s",
			 TRIAL_LIMIT_S);
	else if (end->panicked)
		snprintf(why, n, "a trial guest's kernel panicked");
	else
		snprintf(why, n, "a trial guest ended before it said hello: %s",
			 *end->said ? end->said : "QEMU said nothing");
}

/* Start the guest in folder, until it says hello. */
static bool try_guest(const struct boot_spec *spec, const char *image,
		      char *why, size_t n)
{
	struct error err = { "" };
	struct qemu_argv argv = { 0 };
	struct qemu_end end = { 0 };
	char initramfs[PATH_MAX];
	snprintf(initramfs, sizeof(initramfs), "%s/%s", spec->folder,
		 QEMU_INITRAMFS);
	int rc = initramfs_write(initramfs, spec->guest, spec->job, &err);
	if (rc == 0)
		rc = qemu_argv_make(spec, image, qemu_host_khz(), &argv, &err);
	if (rc == 0)
		rc = qemu_run(&(struct qemu_run){
				      .argv = (const char *const *)argv.word,
				      .folder = spec->folder,
				      .limit_s = spec->limit_s,
				      .until_hello = true,
				      .hello_on_console =
					      !qemu_has_results(spec->arch) },
			      &end, &err);
	qemu_argv_close(&argv);
	if (rc != 0)
		snprintf(why, n, "%s", err.text);
	else if (!end.said_hello)
		explain(&end, why, n);
	return rc == 0 && end.said_hello;
}

static void remove_folder(const char *folder)
{
	static const char *const names[] = { QEMU_CONSOLE, QEMU_RESULTS,
					     QEMU_INITRAMFS };
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char path[PATH_MAX];
		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		unlink(path);
	}
	rmdir(folder);
}

static bool try_image(const char *image, char *why, size_t n)
{
	char path[PATH_MAX], folder[] = "/tmp/pft-kvm-XXXXXX";
	struct error err = { "" };
	const enum kernel_arch arch = image_arch(image);
	char *guest = boot_guest_path(arch, &err);
	bool works = false;
	if (!guest) {
		snprintf(why, n, "%s", err.text);
	} else if (!realpath(image, path) || !mkdtemp(folder)) {
		snprintf(why, n, "kernel image '%s': %s", image, strerror(errno));
	} else {
		const struct boot_spec spec = {
			.engine = engine_find("kvm"), .arch = arch, .guest = guest,
			.job = trial_job, .cpus = 1, .nodes = 1,
			.memory_bytes = TRIAL_BYTES, .limit_s = TRIAL_LIMIT_S,
			.folder = folder,
		};
		works = try_guest(&spec, path, why, n);
		remove_folder(folder);
	}
	free(guest);
	return works;
}

bool boot_kvm_works(const char *image, double *took_s, char *why, size_t n)
{
	const uint64_t start_ns = clock_wall_ns();
	why[0] = '\0';
	const bool works = device_opens(why, n) && try_image(image, why, n);
	*took_s = (double)(clock_wall_ns() - start_ns) / 1e9;
	return works;
}
