/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One boot of one kernel in QEMU, from the job to the lines that came out. A boot
 * that panics, hangs, is lost or warns is an outcome and no error: it becomes a
 * record like any other.
 */
#ifndef LAB_BOOT_H
#define LAB_BOOT_H

#include "base/error.h"
#include "base/known.h"
#include "lab/boot/judge.h"
#include "lab/boot/qemu.h"
#include "lab/boot/spec.h"

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

/*
 * Run QEMU for a boot, without collecting anything.
 * until_hello  stop the guest when it has said hello
 * Errors   as boot_run, but an interrupt is no error: see end.
 */
int boot_qemu(const struct boot_spec *spec, bool until_hello,
	      struct qemu_end *end, struct error *err);

#endif
