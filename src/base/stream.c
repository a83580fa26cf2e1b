/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/stream.h"

#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/error.h"
#include "base/text.h"

FILE *text_open(struct text_stream *stream)
{
	*stream = (struct text_stream){ 0 };
	stream->out = error_unless_memory(
		open_memstream(&stream->text, &stream->n));
	return stream->out;
}

char *text_close(struct text_stream *stream)
{
	return error_unless_memory(fclose(stream->out) == 0 ? stream->text :
							      NULL);
}

char *text_shown(const char *text)
{
	return text_printable(text ? text : "-");
}

/* What a shell takes as it stands. The dash leads options: our own words. */
static bool is_plain(const char *word)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
		"-_./:,+=@%";
	return *word && word[strspn(word, plain)] == '\0';
}

static void print_quoted(FILE *out, const char *word)
{
	AUTO_FREE char *printable = text_shown(word);
	if (is_plain(printable)) {
		fputs(printable, out);
		return;
	}
	fputc('\'', out);
	for (const char *c = printable; *c; c++) {
		if (*c == '\'')
			fputs("'\\''", out);
		else
			fputc(*c, out);
	}
	fputc('\'', out);
}

char *text_command(const char *const words[], size_t n)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			fputc(' ', out);
		print_quoted(out, words[i]);
	}
	return text_close(&stream);
}
