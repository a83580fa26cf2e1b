/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Labels of bars: as wide as there is room for, in one line or two. What they
 * take in DejaVu Sans is estimated, rather too high: what is cut off at the
 * edge of a picture cannot be read.
 */
#include "view/plot/plot_build.h"

#include <stdlib.h>
#include <string.h>

#include "record/caption.h"

static size_t bytes_of_char(const char *at)
{
	size_t n = 1;
	while ((at[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* Of one character, in hundredths of the font's size. */
static unsigned width_of_char(const char *at)
{
	const unsigned char c = (unsigned char)*at;
	if (c >= 0x80)	/* from U+1000 on there are some that are as wide as high */
		return c >= 0xe1 ? 105 : 85;
	if (strchr("iljI.,:;|'!()[] ", c))
		return 42;
	if (strchr("mwMW@%", c))
		return 102;
	if (strchr("=+<>~#&", c) || (c >= 'A' && c <= 'Z'))
		return 86;
	return 64;
}

unsigned plot_text_width(const char *text)
{
	unsigned width = 0;
	for (; *text; text += bytes_of_char(text))
		width += width_of_char(text);
	return width;
}

/* Bytes at the beginning of text that are not wider; at least one character. */
static size_t fitting(const char *text, unsigned width)
{
	size_t n = 0;
	while (text[n] && (n == 0 || width >= width_of_char(text + n))) {
		const unsigned wide = width_of_char(text + n);
		width -= wide < width ? wide : width;
		n += bytes_of_char(text + n);
	}
	return n;
}

/* Where the first line ends: after a blank, else after a mark, else anywhere. */
static size_t first_line(const char *text, unsigned width)
{
	const size_t most = fitting(text, width);
	static const char *const marks[] = { " ", "/,;:=-_" };
	for (size_t i = 0; i < 2; i++)
		for (size_t n = most; n > most / 3; n--)
			if (strchr(marks[i], text[n - 1]))
				return n;
	return most;
}

/* The end of text: what tells a label from others is often there. */
static char *last_line(const char *text, unsigned width)
{
	static const char dots[] = "...";
	struct text_stream stream;
	const char *at = text;
	if (plot_text_width(text) > width)
		while (*at && plot_text_width(at) + plot_text_width(dots) > width)
			at += bytes_of_char(at);
	fprintf(text_open(&stream), "%s%s", at == text ? "" : dots, at);
	return text_close(&stream);
}

void plot_label(const char *text, unsigned width, char *line[2])
{
	char *whole = text_shown(text);
	line[1] = NULL;
	if (plot_text_width(whole) <= width) {
		line[0] = whole;
		return;
	}
	size_t n = first_line(whole, width);
	const char *rest = whole + n;
	rest += strspn(rest, " ");
	if (*rest)
		line[1] = last_line(rest, width);
	while (n > 1 && whole[n - 1] == ' ')
		n--;
	whole[n] = '\0';
	line[0] = whole;
}
