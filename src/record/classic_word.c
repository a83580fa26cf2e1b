/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/classic_word.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/auto.h"
#include "base/known.h"
#include "record/record.h"

enum {
	MAX_DIGITS = 15,	/* what a double holds exactly */
	MAX_QUOTER = 12,	/* letters of a name that quotes: "christoph>" */
	MAX_FULL_NAME = 48,	/* bytes of one with blanks: "A. N. Other>" */
	MAX_TABLE_WORDS = 24,	/* of one line */
};

/* What stands between words of a line. */
#define BLANKS " \t\r\v\f"
#define DIGITS "0123456789"

/* Where the next word is looked for. */
struct cursor {
	const char *at;
	size_t line;		/* from 1 */
	bool starts_line;	/* no word of this line was read yet */
	bool blank_line;	/* an empty line stands before the next word */
};

/* ---- what stands between words ---- */

/* Bytes of a ">", as a web page's source has it too. */
static size_t angle_at(const char *p)
{
	return *p == '>' ? 1 : strncmp(p, "&gt;", 4) == 0 ? 4 : 0;
}

/* Bytes of a quotation mark at p, or 0. */
static size_t quote_at(const char *p)
{
	return *p == '|' ? 1 : angle_at(p);
}

/* Of the name of somebody: "A. N. Other". */
static bool is_of_name(char c, bool first)
{
	return c & 0x80 || isalpha((unsigned char)c) ||
	       (!first && c && strchr(" .'-", c));
}

/*
 * Bytes of a name and the quotation mark behind it, "cl>", or 0.
 * max      bytes of the name at the most
 * full     it may have more than letters: "A. N. Other>"
 */
static size_t name_at(const char *p, size_t max, bool full)
{
	size_t n = 0;
	while (n <= max && (full ? is_of_name(p[n], n == 0) :
				   isalpha((unsigned char)p[n])))
		n++;
	const size_t angle = n > 0 && n <= max ? angle_at(p + n) : 0;
	return angle ? n + angle : 0;
}

static bool is_table_word(const char *text, size_t n)
{
	AUTO_FREE char *copy = error_unless_memory(strndup(text, n));
	const struct word word = { .text = copy };
	return word_is_numeric(&word) || word_is(&word, "-") ||
	       word_column(&word) < NR_COLUMNS;
}

/* The line goes on with words of a header or a row, and nothing else. */
static bool is_table_line(const char *p)
{
	size_t nr_words = 0;
	for (p += strspn(p, BLANKS); *p && *p != '\n'; p += strspn(p, BLANKS)) {
		const size_t n = strcspn(p, BLANKS "\n");
		if (++nr_words > MAX_TABLE_WORDS || !is_table_word(p, n))
			return false;
		p += n;
	}
	return nr_words > 0;
}

/* Bytes at the beginning of a line that quote what follows, or 0. */
static size_t quotation_at(const char *p)
{
	size_t n = quote_at(p);
	if (n == 0)
		n = name_at(p, MAX_QUOTER, false);
	if (n > 0)
		return n;
	/* In front of other lines a name with blanks may be what they say. */
	n = name_at(p, MAX_FULL_NAME, true);
	return n > 0 && is_table_line(p + n) ? n : 0;
}

/* To the next byte that belongs to a word. */
static void skip_blanks(struct cursor *c)
{
	for (size_t n = 1; n > 0; c->at += n) {
		n = strspn(c->at, BLANKS);
		if (*c->at == '\n') {
			c->blank_line |= c->starts_line;
			c->line++;
			c->starts_line = true;
			n = 1;
		} else if (n == 0 && c->starts_line) {
			n = quotation_at(c->at);
		}
	}
}

/* ---- words ---- */

/* Between "1.058s" and a digit that follows no blank was printed. */
static size_t word_bytes(const char *p)
{
	const size_t n = strspn(p, DIGITS ".");
	return n > 0 && p[n] == 's' && isdigit((unsigned char)p[n + 1]) ?
		       n + 1 : strcspn(p, BLANKS "\n");
}

/* Returns where the word after it has room. */
static char *word_read(struct cursor *c, struct word *word, char *bytes)
{
	const size_t n = word_bytes(c->at);
	*word = (struct word){ .text = memcpy(bytes, c->at, n), .line = c->line,
			       .starts_line = c->starts_line,
			       .after_blank_line = c->blank_line };
	bytes[n] = '\0';
	c->at += n;
	c->starts_line = false;
	return bytes + n + 1;
}

static bool only_quotes(const char *p)
{
	while (*p && quote_at(p))
		p += quote_at(p);
	return !*p;
}

/* A string of it. Pasted pages have no-break blanks, c2 a0. */
static char *string_of(const char *text, size_t n)
{
	char *copy = error_unless_memory(malloc(n + 1));
	memcpy(copy, text, n);
	copy[n] = '\0';
	for (char *p = copy; (p = memchr(p, '\0', (size_t)(copy + n - p)));)
		*p = '\t';
	for (char *p = copy; (p = strstr(p, "\xc2\xa0"));)
		p[0] = p[1] = ' ';
	return copy;
}

struct classic_words words_read(const char *text, size_t n)
{
	AUTO_FREE char *string = string_of(text, n);
	struct cursor c = { .at = string, .line = 1, .starts_line = true };
	/* A word takes a byte more than in the text, and has at least one. */
	struct classic_words words = { .bytes = error_unless_memory(malloc(2 * n + 1)) };
	char *bytes = words.bytes;
	for (;;) {
		words.word = records_grow(words.word, words.n,
					  sizeof(*words.word));
		words.word[words.n] = (struct word){ .text = "" };
		skip_blanks(&c);
		if (!*c.at)
			break;
		bytes = word_read(&c, &words.word[words.n], bytes);
		/* Else it was run together with its quotation. */
		if (only_quotes(words.word[words.n].text))
			continue;
		words.n++;
		c.blank_line = false;
	}
	words.nr_lines = c.line - (n > 0 && text[n - 1] == '\n') - (n == 0);
	return words;
}

void words_close(struct classic_words *words)
{
	free(words->word);
	free(words->bytes);
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
		const char *word = span.word[i].text;
		if (at + (at > 0) + strlen(word) < size)
			sprintf(text + at, "%s%s", at ? " " : "", word);
	}
}

bool word_is(const struct word *word, const char *text)
{
	return strcasecmp(word->text, text) == 0;
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
	const char *point = word->text + strspn(word->text, DIGITS);
	const size_t decimals = *point == '.' ? strspn(point + 1, DIGITS) : 0;
	const char *end = decimals ? point + 1 + decimals : point;
	*number = (struct printed){ .decimals = (unsigned int)decimals };
	if (point == word->text || strcmp(end, seconds ? "s" : "") != 0 ||
	    (size_t)(point - word->text) + decimals > MAX_DIGITS)
		return false;
	for (const char *c = word->text; c < end; c++)
		if (*c != '.')
			number->units = 10 * number->units + (uint64_t)(*c - '0');
	return true;
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
	const size_t n = strspn(word->text, DIGITS ".");
	const char *end = word->text + n;
	return n > strspn(word->text, ".") && (!*end || strcmp(end, "s") == 0);
}

bool word_is_time(const struct word *word)
{
	return word_is_numeric(word) && strchr(word->text, '.') &&
	       strchr(word->text, 's');
}
