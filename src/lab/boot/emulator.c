/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/boot/emulator.h"

#include "base/child.h"
#include "base/text.h"

/* With rep stosb QEMU counts one instruction for each byte that is cleared. */
#define NO_ERMS ",-erms"
/* Kernels warn that the AMD family of QEMU's 32-bit CPU is not for SMP. */
#define K8 ",family=15,model=107,stepping=1"

static const struct boot_emulator emulators[NR_KERNEL_ARCHS] = {
	[KERNEL_X86_64] = { .program = "qemu-system-x86_64",
			    .package = "qemu-system-x86",
			    .machine = "pc,acpi=off",
			    .console = "ttyS0", .out = "/dev/ttyS1",
			    .cpu = NO_ERMS, .x86 = true, .has_results = true },
	[KERNEL_I386] = { .program = "qemu-system-i386",
			  .package = "qemu-system-x86",
			  .machine = "pc,acpi=off",
			  .console = "ttyS0", .out = "/dev/ttyS1",
			  .cpu = NO_ERMS K8, .x86 = true, .has_results = true },
	/* This machine has one serial line. */
	[KERNEL_ARM64] = { .program = "qemu-system-aarch64",
			   .package = "qemu-system-arm",
			   .machine = "virt,gic-version=3",
			   .console = "ttyAMA0", .out = "/dev/ttyAMA0",
			   .cpu = "" },
};

const struct boot_emulator *boot_emulator(enum kernel_arch arch)
{
	return &emulators[arch];
}

char *boot_emulator_version(enum kernel_arch arch)
{
	const char *const argv[] = { emulators[arch].program, "--version", NULL };
	struct child_said said;
	const struct child_watch watch = { .argv = argv, .log = -1 };
	if (child_listen(&watch, &said, NULL) != 0 || !*said.first)
		return NULL;
	return text_printable(said.first);
}
