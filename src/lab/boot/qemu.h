/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One run of QEMU from start to end. Of what the guest writes only two words are
 * looked for: they end a run.
 */
#ifndef LAB_BOOT_QEMU_H
#define LAB_BOOT_QEMU_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/error.h"

/* QEMU runs in the boot's folder, where these lie. */
#define QEMU_CONSOLE "console.log"
#define QEMU_RESULTS "results.jsonl"
#define QEMU_INITRAMFS "initramfs.cpio"

/* What to run, and what ends it. */
struct qemu_run {
	const char *const *argv;
	const char *folder;
	double limit_s;
	/* Threads of virtual CPUs to bind, each to one of the CPUs that we may use,
	 * in their order; 0: none. */
	unsigned int nr_pin;
	bool until_hello;	/* stop QEMU when the guest has said hello */
	bool hello_on_console;	/* that is where it says so */
	const _Atomic int *interrupts;	/* may be NULL */
};

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
 * Run QEMU to its end, at most limit_s. When it returns there is no such
 * process left, unless the kernel does not let it end.
 * Errors   -ENOENT no such program; other -errno when it cannot be started;
 *          -EDEADLK when it could not be killed.
 */
int qemu_run(const struct qemu_run *run, struct qemu_end *end,
	     struct error *err);

#endif
