/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * QEMU for each architecture: the program, and the machine that it emulates.
 */
#ifndef LAB_BOOT_EMULATOR_H
#define LAB_BOOT_EMULATOR_H

#include <stdbool.h>

#include "lab/kernel/kernel.h"

struct boot_emulator {
	const char *program, *package;	/* the package is Debian's */
	const char *machine;	/* of -M */
	const char *console;	/* the kernel's name of the first serial line */
	const char *out;	/* the guest's file for its lines */
	const char *cpu;	/* follows "-cpu max" */
	bool x86;
	/* The guest's results have a serial line of their own; else they are on the
	 * console. */
	bool has_results;
};

const struct boot_emulator *boot_emulator(enum kernel_arch arch);

/*
 * The first line of the program's --version, such as "QEMU emulator version
 * 7.2.22".
 * Returns  a string the caller frees; NULL where the program cannot be run.
 */
char *boot_emulator_version(enum kernel_arch arch);

#endif
