/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/boot/engine.h"

#include <string.h>

#include "base/known.h"

/* One thread runs all CPUs in turn, and time is instructions. */
static const char *const exact[] = { "-accel", "tcg,thread=single",
				     "-icount", "shift=0,sleep=off",
				     "-rtc", "base=2020-01-01,clock=vm", NULL };
static const char *const kvm[] = { "-accel", "kvm", NULL };
static const char *const tcg[] = { "-accel", "tcg,thread=multi", NULL };

static const struct boot_engine boot_engines[] = {
	{ .word = "exact", .words = exact },
	{ .word = "kvm", .words = kvm, .has_host_cpu = true },
	{ .word = "tcg", .words = tcg },
};

const struct boot_engine *boot_engine(const struct engine *engine)
{
	for (size_t i = 0; i < ARRAY_SIZE(boot_engines); i++)
		if (strcmp(boot_engines[i].word, engine->word) == 0)
			return &boot_engines[i];
	return NULL;
}
