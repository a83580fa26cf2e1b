/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/markup.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/stream.h"
#include "base/text.h"

/* ---- text ---- */

/* Two characters of Unicode are printable and yet not allowed in XML. */
static bool is_no_character(const char *c)
{
	return strncmp(c, "\xef\xbf\xbe", 3) == 0 ||
	       strncmp(c, "\xef\xbf\xbf", 3) == 0;
}

static const char *escape_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static void print_text(FILE *out, const char *text)
{
	AUTO_FREE char *printable = text_shown(text);
	for (const char *c = printable; *c; c++) {
		const char *escape = escape_of(*c);
		if (escape) {
			fputs(escape, out);
		} else if (is_no_character(c)) {
			fputc('?', out);
			c += 2;
		} else {
			fputc(*c, out);
		}
	}
}

void html_print(FILE *out, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	for (const char *c = format; *c; c++) {
		if (*c != '%')
			fputc(*c, out);
		else if (*++c == 's')
			print_text(out, va_arg(args, const char *));
		else if (*c == 'z' && *++c == 'u')
			fprintf(out, "%zu", va_arg(args, size_t));
		else
			fputc(*c, out);
	}
	va_end(args);
}

void html_lines(FILE *out, const char *format, const char *text)
{
	while (*text) {
		const size_t n = strcspn(text, "\n");
		AUTO_FREE char *line = text_format("%.*s", (int)n, text);
		html_print(out, format, line);
		text += n + (text[n] != '\0');
	}
}

/* ---- bytes ---- */

void html_base64(FILE *out, const void *bytes, size_t n)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *b = bytes;
	for (size_t i = 0; i < n; i += 3) {
		const size_t left = n - i;
		const uint32_t three = (uint32_t)b[i] << 16 |
				       (left > 1 ? (uint32_t)b[i + 1] << 8 : 0) |
				       (left > 2 ? b[i + 2] : 0);
		fputc(digits[three >> 18], out);
		fputc(digits[three >> 12 & 63], out);
		fputc(left > 1 ? digits[three >> 6 & 63] : '=', out);
		fputc(left > 2 ? digits[three & 63] : '=', out);
	}
}
