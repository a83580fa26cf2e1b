/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One run of QEMU from start to end. Of what the guest writes only two words are
 * looked for: they end a run.
 */
#ifndef LAB_BOOT_QEMU_H
#define LAB_BOOT_QEMU_H

#include <stdbool.h>

#include "base/error.h"
#include "lab/boot/emulator.h"

/* How a run ended. */
struct qemu_end {
	bool over_limit;	/* stopped by us, for any of these reasons */
	bool interrupted;
	bool panicked;		/* and was still running a second later */
	bool said_hello;	/* known only with until_hello */
	int status;		/* as waitpid has it */
	char said[256];		/* the first line on standard error, or "" */
	double wall_s;
	unsigned int nr_pinned;
};

/*
 * Run QEMU to its end, at most spec->limit_s. When it returns there is no such
 * process left, unless the kernel does not let it end. Where time counts, each
 * thread of a virtual CPU is bound to one of the CPUs that we may use, in their order.
 * Errors   -ENOENT no such program; other -errno when it cannot be started;
 *          -EDEADLK when it could not be killed.
 */
int qemu_run(const struct boot_spec *spec, const struct boot_argv *argv,
	     struct qemu_end *end, struct error *err);

#endif
