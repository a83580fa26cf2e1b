/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of engines and outcomes.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lab/boot/boot.h"

const char *const engine_words[] = { "exact", "kvm", "tcg", "native", NULL };

const char *const boot_outcome_words[] = { "ok", "warned", "panic", "hang",
					   "lost", NULL };

int engine_parse(const char *text, enum engine *engine, struct error *err)
{
	for (int i = 0; engine_words[i]; i++) {
		if (strcmp(text, engine_words[i]) != 0)
			continue;
		*engine = (enum engine)i;
		return 0;
	}
	return error_set(err, -EINVAL,
			 "engine '%s': expected exact, kvm, tcg or native", text);
}

bool boot_late_cpus(const char *release)
{
	unsigned int major, minor;
	return release && sscanf(release, "%u.%u", &major, &minor) == 2 &&
	       (major < 6 || (major == 6 && minor < 5));
}
