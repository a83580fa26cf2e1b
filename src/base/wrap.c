/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/wrap.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

struct wrap {
	FILE *out;
	size_t columns, indent;
	size_t at;	/* columns used on this line */
	bool fresh;	/* nothing but the indent stands on it */
};

static void wrap_break(struct wrap *wrap)
{
	fprintf(wrap->out, "\n%*s", (int)wrap->indent, "");
	wrap->at = wrap->indent;
	wrap->fresh = true;
}

static void wrap_word(struct wrap *wrap, const char *word)
{
	size_t width = text_columns(word);
	if (!wrap->fresh && wrap->at + 1 + width > wrap->columns)
		wrap_break(wrap);
	if (!wrap->fresh) {
		fputc(' ', wrap->out);
		wrap->at++;
	}
	while (wrap->at + width > wrap->columns) {
		const size_t room = wrap->columns - wrap->at;
		const size_t n = text_prefix(word, room);
		fprintf(wrap->out, "%.*s", (int)n, word);
		word += n;
		width -= room;
		wrap_break(wrap);
	}
	fputs(word, wrap->out);
	wrap->at += width;
	wrap->fresh = false;
}

void wrap_text(FILE *out, const char *text, size_t columns, size_t indent)
{
	struct wrap wrap = { .out = out, .columns = columns, .indent = indent,
			     .fresh = true };
	while (*(text += strspn(text, " "))) {
		char *word = error_unless_memory(
			strndup(text, strcspn(text, " ")));
		wrap_word(&wrap, word);
		text += strlen(word);
		free(word);
	}
	fputc('\n', out);
}

/* Bytes of the shell word at text: blanks inside quotes are part of it. */
static size_t shell_word(const char *text)
{
	bool quoted = false;
	size_t n = 0;
	for (; text[n] && (quoted || text[n] != ' '); n++) {
		if (text[n] == '\'')
			quoted = !quoted;
		else if (text[n] == '\\' && !quoted && text[n + 1])
			n++;
	}
	return n;
}

/* One word, cut where a line is full; returns the column after it. */
static size_t print_shell_word(FILE *out, const char *word, size_t bytes,
			       size_t at, size_t columns)
{
	bool quoted = false;
	for (size_t i = 0; i < bytes;) {
		/* Room for this one, an escaped quote, and "'\\" at the end. */
		if (at + 4 > columns) {
			fputs(quoted ? "'\\\n'" : "\\\n", out);
			at = quoted ? 1 : 0;
		}
		size_t n = text_prefix(word + i, 1);
		if (word[i] == '\'')
			quoted = !quoted;
		else if (word[i] == '\\' && !quoted)
			n++;
		fprintf(out, "%.*s", (int)n, word + i);
		at += n > 1 && word[i] == '\\' ? 2 : 1;
		i += n;
	}
	return at;
}

void wrap_command(FILE *out, const char *command, size_t columns)
{
	size_t at = 0;
	while (*command) {
		const size_t bytes = shell_word(command);
		char *word = error_unless_memory(strndup(command, bytes));
		/* As print_shell_word has it, so that no word is cut that fits. */
		if (at > 0 && at + 1 + text_columns(word) + 3 > columns) {
			fputs(" \\\n  ", out);
			at = 2;
		} else if (at > 0) {
			fputc(' ', out);
			at++;
		}
		at = print_shell_word(out, word, bytes, at, columns);
		free(word);
		command += bytes;
		command += strspn(command, " ");
	}
	fputc('\n', out);
}
