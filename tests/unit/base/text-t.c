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

static void keys_begin_lines(void)
{
	static const char text[] = "no_key 1\nkey: 12 kB\nother\t34\nword some\nlast";
	AUTO_FREE char *value = text_behind_key(text, "key");
	is_text(value, "12 kB", "a key's value is the rest of its line");
	ok(count_is(text_count_behind_key(text, "key"), 12), "its number may be followed by a unit");
	ok(count_is(text_count_behind_key(text, "other"), 34), "a key needs no colon");
	ok(!text_count_behind_key(text, "word").known, "a word is no number");
	ok(!text_behind_key(text, "last") && !text_behind_key(text, "oth") &&
		   !text_behind_key(NULL, "key"),
	   "what is not there has no value");
}

int main(void)
{
	columns_are_characters();
	words_have_blanks_around_them();
	alternatives_end_with_or();
	keys_begin_lines();
	return tap_done();
}
