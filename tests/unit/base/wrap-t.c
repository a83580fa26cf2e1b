/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text and commands broken into lines.
 */
#include "base/wrap.h"

#include <stdlib.h>

#include "base/auto.h"
#include "base/stream.h"
#include "tap.h"

static void is_wrapped(const char *text, const char *expected, const char *name)
{
	struct text_stream stream;
	wrap_text(text_open(&stream), text, 10, 2);
	AUTO_FREE char *lines = text_close(&stream);
	is_text(lines, expected, "%s", name);
}

static void text_is_broken_at_spaces(void)
{
	is_wrapped("one two", "one two\n", "a line that fits stays");
	is_wrapped("  one   two ", "one two\n", "words have one space between");
	is_wrapped("one two th", "one two th\n", "a line may be as long as its width");
	is_wrapped("one two thr four", "one two\n  thr four\n", "the next line is indented");
	is_wrapped("abcdefghijklmn", "abcdefghij\n  klmn\n", "a word that is too long is cut");
	is_wrapped("\xc3\xa4\xc3\xa4\xc3\xa4 \xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4",
		   "\xc3\xa4\xc3\xa4\xc3\xa4 \xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\n",
		   "columns are counted in characters, not in bytes");
	is_wrapped("", "\n", "no text is an empty line");
}

static void is_command(const char *command, const char *expected, const char *name)
{
	struct text_stream stream;
	wrap_command(text_open(&stream), command, 16);
	AUTO_FREE char *lines = text_close(&stream);
	is_text(lines, expected, "%s", name);
}

static void commands_stay_commands(void)
{
	is_command("pft run", "pft run\n", "a command that fits stays");
	is_command("pft run --reps 3", "pft run \\\n  --reps 3\n",
		   "a line that goes on ends with a backslash");
	is_command("pft 'a b c d e'", "pft \\\n  'a b c d e'\n",
		   "a quoted word that fits is not cut");
	is_command("'a b c d e f g h i j k l m'",
		   "'a b c d e f '\\\n'g h i j k l '\\\n'm'\n",
		   "a quoted word that is too long is cut outside its quotes");
	is_command("abcdefghijklmnop", "abcdefghijklm\\\nnop\n",
		   "a plain word that is too long is cut");
}

int main(void)
{
	text_is_broken_at_spaces();
	commands_stay_commands();
	return tap_done();
}
