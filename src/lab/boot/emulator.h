/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * QEMU for each architecture and engine: its program, the guest program that it
 * boots, and the command line of a boot, which decides whether an exact boot is the
 * same everywhere.
 */
#ifndef LAB_BOOT_EMULATOR_H
#define LAB_BOOT_EMULATOR_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "fault/engine.h"
#include "lab/kernel/kernel.h"

/* QEMU runs in the boot's folder, where these lie. */
#define QEMU_CONSOLE "console.log"
#define QEMU_RESULTS "results.jsonl"
#define QEMU_INITRAMFS "initramfs.cpio"

/* What is to be booted, and how. Texts are the caller's. */
struct boot_spec {
	const struct engine *engine;	/* of guests */
	enum kernel_arch arch;
	const char *image;
	const char *release;	/* of the kernel; NULL: unknown */
	const char *guest;	/* the guest program for arch: boot_guest_path */
	const char *job;	/* text of fault/job.h */
	unsigned int cpus;
	unsigned int nodes;	/* 1: no NUMA */
	uint64_t memory_bytes;
	uint64_t seed;		/* exact: of the layout; 0: none, always the same */
	double limit_s;		/* real time from start to end */
	const char *append;	/* further words for the kernel; NULL: none */
	const char *folder;	/* exists; console.log and results.jsonl go there */
	bool until_hello;	/* stop QEMU when the guest has said hello */
	const _Atomic int *interrupts;	/* 1 or more: stop QEMU; may be NULL */
};

struct boot_emulator {
	const char *program, *package;	/* the package is Debian's */
	const char *guest, *guest_packages;	/* our program, and what builds it */
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

/* The guest program for an architecture; the caller frees its path. NULL: none. */
char *boot_guest_path(enum kernel_arch arch, struct error *err);
/* Names the program's contents, as its hello line does; NULL with a message. */
char *boot_guest_id(const char *path, struct error *err);

/* Words of a command, NULL-terminated; owned. */
struct boot_argv {
	char **word;
	size_t n;
	char *text;		/* that the words are in */
};

/*
 * Make the command.
 * spec     its image is an absolute path: QEMU runs in spec->folder
 * khz      of the host's time stamp counter, which guests that measure time read;
 *          0: it has none
 * Errors   -EINVAL for what no engine can do.
 */
int boot_argv_make(const struct boot_spec *spec, uint64_t khz,
		   struct boot_argv *argv, struct error *err);
void boot_argv_close(struct boot_argv *argv);

#endif
