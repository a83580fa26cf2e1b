/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How QEMU runs a guest for each engine that boots one: one row an engine.
 */
#ifndef LAB_BOOT_ENGINE_H
#define LAB_BOOT_ENGINE_H

#include <stdbool.h>

#include "fault/engine.h"

struct boot_engine {
	const char *word;	/* as in struct engine */
	const char *const *words;	/* for QEMU, NULL-terminated */
	bool has_host_cpu;	/* the guest's CPU is that of the host */
};

/* The row of an engine; NULL: it boots no guest. */
const struct boot_engine *boot_engine(const struct engine *engine);

#endif
