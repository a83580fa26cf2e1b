/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One boot of one kernel in QEMU, from the job to the lines that came out. A
 * boot that panics, hangs, is lost or warns is an outcome, not an error: it
 * becomes a record like any other.
 */
#ifndef LAB_BOOT_H
#define LAB_BOOT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/known.h"
#include "fault/engine.h"
#include "lab/kernel/kernel.h"

enum boot_outcome {
	BOOT_OK,
	BOOT_WARNED,	/* ran to its end; the kernel warned, or lockdep did */
	BOOT_PANIC,
	BOOT_HANG,	/* the time limit passed */
	BOOT_LOST,	/* QEMU ended without the guest's last line, or lines are
			   missing, or the guest is of another build of pft */
};
extern const char *const boot_outcome_words[];

struct boot_spec {
	const struct engine *engine;	/* of guests */
	enum kernel_arch arch;
	const char *image;
	const char *guest;	/* the guest program for arch; see boot_guest_path */
	const char *job;	/* text of fault/job.h, without its id */
	unsigned int cpus;
	unsigned int nodes;	/* 1: no NUMA */
	/* exact, x86: our program starts CPUs but the first: boot_late_cpus. */
	bool late_cpus;
	uint64_t memory_bytes;
	uint64_t seed;		/* exact: of the layout; 0: none, the same always */
	double limit_s;		/* real time from start to end */
	const char *append;	/* further words for the kernel; NULL: none */
	const char *folder;	/* exists; console.log and results.jsonl go there */
	const _Atomic int *interrupts;	/* 1 or more: stop QEMU; may be NULL */
};

/*
 * Whether a kernel of that release (NULL: unknown) needs late_cpus: before Linux
 * 6.5 the first CPU waits for the others without a pause, and the exact engine,
 * which runs them in turns that end at a pause, never comes to them.
 */
bool boot_late_cpus(const char *release);

struct boot_result {
	enum boot_outcome outcome;
	char why[512];		/* one line, "" when ok */
	char *lines;		/* the guest's own, hello first; owned; may be NULL */
	char *console;		/* path of the console log; owned */
	struct real init_s;	/* start of the kernel to our program, guest time */
	double wall_s;		/* start to end of QEMU, real time */
	struct count steal_ticks;	/* of the host meanwhile */
	struct real host_load;	/* before */
	/* Threads of virtual CPUs bound to a CPU each; exact: none is. */
	unsigned int nr_pinned;
};

/*
 * Boot, run the job, collect. QEMU has its own process group, and dies with the
 * thread that called this. An exact boot is the same to the last instruction
 * wherever and whenever it runs, for the same spec.
 * Errors   -ENOENT without QEMU or the guest program (the message has the
 *          package), -EINTR when interrupted; else 0, and the outcome tells.
 */
int boot_run(const struct boot_spec *spec, struct boot_result *result,
	     struct error *err);
void boot_close(struct boot_result *result);

/* Where the guest program for an architecture is; the caller frees it. */
char *boot_guest_path(enum kernel_arch arch, struct error *err);
/* Names the guest program's contents: the hello line must have the same. */
char *boot_guest_id(const char *path, struct error *err);

/*
 * Whether kvm really works here: a trial boot with a limit of a few seconds,
 * ended when the guest has said hello. The guest program is that of the image's
 * architecture.
 * took_s   receives how long it took to know; why [n] the reason if not.
 */
bool boot_kvm_works(const char *image, double *took_s, char *why, size_t n);

#endif
