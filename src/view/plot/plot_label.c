/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot/plot_label.h"

#include <stdlib.h>
#include <string.h>

#include "base/stream.h"
#include "base/text.h"

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

/* The end of text, which often tells a label from others. */
static char *last_line(const char *text, unsigned width)
{
	static const char dots[] = "...";
	const char *at = text;
	if (plot_text_width(text) > width)
		while (*at && plot_text_width(at) + plot_text_width(dots) > width)
			at += bytes_of_char(at);
	return text_format("%s%s", at == text ? "" : dots, at);
}

void plot_label(const char *text, unsigned width, char *line[2])
{
	line[0] = text_shown(text);
	if (plot_text_width(line[0]) <= width) {
		line[1] = text_shown("");
		return;
	}
	size_t n = first_line(line[0], width);
	const char *rest = line[0] + n;
	line[1] = last_line(rest + strspn(rest, " "), width);
	while (n > 1 && line[0][n - 1] == ' ')
		n--;
	line[0][n] = '\0';
}
