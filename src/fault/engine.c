/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/engine.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/known.h"

const struct engine engines[] = {
	{
		.word = "exact",
		.help = "counts instructions in a guest; the same on every run",
		.counts_instructions = true,
		.unit = "instructions",
		.cost = "instructions per page touched",
		.caption = "exact: instructions, no time is in them",
		.caveat = ", of all CPUs together; exact: the same on every run. No time, caches or contention are in them",
		.is_guest = true,
		.rounds = 1, .reps = 3,
		.boot_s = 1.5, .pages_per_s = 80e3,
		.expected = "1.5 s a boot and 80,000 pages/s",
	},
	{
		.word = "kvm",
		.help = "measures time in a guest with hardware virtualization",
		.unit = "ns",
		.cost = "ns per page touched",
		.caption = "kvm: time in guests on this machine",
		.caveat = "",
		.is_guest = true,
		.rounds = 5, .reps = 10,
		.boot_s = 3, .pages_per_s = 400e3,
		.expected = "3 s a boot and 400,000 pages/s",
	},
	{
		.word = "tcg",
		.help = "measures emulated time in a guest: for tests",
		.emulated = true,
		.unit = "emulated ns",
		.cost = "emulated ns per page touched",
		.caption = "tcg: emulated seconds, for tests and not for claims",
		.caveat = ": for tests, not for claims",
		.is_guest = true,
		.rounds = 5, .reps = 10,
		.boot_s = 2, .pages_per_s = 80e3,
		.expected = "2 s a boot and 80,000 pages/s",
	},
	{
		.word = "native",
		.help = "measures time on the running kernel and sets its knobs",
		.unit = "ns",
		.cost = "ns per page touched",
		.caption = "native: this boot only",
		.caveat = ", on this boot only",
		.scope = "this boot only",
		.rounds = 10, .reps = 3,
		.boot_s = 0.1, .pages_per_s = 400e3,
		.expected = "400,000 pages/s",
	},
};
const size_t nr_engines = ARRAY_SIZE(engines);

static const struct engine unknown = {
	.unit = "ns", .cost = "ns per page touched", .caption = "an engine that is not known here", .caveat = "",
	.is_guest = true,
};

const struct engine *engine_find(const char *word)
{
	for (size_t i = 0; word && i < nr_engines; i++)
		if (strcmp(word, engines[i].word) == 0)
			return &engines[i];
	return &unknown;
}

int engine_parse(const char *text, const struct engine **engine,
		 struct error *err)
{
	char words[128] = "";
	const struct engine *found = engine_find(text);
	if (found->word) {
		*engine = found;
		return 0;
	}
	for (size_t i = 0, n = 0; i < nr_engines && n < sizeof(words); i++)
		n += (size_t)snprintf(words + n, sizeof(words) - n, "%s%s",
				      i == 0 ? "" : i + 1 < nr_engines ? ", " : " or ",
				      engines[i].word);
	return error_set(err, -EINVAL, "engine '%s': expected %s", text, words);
}
