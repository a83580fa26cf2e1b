/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/html/markup.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "record/caption.h"

/* ---- text ---- */

/* Two characters of Unicode are printable and yet no part of XML. */
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

void html_text(FILE *out, const char *text)
{
	char *printable = text_shown(text);
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
	free(printable);
}

void html_textf(FILE *out, const char *format, ...)
{
	struct text_stream stream;
	va_list args;
	va_start(args, format);
	vfprintf(text_open(&stream), format, args);
	va_end(args);
	char *text = text_close(&stream);
	html_text(out, text);
	free(text);
}

void html_lines(FILE *out, const char *text)
{
	while (*text) {
		const size_t n = strcspn(text, "\n");
		html_textf(out, "%.*s", (int)n, text);
		fputs("\n", out);
		text += n + (text[n] != '\0');
	}
}

void html_element(FILE *out, const char *name, const char *text)
{
	fprintf(out, "<%s>", name);
	html_text(out, text);
	fprintf(out, "</%.*s>\n", (int)strcspn(name, " "), name);
}

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

/* ---- tables ---- */

void html_table_open(FILE *out, const char *name)
{
	fputs("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"",
	      out);
	html_text(out, name);
	fputs("\">\n<table>\n<caption>", out);
	html_text(out, name);
	fputs("</caption>\n", out);
}

void html_table_close(FILE *out)
{
	fputs("</tbody>\n</table>\n</div>\n", out);
}

/* ---- CSV ---- */

/*
 * The field at *csv, without quotes; *csv is moved past the comma or newline
 * that ends it.
 * Returns  a string the caller frees; *last says whether it ended its line.
 */
static char *next_field(const char **csv, bool *last)
{
	struct text_stream stream;
	FILE *field = text_open(&stream);
	const char *c = *csv;
	bool quoted = *c == '"';
	for (c += quoted; *c && (quoted || (*c != ',' && *c != '\n')); c++) {
		if (*c != '"' || !quoted)
			fputc(*c, field);
		else if (c[1] == '"')
			fputc(*c++, field);
		else
			quoted = false;
	}
	*last = *c != ',';
	*csv = c + (*c != '\0');
	return text_close(&stream);
}

static bool is_number(const char *text)
{
	char *end;
	if (*text == '\0')
		return true;
	strtod(text, &end);
	return *end == '\0';
}

static void print_titles(FILE *out, const char **csv)
{
	bool last = false;
	fputs("<thead><tr>", out);
	while (!last) {
		char *title = next_field(csv, &last);
		html_element(out, "th scope=\"col\"", title);
		free(title);
	}
	fputs("</tr></thead>\n<tbody>\n", out);
}

static void print_line(FILE *out, const char **csv)
{
	bool last = false;
	fputs("<tr>", out);
	for (bool first = true; !last; first = false) {
		char *field = next_field(csv, &last);
		const char *text = *field ? field : "-";
		html_element(out, first ? "th scope=\"row\"" :
			     is_number(field) ? "td" : "td class=\"text\"", text);
		free(field);
	}
	fputs("</tr>\n", out);
}

size_t html_csv(FILE *out, const char *name, const char *csv, size_t most)
{
	size_t n = 0;
	bool last;
	html_table_open(out, name);
	print_titles(out, &csv);
	for (; *csv; n++) {
		if (n < most)
			print_line(out, &csv);
		else
			for (last = false; !last;)
				free(next_field(&csv, &last));
	}
	html_table_close(out);
	return n;
}
