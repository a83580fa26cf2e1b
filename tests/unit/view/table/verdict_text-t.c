/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verdicts in words.
 */
#include <stdlib.h>

#include "stats/power.h"
#include "table-fake.h"
#include "tap.h"
#include "view/table/verdict_text.h"

static struct table_fake fake;

static void is_word(char *text, const char *expected, const char *name)
{
	is_text(text, expected, "%s", name);
	free(text);
}

static void words_are_of_instructions_or_of_time(void)
{
	struct compare time = { .margin = 0.02 };
	is_text(verdict_name(&fake.compare, VERDICT_FASTER), "cheaper",
		"fewer instructions are cheaper");
	is_text(verdict_name(&fake.compare, VERDICT_SLOWER), "dearer",
		"more are dearer");
	is_text(verdict_name(&time, VERDICT_FASTER), "faster", "less time is faster");
	is_word(verdict_text(&time, VERDICT_SAME), "same within 2%",
		"people are told within what it is the same");
	is_text(verdict_name(&time, VERDICT_SAME), "same", "programs are not");
}

static void cells_say_what_limits_their_word(void)
{
	struct compare_cell *cell = &fake.cell[0][1];
	is_word(verdict_in_full(&fake.compare, &fake.cell[0][0]), "baseline",
		"the first side is the baseline");
	is_word(verdict_in_full(&fake.compare, cell), "cheaper",
		"a word stands by itself");
	cell->word = VERDICT_CANNOT_TELL;
	cell->more_units = 7;
	is_word(verdict_in_full(&fake.compare, cell),
		"cannot tell: 7 more layouts would resolve 1%",
		"what cannot be told says how many more would");
	cell->more_units = POWER_MOST_UNITS;
	is_word(verdict_more(&fake.compare, cell),
		"no number of layouts would resolve 1%", "or that none would");
	cell->more_units = 0;
	cell->why = "one boot on a side";
	is_word(verdict_in_full(&fake.compare, cell),
		"cannot tell: one boot on a side", "or why not");
	cell->has_word = false;
	is_word(verdict_in_full(&fake.compare, cell), "-",
		"without a word there is none");
}

static void words_are_counted(void)
{
	struct table_fake many;
	table_fake_make(&many, 3);
	many.cell[1][1].word = VERDICT_SAME;
	many.cell[2][1].has_word = false;
	is_word(verdict_tally(&many.compare, 0, 3), "1 cheaper, 1 same",
		"each word has its number, and what has none is not counted");
	is_near(verdict_p((struct real){ 0.123456789, true }).value, 0.123457, 1e-12,
		"a p has six digits");
}

int main(void)
{
	table_fake_make(&fake, 1);
	words_are_of_instructions_or_of_time();
	cells_say_what_limits_their_word();
	words_are_counted();
	return tap_done();
}
