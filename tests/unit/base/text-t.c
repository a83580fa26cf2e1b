/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words and columns of texts; base-t.c tests UTF-8 and controls.
 */
#include "base/text.h"

#include <stdlib.h>

#include "base/auto.h"
#include "tap.h"

static void columns_are_characters(void)
{
	is_int(text_columns(""), 0, "no text has no columns");
	is_int(text_columns("page"), 4, "a letter has one column");
	is_int(text_columns("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"), 3,
	       "a character of several bytes has one column");
}

static void words_have_blanks_around_them(void)
{
	ok(text_has_word("user nice system", "nice"), "a word in the middle is found");
	ok(text_has_word("user nice system", "system"), "a word at the end is found");
	ok(text_has_word("users user", "user"), "a word behind a longer one is found");
	ok(!text_has_word("users superuser", "user"), "a part of a word is no word");
	ok(!text_has_word("", "user"), "no text has no words");
}

static void is_alternatives(const char *const words[], const char *expected,
			    const char *name)
{
	AUTO_FREE char *text = text_alternatives(words);
	is_text(text, expected, "%s", name);
}

static void alternatives_end_with_or(void)
{
	is_alternatives((const char *const[]){ NULL }, "", "no words are no alternatives");
	is_alternatives((const char *const[]){ "a", NULL }, "a", "one word stands alone");
	is_alternatives((const char *const[]){ "a", "b", NULL }, "a or b",
			"two words have \"or\" between");
	is_alternatives((const char *const[]){ "a", "b", "c", NULL }, "a, b or c",
			"three words have a comma as well");
}

int main(void)
{
	columns_are_characters();
	words_have_blanks_around_them();
	alternatives_end_with_or();
	return tap_done();
}
