/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Strings that are printed into, and words as a shell takes them.
 */
#include "base/stream.h"

#include <stdlib.h>

#include "base/auto.h"
#include "tap.h"

static void a_stream_becomes_a_string(void)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	ok(out == stream.out, "text_open returns the stream to print into");
	fprintf(out, "%d pages", 4);
	AUTO_FREE char *text = text_close(&stream);
	is_text(text, "4 pages", "text_close returns what was printed");
	text_open(&stream);
	AUTO_FREE char *empty = text_close(&stream);
	is_text(empty, "", "nothing printed is an empty string");
}

static void text_is_shown_printable(void)
{
	AUTO_FREE char *none = text_shown(NULL), *text = text_shown("a\nb\xff");
	is_text(none, "-", "no text is shown as a dash");
	is_text(text, "a?b\\xff", "a text is shown without controls, on one line");
}

static void words_are_quoted_where_they_must_be(void)
{
	static const struct { const char *word, *quoted; } cases[] = {
		{ "--mem=bind:0,1", "--mem=bind:0,1" }, { "a_b/c.d+e@f%", "a_b/c.d+e@f%" },
		{ "two words", "'two words'" }, { "", "''" }, { "$(x)", "'$(x)'" },
		{ "it's", "'it'\\''s'" }, { "~", "'~'" }, { "a\nb", "'a?b'" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_FREE char *quoted = text_command(&cases[i].word, 1);
		is_text(quoted, cases[i].quoted, "word number %zu is for a shell %s", i,
			cases[i].quoted);
	}
}

int main(void)
{
	a_stream_becomes_a_string();
	text_is_shown_printable();
	words_are_quoted_where_they_must_be();
	return tap_done();
}
