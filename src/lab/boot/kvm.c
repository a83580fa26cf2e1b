/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/boot/kvm.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "lab/boot/boot.h"
#include "lab/boot/guest.h"
#include "lab/kernel/folder.h"

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
		.folder = folder,
	};
	struct qemu_end end = { 0 };
	if (!guest || boot_qemu(&spec, true, &end, why) != 0)
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
		error_set(why, 0, "/dev/kvm: %s", strerror(errno));
		return false;
	}
	if (!mkdtemp(folder)) {
		error_set(why, 0, "folder '%s': %s", folder, strerror(errno));
		return false;
	}
	const bool works = try_in(folder, image, arch, why);
	kernel_folder_remove(folder, NULL);
	return works;
}
