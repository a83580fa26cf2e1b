/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/classic_word.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/known.h"
#include "record/record.h"

enum {
	MAX_DIGITS = 15,	/* what a double holds exactly */
	MAX_QUOTER = 12,	/* letters of a name that quotes: "christoph>" */
	MAX_FULL_NAME = 48,	/* bytes of one with blanks: "A. N. Other>" */
	MAX_TABLE_WORDS = 24,	/* of one line */
};

/* Where the next word is looked for. */
struct cursor {
	const char *at, *end;
	size_t line;		/* from 1 */
	bool starts_line;	/* no word of this line was read yet */
	bool blank_line;	/* an empty line stands before the next word */
};

/* ---- what stands between words ---- */

/* Bytes of white space at p, or 0. Pasted pages have no-break blanks, c2 a0. */
static size_t blank_at(const char *p, const char *end)
{
	if (*p == '\0' || strchr(" \t\r\v\f", *p))
		return 1;
	return end - p >= 2 && memcmp(p, "\xc2\xa0", 2) == 0 ? 2 : 0;
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

static bool is_of_name(char c)
{
	return c & 0x80 || (c && strchr(" .'-", c));
}

/*
 * Bytes of a name and the quotation mark behind it, "cl>", or 0.
 * max      bytes of the name at the most
 * full     it may have more than letters: "A. N. Other>"
 */
static size_t name_at(const char *p, const char *end, size_t max, bool full)
{
	size_t n = 0;
	while (p + n < end && n <= max &&
	       (isalpha((unsigned char)p[n]) ||
		(full && (n > 0 || p[n] & 0x80) && is_of_name(p[n]))))
		n++;
	const size_t angle = n > 0 && n <= max ? angle_at(p + n, end) : 0;
	return angle ? n + angle : 0;
}

static bool is_table_word(const struct word *word)
{
	return word_is_numeric(word) || word_is(word, "-") ||
	       word_column(word) < NR_COLUMNS;
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

/* Bytes at the beginning of a line that quote what follows, or 0. */
static size_t quotation_at(const char *p, const char *end)
{
	size_t n = quote_at(p, end);
	if (n == 0)
		n = name_at(p, end, MAX_QUOTER, false);
	if (n > 0)
		return n;
	/* In front of other lines a name with blanks may be what they say. */
	n = name_at(p, end, MAX_FULL_NAME, true);
	return n > 0 && is_table_line(p + n, end) ? n : 0;
}

/* To the next byte that belongs to a word. */
static void skip_blanks(struct cursor *c)
{
	while (c->at < c->end) {
		size_t n = blank_at(c->at, c->end);
		if (*c->at == '\n') {
			c->blank_line |= c->starts_line;
			c->line++;
			c->starts_line = true;
			n = 1;
		} else if (n == 0 && c->starts_line) {
			n = quotation_at(c->at, c->end);
		}
		if (n == 0)
			return;
		c->at += n;
	}
}

/* ---- words ---- */

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

static struct word word_read(struct cursor *c)
{
	size_t n = fused_time(c->at, c->end);
	struct word word = { .text = c->at, .line = c->line,
			     .starts_line = c->starts_line,
			     .after_blank_line = c->blank_line };
	c->at += n;
	while (n == 0 && c->at < c->end && *c->at != '\n' &&
	       !blank_at(c->at, c->end))
		c->at++;
	word.n = (size_t)(c->at - word.text);
	c->starts_line = false;
	return word;
}

static bool only_quotes(const struct word *word)
{
	const char *p = word->text, *end = p + word->n;
	while (p < end && quote_at(p, end))
		p += quote_at(p, end);
	return p == end;
}

struct words words_read(const char *text, size_t n)
{
	struct cursor c = { .at = text, .end = text + n, .line = 1,
			    .starts_line = true };
	struct words words = { 0 };
	for (;;) {
		words.word = records_grow(words.word, words.n,
					  sizeof(*words.word));
		words.word[words.n] = (struct word){ .text = "" };
		skip_blanks(&c);
		if (c.at == c.end)
			break;
		words.word[words.n] = word_read(&c);
		/* Else it was run together with its quotation. */
		if (only_quotes(&words.word[words.n]))
			continue;
		words.n++;
		c.blank_line = false;
	}
	words.nr_lines = c.line - (n > 0 && text[n - 1] == '\n') - (n == 0);
	return words;
}

struct span span_last(struct span span, size_t n)
{
	const size_t more = span.n > n ? span.n - n : 0;
	return (struct span){ span.word + more, span.n - more };
}

void span_append(struct span span, char *text, size_t size)
{
	for (size_t i = 0; i < span.n; i++) {
		const size_t at = strlen(text);
		const size_t blank = at > 0;
		if (at + blank + span.word[i].n + 1 > size)
			continue;
		text[at] = ' ';
		/* A NUL is white space, so a word has none. */
		memcpy(text + at + blank, span.word[i].text, span.word[i].n);
		text[at + blank + span.word[i].n] = '\0';
	}
}

bool word_is(const struct word *word, const char *text)
{
	return strlen(text) == word->n &&
	       strncasecmp(word->text, text, word->n) == 0;
}

enum column word_column(const struct word *word)
{
	static const char *const names[NR_COLUMNS][3] = {
		[COLUMN_UNIT] = { "Gb", "Mb", "Kb" },
		[COLUMN_REPS] = { "Rep", "Reps" },
		[COLUMN_THREADS] = { "Threads", "Thr", "Thread" },
		[COLUMN_CACHELINES] = { "CLine", "CLines" },
		[COLUMN_USER] = { "User" },
		[COLUMN_SYSTEM] = { "System" },
		[COLUMN_WALL] = { "Wall" },
		[COLUMN_PER_CPU] = { "flt/cpu/s" },
		[COLUMN_PER_WALL] = { "fault/wsec" },
	};
	for (enum column i = 0; i < NR_COLUMNS; i++)
		for (size_t k = 0; k < ARRAY_SIZE(names[i]); k++)
			if (names[i][k] && word_is(word, names[i][k]))
				return i;
	return NR_COLUMNS;
}

/* ---- numbers ---- */

double printed_value(const struct printed *number)
{
	double scale = 1;
	for (unsigned int i = 0; i < number->decimals; i++)
		scale *= 10;
	return (double)number->units / scale;
}

bool word_number(const struct word *word, bool seconds, struct printed *number)
{
	const size_t n = word->n - (word->n > 0 && seconds);
	size_t digits = 0;
	bool point = false;
	*number = (struct printed){ 0 };
	if (seconds && (word->n == 0 || word->text[n] != 's'))
		return false;
	for (size_t i = 0; i < n; i++) {
		const char c = word->text[i];
		if (c == '.' && digits > 0 && !point && i + 1 < n) {
			point = true;
			continue;
		}
		if (!isdigit((unsigned char)c) || ++digits > MAX_DIGITS)
			return false;
		number->units = 10 * number->units + (uint64_t)(c - '0');
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
