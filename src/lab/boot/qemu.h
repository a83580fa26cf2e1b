/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * QEMU: how it is called for a boot, and one run of it from start to end. What
 * the guest said is not looked at here, but for two words that end a run.
 */
#ifndef LAB_QEMU_H
#define LAB_QEMU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"
#include "lab/boot/boot.h"

/* QEMU runs in the boot's folder, where these lie. */
#define QEMU_CONSOLE "console.log"
#define QEMU_RESULTS "results.jsonl"
#define QEMU_INITRAMFS "initramfs.cpio"

/* The Debian package that has QEMU for an architecture. */
const char *qemu_package(enum kernel_arch arch);

/* The program itself. */
const char *qemu_program(enum kernel_arch arch);

/*
 * What that program calls itself, such as "QEMU emulator version 7.2.22".
 * Returns  text that the caller frees; NULL where it cannot be run.
 */
char *qemu_version(enum kernel_arch arch);

/*
 * Whether the guest's lines come in a file of their own; where there is only
 * one serial line they stand between the console's.
 */
bool qemu_has_results(enum kernel_arch arch);

/*
 * Of the host's time stamp counter, which guests of kvm and tcg read; 0: it has
 * none. Takes 20 ms the first time.
 */
uint64_t qemu_host_khz(void);

/* Words of a command, NULL-terminated; owned. */
struct qemu_argv {
	char **word;
	size_t n;
};

/*
 * The command for a boot.
 * image    the kernel's absolute path
 * khz      as of qemu_host_khz
 * Errors   -EINVAL for what no engine can do, -ENOMEM.
 */
int qemu_argv_make(const struct boot_spec *spec, const char *image,
		   uint64_t khz, struct qemu_argv *argv, struct error *err);
void qemu_argv_close(struct qemu_argv *argv);

/* What to run, and what ends it. */
struct qemu_run {
	const char *const *argv;
	const char *folder;
	double limit_s;
	unsigned int nr_pin;	/* threads of virtual CPUs to bind; 0: none */
	bool until_hello;	/* stop QEMU when the guest has said hello */
	bool hello_on_console;	/* that is where it says so */
	const _Atomic int *interrupts;	/* may be NULL */
};

/* How a run ended. */
struct qemu_end {
	bool over_limit;	/* stopped by us, for any of these reasons */
	bool interrupted;
	bool panicked;		/* and still there a while after */
	bool said_hello;	/* known only with until_hello */
	int status;		/* as waitpid has it */
	char said[256];		/* the first line on standard error, or "" */
	double wall_s;
	unsigned int nr_pinned;
};

/*
 * Run QEMU to its end, at most limit_s. When it returns there is no such
 * process left, unless the kernel will not let go of it.
 * Errors   -ENOENT no such program; other -errno when it cannot be started;
 *          -EDEADLK when it could not be killed.
 */
int qemu_run(const struct qemu_run *run, struct qemu_end *end,
	     struct error *err);

/*
 * Bind the threads of QEMU's virtual CPUs, the first to the first CPU that we
 * may use, and so on round.
 * Returns  how many of them are bound; they appear one after the other.
 */
unsigned int qemu_pin(pid_t pid);

#endif
