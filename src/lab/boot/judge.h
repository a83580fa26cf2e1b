/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The outcome of a boot, from what it left behind. Pure: no file is read here.
 */
#ifndef LAB_BOOT_JUDGE_H
#define LAB_BOOT_JUDGE_H

#include "base/known.h"
#include "lab/boot/qemu.h"

enum boot_outcome {
	BOOT_OK,
	BOOT_WARNED,	/* ran to its end; the kernel warned, or lockdep did */
	BOOT_PANIC,
	BOOT_HANG,	/* the time limit passed */
	BOOT_LOST,	/* QEMU ended without the guest's last line, or lines are
			   missing, or the guest is of another build of pft */
};
extern const char *const boot_outcome_words[];

struct boot_result {
	enum boot_outcome outcome;
	char why[512];		/* one printable line, "" when ok */
	char *lines;		/* the guest's own, hello first; owned; may be NULL */
	char *console;		/* path of the console log; owned */
	struct real init_s;	/* start of the kernel to our program, guest time */
	double wall_s;		/* start to end of QEMU, real time */
	struct count steal_ticks;	/* of the host meanwhile */
	struct real host_load;	/* before */
	/* Threads of virtual CPUs bound to a CPU each; exact: none is. */
	unsigned int nr_pinned;
};

/* Texts are without NUL. */
struct boot_evidence {
	const char *console;	/* all of it */
	const char *guest_id;	/* as it must be in hello */
	const struct qemu_end *end;
	double limit_s;
	unsigned int cpus;	/* as hello must have them; 0: any */
};

/*
 * result   has its lines, each with its newline; receives outcome, why, and init_s
 *          where there was a hello
 */
void boot_judge(const struct boot_evidence *evidence,
		struct boot_result *result);

/*
 * The guest's lines from a console that they share with the kernel: those that
 * begin as ours do. A carriage return before a newline is the terminal's.
 * Returns  text that the caller frees.
 */
char *boot_pick_lines(const char *console);

#endif
