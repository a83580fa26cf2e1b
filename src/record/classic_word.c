/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/classic_word.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/known.h"

enum {
	MAX_DIGITS = 15,	/* what a double holds exactly */
	MAX_QUOTER = 12,	/* letters of a name that quotes: "christoph>" */
	MAX_FULL_NAME = 48,	/* bytes of one with blanks: "A. N. Other>" */
	MAX_TABLE_WORDS = 24,	/* of one line */
};

/* Bytes of white space at p, or 0. Pasted pages have no-break blanks, c2 a0. */
static size_t blank_at(const char *p, const char *end)
{
	if (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\v' || *p == '\f' ||
	    *p == '\0')
		return 1;
	return end - p >= 2 && p[0] == '\xc2' && p[1] == '\xa0' ? 2 : 0;
}

/* Bytes of a ">", as a web page's source has it too. */
static size_t angle_at(const char *p, const char *end)
{
	if (p < end && *p == '>')
		return 1;
	return end - p >= 4 && memcmp(p, "&gt;", 4) == 0 ? 4 : 0;
}

/* Bytes of a quotation mark at p, or 0. */
static size_t quote_at(const char *p, const char *end)
{
	return p < end && *p == '|' ? 1 : angle_at(p, end);
}

/* "cl>" at the start of a line: a name in front of the quotation mark. */
static size_t short_quoter_at(const char *p, const char *end)
{
	size_t n = 0;
	while (p + n < end && n <= MAX_QUOTER && isalpha((unsigned char)p[n]))
		n++;
	if (n == 0 || n > MAX_QUOTER)
		return 0;
	const size_t angle = angle_at(p + n, end);
	return angle ? n + angle : 0;
}

/* "A. N. Other>": letters first. Returns the bytes, or 0. */
static size_t full_name_at(const char *p, const char *end)
{
	size_t n = 0;
	while (p + n < end && n <= MAX_FULL_NAME &&
	       (isalpha((unsigned char)p[n]) || p[n] & 0x80 ||
		(n > 0 && strchr(" .'-", p[n]) && p[n])))
		n++;
	if (n == 0 || n > MAX_FULL_NAME)
		return 0;
	const size_t angle = angle_at(p + n, end);
	return angle ? n + angle : 0;
}

static bool is_table_word(const struct word *word)
{
	static const char *const words[] = {
		"Gb", "Mb", "Kb", "Rep", "Reps", "Threads", "Thr", "Thread",
		"CLine", "CLines", "User", "System", "Wall", "flt/cpu/s",
		"fault/wsec", "-",
	};
	return word_is_numeric(word) ||
	       word_is_any(word, words, ARRAY_SIZE(words));
}

/* The line goes on with words of a header or a row, and nothing else. */
static bool is_table_line(const char *p, const char *end)
{
	size_t nr_words = 0;
	while (p < end && *p != '\n') {
		const size_t blank = blank_at(p, end);
		struct word word = { .text = p };
		if (blank) {
			p += blank;
			continue;
		}
		while (p < end && *p != '\n' && !blank_at(p, end))
			p++;
		word.n = (size_t)(p - word.text);
		if (++nr_words > MAX_TABLE_WORDS || !is_table_word(&word))
			return false;
	}
	return nr_words > 0;
}

/* In front of other lines a name with blanks may be what they say. */
static size_t quoter_at(const char *p, const char *end)
{
	const size_t quoter = short_quoter_at(p, end);
	if (quoter)
		return quoter;
	const size_t name = full_name_at(p, end);
	return name && is_table_line(p + name, end) ? name : 0;
}

/* To the next byte that belongs to a word. */
static void skip_blanks(struct cursor *c)
{
	bool empty = false;
	while (c->at < c->end) {
		const size_t blank = blank_at(c->at, c->end);
		if (*c->at == '\n') {
			empty = c->starts_line;
			c->blank_line |= empty;
			c->line++;
			c->starts_line = true;
			c->at++;
		} else if (blank) {
			c->at += blank;
		} else if (c->starts_line && quote_at(c->at, c->end)) {
			c->at += quote_at(c->at, c->end);
		} else if (c->starts_line && quoter_at(c->at, c->end)) {
			c->at += quoter_at(c->at, c->end);
		} else {
			return;
		}
	}
}

/* Bytes of "1.058s" where a digit follows: no blank was printed between them. */
static size_t fused_time(const char *p, const char *end)
{
	const char *at = p;
	while (at < end && (isdigit((unsigned char)*at) || *at == '.'))
		at++;
	if (at == p || end - at < 2 || *at != 's' ||
	    !isdigit((unsigned char)at[1]))
		return 0;
	return (size_t)(at + 1 - p);
}

static void word_read(struct cursor *c, struct word *word)
{
	const char *at = c->at;
	size_t n = fused_time(at, c->end);
	while (n == 0 && at < c->end && *at != '\n' && !blank_at(at, c->end))
		at++;
	if (n == 0)
		n = (size_t)(at - c->at);
	*word = (struct word){ .text = c->at, .n = n, .line = c->line,
			       .starts_line = c->starts_line,
			       .after_blank_line = c->blank_line };
	c->at += n;
	c->starts_line = false;
}

static bool only_quotes(const struct word *word)
{
	const char *p = word->text, *end = p + word->n;
	while (p < end && quote_at(p, end))
		p += quote_at(p, end);
	return p == end;
}

bool word_next(struct cursor *c, struct word *word)
{
	c->blank_line = false;
	do {
		skip_blanks(c);
		if (c->at == c->end)
			return false;
		word_read(c, word);
	} while (only_quotes(word));	/* run together with its quotation */
	return true;
}

bool word_is(const struct word *word, const char *text)
{
	return strlen(text) == word->n &&
	       strncasecmp(word->text, text, word->n) == 0;
}

bool word_is_any(const struct word *word, const char *const texts[],
			size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (word_is(word, texts[i]))
			return true;
	return false;
}

double printed_value(const struct printed *number)
{
	double scale = 1;
	for (unsigned int i = 0; i < number->decimals; i++)
		scale *= 10;
	return (double)number->units / scale;
}

bool word_number(const struct word *word, bool seconds,
			struct printed *number)
{
	const char *p = word->text;
	const char *end = p + word->n;
	if (seconds && end[-1] != 's')
		return false;
	end -= seconds;
	*number = (struct printed){ 0 };
	size_t digits = 0;
	bool point = false;
	for (; p < end; p++) {
		if (*p == '.' && digits > 0 && !point && p + 1 < end) {
			point = true;
			continue;
		}
		if (!isdigit((unsigned char)*p) || ++digits > MAX_DIGITS)
			return false;
		number->units = 10 * number->units + (uint64_t)(*p - '0');
		number->decimals += point;
	}
	return digits > 0;
}

bool word_count(const struct word *word, uint64_t *count)
{
	struct printed number;
	if (!word_number(word, false, &number) || number.decimals != 0 ||
	    number.units == 0)
		return false;
	*count = number.units;
	return true;
}

bool word_is_numeric(const struct word *word)
{
	size_t digits = 0;
	for (size_t i = 0; i < word->n; i++) {
		const char c = word->text[i];
		digits += isdigit((unsigned char)c) != 0;
		if (!isdigit((unsigned char)c) && c != '.' &&
		    !(c == 's' && i > 0 && i + 1 == word->n))
			return false;
	}
	return digits > 0;
}

bool word_is_time(const struct word *word)
{
	return word_is_numeric(word) && word->text[word->n - 1] == 's' &&
	       memchr(word->text, '.', word->n);
}

void word_append(char *text, size_t size, const struct word *word)
{
	const size_t at = strlen(text);
	const size_t blank = at > 0;
	if (at + blank + word->n + 1 > size)
		return;
	if (blank)
		text[at] = ' ';
	/* A NUL is white space, so a word has none. */
	memcpy(text + at + blank, word->text, word->n);
	text[at + blank + word->n] = '\0';
}
