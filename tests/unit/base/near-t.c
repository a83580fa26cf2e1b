/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which word is near enough to be what was meant.
 */
#include "base/near.h"

#include <string.h>

#include "base/auto.h"
#include "base/known.h"
#include "tap.h"

static const char *const words[] = { "ab", "run", "host", "json", "kernel", "compare",
				     "report", "anon-write", "anon-read", NULL };

static void one_slip_is_near(void)
{
	static const struct { const char *wanted, *end; } cases[] = {
		{ "comapre", ": did you mean compare?" },	/* exchanged */
		{ "kernl", ": did you mean kernel?" },		/* one less */
		{ "kernnel", ": did you mean kernel?" },	/* one more */
		{ "kernal", ": did you mean kernel?" },		/* another */
		{ "rnu", ": did you mean run?" },
		{ "JSON", ": did you mean json?" },
		{ "anno-wirte", ": did you mean anon-write?" },	/* twice exchanged */
		{ "anon-reid", ": did you mean anon-read?" },
		{ "walk", "" },
		{ "nur", "" },		/* two changes of three letters */
		{ "x", "" },
		{ "", "" },
		{ "compare-every-kernel-that-there-is-anywhere-at-all", "" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_FREE char *end = near_end_of(cases[i].wanted, words, "");
		is_text(end, cases[i].end, "'%s' ends with '%s'", cases[i].wanted,
			cases[i].end);
	}
}

static void nearest_word_is_taken(void)
{
	struct near near = near_start("stores:4", strlen("stores"));
	near_try(&near, "stored-up");
	near_try(&near, "scored");
	near_try(&near, "store");
	near_try(&near, "shores");
	is_text(near.word, "store", "of the nearest words the first is taken, wherever it stands");
	AUTO_FREE char *end = near_end(&near, "--", ": no");
	is_text(end, ": did you mean --store?", "dashes stand before the word");
}

static void otherwise_is_said_without_a_word(void)
{
	const struct near near = near_start("run", 3);
	AUTO_FREE char *end = near_end(&near, "--", ": see the help");
	is_text(end, ": see the help", "no word at all is near in an empty table");
}

int main(void)
{
	one_slip_is_near();
	nearest_word_is_taken();
	otherwise_is_said_without_a_word();
	return tap_done();
}
