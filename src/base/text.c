/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/known.h"

/* Bytes of the well-formed UTF-8 character at s, or 0. Unicode table 3-7. */
static size_t utf8_length(const unsigned char *s)
{
	if (s[0] < 0x80)
		return s[0] ? 1 : 0;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	const size_t n = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	unsigned char low = 0x80, high = 0xbf;
	if (s[0] == 0xe0)
		low = 0xa0;
	else if (s[0] == 0xed)
		high = 0x9f;
	else if (s[0] == 0xf0)
		low = 0x90;
	else if (s[0] == 0xf4)
		high = 0x8f;
	if (s[1] < low || s[1] > high)
		return 0;
	for (size_t i = 2; i < n; i++)
		if (s[i] < 0x80 || s[i] > 0xbf)
			return 0;
	return n;
}

bool text_same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

char *text_format_list(const char *format, va_list args)
{
	char *text;
	const int n = vasprintf(&text, format, args);
	return error_unless_memory(n < 0 ? NULL : text);
}

char *text_format(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *text = text_format_list(format, args);
	va_end(args);
	return text;
}

bool text_is_utf8(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	while (*s) {
		const size_t n = utf8_length(s);
		if (n == 0)
			return false;
		s += n;
	}
	return true;
}

char *text_utf8(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	char *copy = error_unless_memory(malloc(4 * strlen(text) + 1));
	char *out = copy;
	while (*s) {
		const size_t n = utf8_length(s);
		if (n == 0) {
			out += sprintf(out, "\\x%02x", *s++);
			continue;
		}
		memcpy(out, s, n);
		out += n;
		s += n;
	}
	*out = '\0';
	return copy;
}

/* The code point of a well-formed character of n bytes. */
static uint32_t utf8_code(const unsigned char *s, size_t n)
{
	uint32_t code = n == 1 ? s[0] : s[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++)
		code = code << 6 | (s[i] & 0x3fu);
	return code;
}

/*
 * What moves a terminal's cursor, ends a line, or turns the order of what is
 * shown around, so that a line would not read as what it is: C0 and C1, the
 * marks, embeddings and isolates of Unicode's bidirectional algorithm (UAX 9),
 * line and paragraph separators, and the byte order mark.
 */
static bool is_control(uint32_t code)
{
	static const struct { uint32_t first, last; } controls[] = {
		{ 0x0000, 0x001f }, { 0x007f, 0x009f }, { 0x061c, 0x061c },
		{ 0x200e, 0x200f }, { 0x2028, 0x202e }, { 0x2066, 0x2069 },
		{ 0xfeff, 0xfeff },
	};
	for (size_t i = 0; i < ARRAY_SIZE(controls); i++)
		if (code >= controls[i].first && code <= controls[i].last)
			return true;
	return false;
}

char *text_printable(const char *text)
{
	char *copy = text_utf8(text);
	unsigned char *out = (unsigned char *)copy;
	for (const unsigned char *s = out; *s;) {
		const size_t n = utf8_length(s);
		const bool control = is_control(utf8_code(s, n));
		if (control)
			*out = '?';
		else
			memmove(out, s, n);
		out += control ? 1 : n;
		s += n;
	}
	*out = '\0';
	return copy;
}

size_t text_columns(const char *text)
{
	size_t n = 0;
	for (const unsigned char *s = (const unsigned char *)text; *s; s++)
		n += (*s & 0xc0) != 0x80;
	return n;
}

size_t text_prefix(const char *text, size_t columns)
{
	size_t n = 0;
	for (size_t i = 0; text[n] && i < columns; i++) {
		n++;
		while ((text[n] & 0xc0) == 0x80)
			n++;
	}
	return n;
}

bool text_has_word(const char *text, const char *word)
{
	const size_t n = strlen(word);
	for (const char *at = text; (at = strstr(at, word)); at += n)
		if ((at == text || at[-1] == ' ') &&
		    (at[n] == ' ' || at[n] == '\0'))
			return true;
	return false;
}

char *text_alternatives(const char *const words[])
{
	char *text = text_format("%s", words[0] ? words[0] : "");
	for (size_t i = 1; words[0] && words[i]; i++) {
		char *longer = text_format("%s%s%s", text, words[i + 1] ? ", " :
							   " or ", words[i]);
		free(text);
		text = longer;
	}
	return text;
}

const char *text_next_line(const char *line)
{
	const char *end = strchr(line, '\n');
	return end ? end + 1 : NULL;
}

/* The start of what stands there, or NULL. */
static const char *behind_key(const char *text, const char *key)
{
	const size_t n = strlen(key);
	for (const char *at = text; at && *at; at = text_next_line(at)) {
		const char *value = at + n;
		if (strncmp(at, key, n) == 0 && *value &&
		    strchr(": \t", *value))
			return value + strspn(value, ": \t");
	}
	return NULL;
}

char *text_behind_key(const char *text, const char *key)
{
	const char *value = behind_key(text, key);
	return value ? text_format("%.*s", (int)strcspn(value, "\n"), value) : NULL;
}

struct count text_count_behind_key(const char *text, const char *key)
{
	const char *value = behind_key(text, key);
	return value && *value >= '0' && *value <= '9' ?
		       count_of(strtoull(value, NULL, 10)) :
		       (struct count){ 0 };
}
