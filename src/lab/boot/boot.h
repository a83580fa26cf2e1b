/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One boot of one kernel in QEMU, from the job to the lines that came out. A boot
 * that panics, hangs, is lost or warns is an outcome and no error: it becomes a
 * record like any other.
 */
#ifndef LAB_BOOT_H
#define LAB_BOOT_H

#include "lab/boot/judge.h"

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
 * Whether a guest of that architecture could be booted: its program and QEMU are there.
 * Errors   -ENOENT: the message says which is not, and what installs it.
 */
int boot_check(enum kernel_arch arch, struct error *err);

/*
 * Whether kvm works. That /dev/kvm exists says little: on some machines QEMU ends at
 * once, on others a guest hangs after its firmware. So a guest is started, which takes
 * at most a few seconds, and must say hello.
 * image    a kernel for arch
 * why      receives the reason if it does not work
 */
bool boot_kvm_works(const char *image, enum kernel_arch arch,
		    struct error *why);

#endif
