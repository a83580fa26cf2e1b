/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which CPU this is, and what of it changes the cost of a fault.
 */
#ifndef MACHINE_CPU_H
#define MACHINE_CPU_H

#include <stdbool.h>

#include "base/known.h"

/*
 * Text is "" while unknown. Numbers are the CPU's own: on x86 family, model and
 * stepping as people write them; on arm64 the architecture, the part number and
 * variant * 16 + revision of MIDR_EL1.
 */
struct cpu {
	char vendor[32];	/* "GenuineIntel", "ARM" */
	char name[96];		/* as the CPU gives it */
	char codename[64];
	char microcode[32];
	struct count family, model, stepping;
	bool features_known;
	char features[192];	/* those that matter to faults, blank between */
	bool used_known;
	char used[192];		/* the same, but as the kernel uses them */
	struct count hypervisor;	/* known: 1 under one, 0 not under one */
	const char *hypervisor_name;	/* static; NULL: unknown */
	const char *source;	/* static: where all but used is from */
};

/*
 * Identify the CPU.
 * root     "" for this machine: then its CPUID where there is one. Else the
 *          folder of a captured machine: then its /proc/cpuinfo only.
 * Errors   none: what cannot be read is unknown.
 * Source   libcpuid; /proc/cpuinfo of the first CPU.
 */
void cpu_read(const char *root, struct cpu *cpu);

/* What /proc/cpuinfo below root can tell; cpu_read begins with it. */
void cpu_read_proc(const char *root, struct cpu *cpu);

#endif
