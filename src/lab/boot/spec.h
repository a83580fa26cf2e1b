/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is to be booted, and how. Texts are the caller's.
 */
#ifndef LAB_BOOT_SPEC_H
#define LAB_BOOT_SPEC_H

#include <stdatomic.h>
#include <stdint.h>

#include "fault/engine.h"
#include "lab/kernel/kernel.h"

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
	const _Atomic int *interrupts;	/* 1 or more: stop QEMU; may be NULL */
};

#endif
