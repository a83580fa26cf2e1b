/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The CPU where there is no CPUID: what the kernel shows is all there is.
 */
#include "machine/cpu.h"

void cpu_read(const char *root, struct cpu *cpu)
{
	cpu_read_proc(root, cpu);
}
