/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Strings that are printed into, and text from outside made fit to be shown.
 * Without memory the program stops (base/error.h).
 */
#ifndef BASE_STREAM_H
#define BASE_STREAM_H

#include <stdio.h>

/* A stream into a string: open, print, close. */
struct text_stream {
	FILE *out;
	char *text;
	size_t n;
};
FILE *text_open(struct text_stream *stream);
/* Returns the text, which the caller frees. */
char *text_close(struct text_stream *stream);

/* A copy as text_printable makes it, which the caller frees; "-" for NULL. */
char *text_shown(const char *text);
/* Words as a shell takes them, quoted only where they must be; the caller frees. */
char *text_command(const char *const words[], size_t n);

#endif
