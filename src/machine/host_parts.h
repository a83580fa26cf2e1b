/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parts that the facts of a host are read in, a file each. For host_read.c
 * alone.
 */
#ifndef MACHINE_HOST_PARTS_H
#define MACHINE_HOST_PARTS_H

#include "machine/host_build.h"

/* host_rows.c: facts that are one file each, or one word of one. */
void build_rows(struct builder *builder);
/* host_machine.c: what the machine is, and what it runs under. */
void build_machine(struct builder *builder);
/* host_kernel.c: what the kernel was built with and told to do. */
void build_kernel(struct builder *builder);
/* host_state.c: memory, speed and limits as they are now. */
void build_state(struct builder *builder);

#endif
