/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of engines: each is whole, and found by its word.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fault/engine.h"
#include "tap.h"

static void test_rows(void)
{
	for (size_t i = 0; i < nr_engines; i++) {
		const struct engine *e = &engines[i];
		ok(engine_find(e->word) == e, "'%s' is found by its word", e->word);
		ok(e->help && e->unit && e->cost && e->caption && e->caveat &&
			   e->expected, "%s: its row has all texts", e->word);
		ok(strncmp(e->cost, e->unit, strlen(e->unit)) == 0,
		   "%s: its cost is in its unit", e->word);
		ok(e->rounds > 0 && e->reps > 0 && e->pages_per_s > 0,
		   "%s: a campaign can be planned", e->word);
		is_int(strcmp(e->unit, "instructions") == 0, e->counts_instructions,
		       "%s: instructions are the unit of those that count them",
		       e->word);
		ok(!e->emulated || strncmp(e->unit, "emulated ", 9) == 0,
		   "%s: emulated time is called emulated", e->word);
	}
}

static void test_unknown(void)
{
	const struct engine *engine = NULL;
	struct error err = { "" };
	ok(!engine_find("qemu")->word && !engine_find(NULL)->word,
	   "a word that is not known has a row without a word");
	is_text(engine_find("qemu")->unit, "ns", "its costs are nanoseconds");
	is_int(engine_parse(engines[0].word, &engine, &err), 0, "a word is parsed");
	ok(engine == &engines[0], "to its row");
	is_int(engine_parse("qemu", &engine, &err), -EINVAL, "another one is refused");
	ok(engine == &engines[0], "and changes nothing");
	ok(strstr(err.text, "engine 'qemu': expected exact, ") &&
		   strstr(err.text, engines[nr_engines - 1].word),
	   "the message lists them");
}

int main(void)
{
	test_rows();
	test_unknown();
	return tap_done();
}
