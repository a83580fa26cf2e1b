/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/classic.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/known.h"
#include "base/text.h"

enum {
	MAX_DIGITS = 15,	/* what a double holds exactly */
	MAX_WORDS = 16,		/* of a title, of a row and what follows it */
	MAX_LABEL_WORDS = 8,
	MAX_QUOTER = 12,	/* letters of a name that quotes: "christoph>" */
	TITLE_SIZE = 512,
	RATE_DECIMALS = 3,	/* all of these programs print rates with "%.3f" */
};

static void *grow(void *array, size_t n, size_t size)
{
	if (n != 0 && (n & (n - 1)) != 0)
		return array;
	void *grown = realloc(array, (n ? 2 * n : 1) * size);
	if (!grown) {
		fputs("pft: out of memory: expected more: import less at once\n",
		      stderr);
		exit(1);
	}
	return grown;
}

/* --- Words ---------------------------------------------------------------- */

struct cursor {
	const char *at, *end;
	size_t line;		/* from 1 */
	bool starts_line;	/* no word of this line was read yet */
	bool blank_line;	/* an empty line stands before the next word */
};

/* Points into the text. */
struct word {
	const char *text;
	size_t n;
	size_t line;
	bool starts_line, after_blank_line;
};

/* Bytes of white space at p, or 0. Pasted pages have no-break blanks, c2 a0. */
static size_t blank_at(const char *p, const char *end)
{
	if (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\v' || *p == '\f' ||
	    *p == '\0')
		return 1;
	return end - p >= 2 && p[0] == '\xc2' && p[1] == '\xa0' ? 2 : 0;
}

static bool is_quote(char c)
{
	return c == '>' || c == '|';
}

/* "cl>" at the start of a line: a name in front of the quotation mark. */
static size_t quoter_at(const char *p, const char *end)
{
	size_t n = 0;
	while (p + n < end && n <= MAX_QUOTER && isalpha((unsigned char)p[n]))
		n++;
	return n > 0 && n <= MAX_QUOTER && p + n < end && p[n] == '>' ? n + 1 : 0;
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
		} else if (c->starts_line && is_quote(*c->at)) {
			c->at++;
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
	for (size_t i = 0; i < word->n; i++)
		if (!is_quote(word->text[i]))
			return false;
	return true;
}

/* Returns false at the end of the text. */
static bool word_next(struct cursor *c, struct word *word)
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

static bool word_is(const struct word *word, const char *text)
{
	return strlen(text) == word->n &&
	       strncasecmp(word->text, text, word->n) == 0;
}

static bool word_is_any(const struct word *word, const char *const texts[],
			size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (word_is(word, texts[i]))
			return true;
	return false;
}

/* --- Numbers -------------------------------------------------------------- */

double printed_value(const struct printed *number)
{
	double scale = 1;
	for (unsigned int i = 0; i < number->decimals; i++)
		scale *= 10;
	return (double)number->units / scale;
}

/* "12", "1.058", with seconds "1.058s"; nothing around, at most MAX_DIGITS. */
static bool number_read(const struct word *word, bool seconds,
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

static bool count_read(const struct word *word, uint64_t *count)
{
	struct printed number;
	if (!number_read(word, false, &number) || number.decimals != 0 ||
	    number.units == 0)
		return false;
	*count = number.units;
	return true;
}

/* Digits and points, perhaps an "s": a number, or what was left of one. */
static bool is_numeric(const struct word *word)
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

static bool is_time(const struct word *word)
{
	return is_numeric(word) && word->text[word->n - 1] == 's' &&
	       memchr(word->text, '.', word->n);
}

/* --- Headers and rows ----------------------------------------------------- */

static bool header_unit(const struct word *word, uint64_t *unit_bytes)
{
	if (word_is(word, "Gb"))
		*unit_bytes = UINT64_C(1) << 30;
	else if (word_is(word, "Mb"))
		*unit_bytes = UINT64_C(1) << 20;
	else if (word_is(word, "Kb"))
		*unit_bytes = UINT64_C(1) << 10;
	else
		return false;
	return true;
}

/* Take the next word if it is one of names. */
static bool header_word(struct cursor *c, const char *const names[], size_t n)
{
	struct cursor ahead = *c;
	struct word word;
	if (!word_next(&ahead, &word) || !word_is_any(&word, names, n))
		return false;
	*c = ahead;
	return true;
}

/* If a header stands at *c, step over it and describe it in *table. */
static bool header_read(struct cursor *c, struct classic_table *table)
{
	static const char *const rep[] = { "Rep", "Reps" };
	static const char *const threads[] = { "Threads", "Thr", "Thread" };
	static const char *const cline[] = { "CLine", "CLines" };
	static const char *const rest[] = { "User", "System", "Wall",
					    "flt/cpu/s", "fault/wsec" };
	struct cursor ahead = *c;
	struct word word;
	*table = (struct classic_table){ 0 };
	if (!word_next(&ahead, &word) ||
	    !header_unit(&word, &table->unit_bytes))
		return false;
	table->line = word.line;
	table->has_reps = header_word(&ahead, rep, ARRAY_SIZE(rep));
	if (!header_word(&ahead, threads, ARRAY_SIZE(threads)))
		return false;
	table->has_cachelines = header_word(&ahead, cline, ARRAY_SIZE(cline));
	for (size_t i = 0; i < ARRAY_SIZE(rest); i++)
		if (!header_word(&ahead, &rest[i], 1))
			return false;
	*c = ahead;
	return true;
}

static bool next_count(struct cursor *c, uint64_t *count)
{
	struct word word;
	return word_next(c, &word) && count_read(&word, count);
}

static bool next_number(struct cursor *c, bool seconds, struct printed *number)
{
	struct word word;
	return word_next(c, &word) && number_read(&word, seconds, number);
}

/* All three times of a row have two, or all have three decimals. */
static bool row_times(struct cursor *c, struct classic_row *row)
{
	return next_number(c, true, &row->user_s) &&
	       next_number(c, true, &row->system_s) &&
	       next_number(c, true, &row->wall_s) &&
	       (row->user_s.decimals == 2 || row->user_s.decimals == 3) &&
	       row->user_s.decimals == row->system_s.decimals &&
	       row->user_s.decimals == row->wall_s.decimals;
}

static bool row_rates(struct cursor *c, struct classic_row *row)
{
	return next_number(c, false, &row->flt_per_cpu_s) &&
	       next_number(c, false, &row->fault_per_wall_s) &&
	       row->flt_per_cpu_s.decimals == RATE_DECIMALS &&
	       row->fault_per_wall_s.decimals == RATE_DECIMALS;
}

/* If a row of table stands at *c, step over it. */
static bool row_read(struct cursor *c, const struct classic_table *table,
		     struct classic_row *row)
{
	struct cursor ahead = *c;
	struct word word;
	*row = (struct classic_row){ .reps = 1, .cachelines = 1 };
	if (!word_next(&ahead, &word) || !number_read(&word, false, &row->size))
		return false;
	row->line = word.line;
	if ((table->has_reps && !next_count(&ahead, &row->reps)) ||
	    !next_count(&ahead, &row->threads) ||
	    (table->has_cachelines && !next_count(&ahead, &row->cachelines)) ||
	    !row_times(&ahead, row) || !row_rates(&ahead, row))
		return false;
	*c = ahead;
	return true;
}

static void text_add(char *text, size_t size, const struct word *word)
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

/* Words of numbers from one on, as far as one row can be long. */
struct numbers {
	struct word word[MAX_WORDS];
	struct cursor at[MAX_WORDS + 1];	/* before each word */
	size_t n, nr_times, nr_rates;
};

/*
 * A broken row ends after two rates, or where a line begins with a whole
 * number: inside a row that is so only before the times.
 */
static bool numbers_end(const struct numbers *numbers, const struct word *word)
{
	if (numbers->n == MAX_WORDS || !is_numeric(word))
		return true;
	return !memchr(word->text, '.', word->n) &&
	       (numbers->nr_rates >= 2 ||
		(word->starts_line && numbers->nr_times > 0));
}

/* The first time of a good row was read: where that row begins, or 0. */
static size_t good_row(const struct numbers *numbers,
		       const struct classic_table *table)
{
	const size_t before = 2 + table->has_reps + table->has_cachelines;
	struct classic_row row;
	if (numbers->n <= before)
		return 0;
	struct cursor c = numbers->at[numbers->n - before];
	return row_read(&c, table, &row) ? numbers->n - before : 0;
}

static void numbers_read(const struct cursor *c,
			 const struct classic_table *table,
			 struct numbers *numbers)
{
	struct word word;
	/* The arrays are left as they are: this is done for every number. */
	numbers->n = numbers->nr_times = numbers->nr_rates = 0;
	numbers->at[0] = *c;
	for (;;) {
		struct cursor ahead = numbers->at[numbers->n];
		if (!word_next(&ahead, &word) || numbers_end(numbers, &word))
			return;
		const size_t good = is_time(&word) ? good_row(numbers, table) :
						     0;
		if (good) {
			numbers->n = good;
			return;
		}
		if (is_time(&word))
			numbers->nr_times++;
		else if (memchr(word.text, '.', word.n))
			numbers->nr_rates++;
		numbers->word[numbers->n++] = word;
		numbers->at[numbers->n] = ahead;
	}
}

/* --- Titles --------------------------------------------------------------- */

/* The last words that are neither of a header nor of a row. */
struct prose {
	struct word word[MAX_WORDS];	/* a ring: the oldest at nr % MAX_WORDS */
	size_t nr;			/* all that were seen */
};

struct words {
	struct word word[MAX_WORDS];
	size_t n;
};

static const struct architecture {
	const char *name;
	uint64_t page_bytes;
} architectures[] = {
	{ "i386", 4096 },    { "i486", 4096 },	  { "i586", 4096 },
	{ "i686", 4096 },    { "x86", 4096 },	  { "x86_64", 4096 },
	{ "x86-64", 4096 },  { "amd64", 4096 },	  { "em64t", 4096 },
	{ "opteron", 4096 }, { "pentium", 4096 }, { "xeon", 4096 },
	{ "ia64", 16384 },   { "altix", 16384 },  { "itanium", 16384 },
	{ "itanium2", 16384 },
};

/* Without what a sentence puts around a word. */
static struct word bare(const struct word *word)
{
	struct word inner = *word;
	while (inner.n > 0 && strchr(":;,.!?()[]\"'", inner.text[inner.n - 1]))
		inner.n--;
	while (inner.n > 0 && strchr("([\"'", *inner.text)) {
		inner.text++;
		inner.n--;
	}
	return inner;
}

static uint64_t architecture_page(const struct word *word)
{
	const struct word inner = bare(word);
	for (size_t i = 0; i < ARRAY_SIZE(architectures); i++)
		if (word_is(&inner, architectures[i].name))
			return architectures[i].page_bytes;
	return 0;
}

uint64_t classic_page_bytes(const char *words)
{
	struct cursor c = { .at = words, .end = words + strlen(words) };
	struct word word;
	while (word_next(&c, &word)) {
		const uint64_t page_bytes = architecture_page(&word);
		if (page_bytes)
			return page_bytes;
	}
	return 0;
}

/* "2.6.10-rc3-bk7", "6.12-rc1", "v6.12", "linux-2.6.8.1"; "2.21" is none. */
static bool is_version(const struct word *word)
{
	struct word inner = bare(word);
	bool sure = false;
	if (inner.n > 6 && strncasecmp(inner.text, "linux-", 6) == 0) {
		inner.text += 6;
		inner.n -= 6;
		sure = true;
	} else if (inner.n > 1 && *inner.text == 'v') {
		inner.text++;
		inner.n--;
		sure = true;
	}
	size_t dots = 0;
	for (size_t i = 0; i < inner.n; i++) {
		const unsigned char c = (unsigned char)inner.text[i];
		if (c == '.' && i > 0)
			dots++;
		else if (c == '-' && dots > 0)
			return true;
		else if (!isdigit(c))
			return false;
	}
	return dots >= 2 || (sure && dots == 1);
}

static bool names_kernel(const struct word *word)
{
	return is_version(word) || architecture_page(word) != 0;
}

static void prose_add(struct prose *prose, const struct word *word)
{
	prose->word[prose->nr++ % MAX_WORDS] = *word;
}

/* The words below line after, in order. */
static void prose_words(const struct prose *prose, size_t after,
			struct words *words)
{
	words->n = 0;
	const size_t first = prose->nr > MAX_WORDS ? prose->nr - MAX_WORDS : 0;
	for (size_t i = first; i < prose->nr; i++)
		if (prose->word[i % MAX_WORDS].line > after)
			words->word[words->n++] = prose->word[i % MAX_WORDS];
}

static void words_drop(struct words *words, size_t n)
{
	words->n -= n;
	memmove(words->word, words->word + n, words->n * sizeof(*words->word));
}

static bool ends_sentence(const struct word *word)
{
	return strchr(".:;!?", word->text[word->n - 1]) != NULL;
}

/* Keep the last sentence of the last paragraph. */
static void keep_sentence(struct words *words)
{
	size_t first = 0;
	for (size_t i = 1; i < words->n; i++)
		if (words->word[i].after_blank_line ||
		    ends_sentence(&words->word[i - 1]))
			first = i;
	words_drop(words, first);
}

static void keep_line(struct words *words)
{
	size_t first = 0;
	for (size_t i = 1; i < words->n; i++)
		if (words->word[i].starts_line)
			first = i;
	words_drop(words, first);
}

static size_t first_kernel(const struct words *words)
{
	size_t i = 0;
	while (i < words->n && !names_kernel(&words->word[i]))
		i++;
	return i;
}

/* The last "TAG pft:anon-sys-default:label", to the end of its line. */
static bool keep_tag(struct words *words)
{
	for (size_t i = words->n; i-- > 1;) {
		if (!word_is(&words->word[i - 1], "TAG") ||
		    !memchr(words->word[i].text, ':', words->word[i].n))
			continue;
		words_drop(words, i);
		for (size_t end = 1; end < words->n; end++)
			if (words->word[end].starts_line)
				words->n = end;
		return true;
	}
	return false;
}

/*
 * Of the words above a header keep those that name the table: from the first
 * architecture or kernel version of the last sentence on; without one, the
 * last sentence, or what of it stands on the last line.
 */
static void keep_title(struct words *words, bool own_line)
{
	keep_sentence(words);
	const size_t kernel = first_kernel(words);
	if (kernel < words->n)
		words_drop(words, kernel);
	else if (own_line)
		keep_line(words);
}

static void words_text(const struct words *words, char *text, size_t size)
{
	*text = '\0';
	for (size_t i = 0; i < words->n; i++)
		text_add(text, size, &words->word[i]);
	size_t n = strlen(text);
	while (n > 0 && strchr(" :;,", text[n - 1]))
		text[--n] = '\0';
}

/* "256M", "2x", "2004-12-08": tells of the machine or the test, not the kernel. */
static bool is_amount(const struct word *word)
{
	return isdigit((unsigned char)*word->text) && !is_version(word) &&
	       !memchr(word->text, '=', word->n);
}

/* Without "256M allocation 2x Pentium": from the first amount on. */
static void keep_label(struct words *words)
{
	if (first_kernel(words) == words->n) {
		if (words->n > MAX_LABEL_WORDS)
			words->n = 0;
		return;
	}
	for (size_t i = 1; i < words->n; i++)
		if (is_amount(&words->word[i]))
			words->n = i;
}

/* Keep text on one line, fit for a terminal. */
static const char *keep_printable(struct records *records, const char *text)
{
	char *copy = text_printable(text);
	const char *kept = records_keep(records, copy ? copy : "");
	free(copy);
	return kept;
}

static void title_tag(struct classic_table *table, struct records *records,
		      const char *tag)
{
	const char *colon = strrchr(tag, ':');
	table->title = keep_printable(records, tag);
	if (colon && colon[1])
		table->label = keep_printable(records, colon + 1);
	else
		table->label = table->title;
	const char *what = strchr(tag, ':');
	if (what && strncmp(what + 1, "anon", 4) != 0)
		table->kind = NULL;
}

/* --- The text ------------------------------------------------------------- */

struct reader {
	struct cursor c;
	struct records *records;
	struct classic_text *out;
	struct prose prose;	/* since the last header or row */
	size_t row_line;	/* of the last row's last word; 0: none yet */
};

static struct classic_table *last_table(const struct reader *reader)
{
	return reader->out->nr_tables ?
		       &reader->out->table[reader->out->nr_tables - 1] : NULL;
}

static bool label_used(const struct classic_text *out, const char *label)
{
	for (size_t i = 0; i < out->nr_tables; i++)
		if (strcmp(out->table[i].label, label) == 0)
			return true;
	return false;
}

/* Tables of two titles must not be taken for one. */
static void label_unique(const struct reader *reader,
			 struct classic_table *table)
{
	char label[TITLE_SIZE + 32];
	const char *stem = table->label;
	for (unsigned int i = 2; label_used(reader->out, table->label); i++) {
		snprintf(label, sizeof(label), "%s (%u)", stem, i);
		table->label = records_keep(reader->records, label);
	}
}

static void table_name(const struct reader *reader,
		       struct classic_table *table, struct words *words,
		       bool own_line)
{
	char text[TITLE_SIZE];
	if (keep_tag(words)) {
		words_text(words, text, sizeof(text));
		title_tag(table, reader->records, text);
	} else {
		keep_title(words, own_line);
		words_text(words, text, sizeof(text));
		if (*text)
			table->title = keep_printable(reader->records, text);
		keep_label(words);
		words_text(words, text, sizeof(text));
		if (!*text)
			snprintf(text, sizeof(text), "table %zu",
				 reader->out->nr_groups + 1);
		table->label = keep_printable(reader->records, text);
	}
	label_unique(reader, table);
	table->group = reader->out->nr_groups++;
}

static void table_add(struct reader *reader, const struct classic_table *table)
{
	struct classic_text *out = reader->out;
	out->table = grow(out->table, out->nr_tables, sizeof(*out->table));
	out->table[out->nr_tables++] = *table;
	reader->prose.nr = 0;
}

/* A header without a row is forgotten, and so is its name. */
static void table_drop_empty(struct reader *reader)
{
	struct classic_text *out = reader->out;
	if (out->nr_tables == 0 || last_table(reader)->n > 0)
		return;
	const size_t group = last_table(reader)->group;
	out->nr_tables--;
	if (out->nr_tables == 0 || last_table(reader)->group != group)
		out->nr_groups = group;
}

/*
 * What stands between the last row and a header. Behind a row on its own line
 * stands a remark on the row, unless it names a kernel: then the text is
 * wrapped, and the words are a title.
 */
static void title_words(const struct reader *reader, bool own_line,
			struct words *words)
{
	struct words titled;
	prose_words(&reader->prose, 0, words);
	titled = *words;
	keep_sentence(&titled);
	if (own_line && first_kernel(&titled) == titled.n)
		prose_words(&reader->prose, reader->row_line, words);
}

/* A header was read, and described in *table. */
static void header_add(struct reader *reader, struct classic_table *table,
		       bool own_line)
{
	struct words words;
	reader->out->nr_headers++;
	title_words(reader, own_line, &words);
	const struct classic_table *before = last_table(reader);
	table->kind = "anon-write";
	if (before && words.n == 0) {
		table->title = before->title;
		table->label = before->label;
		table->kind = before->kind;
		table->group = before->group;
		/* Keeps the name of a header whose rows never came. */
		if (before->n == 0)
			reader->out->nr_tables--;
	} else {
		table_drop_empty(reader);
		table_name(reader, table, &words, own_line);
	}
	table_add(reader, table);
}

/*
 * Rows that go on below a line which names another kernel are another table,
 * although its header was not repeated.
 */
static void table_split(struct reader *reader)
{
	struct words words;
	prose_words(&reader->prose, reader->row_line, &words);
	if (last_table(reader)->n == 0 || words.n == 0)
		return;
	keep_title(&words, true);
	if (first_kernel(&words) == words.n)
		return;
	struct classic_table table = *last_table(reader);
	table.row = NULL;
	table.n = 0;
	table.title = NULL;
	table.line = words.word[0].line;
	table_name(reader, &table, &words, true);
	table_add(reader, &table);
}

static void row_add(struct reader *reader, const struct classic_row *row)
{
	table_split(reader);
	struct classic_table *table = last_table(reader);
	table->row = grow(table->row, table->n, sizeof(*table->row));
	table->row[table->n++] = *row;
	table->last_line = reader->c.line;
	reader->row_line = reader->c.line;
	reader->prose.nr = 0;
}

static void broken_add(struct reader *reader, const struct numbers *numbers)
{
	struct classic_text *out = reader->out;
	char text[TITLE_SIZE] = "";
	for (size_t i = 0; i < numbers->n; i++)
		text_add(text, sizeof(text), &numbers->word[i]);
	out->broken = grow(out->broken, out->nr_broken, sizeof(*out->broken));
	out->broken[out->nr_broken++] = (struct classic_broken){
		.line = numbers->word[0].line,
		.text = records_keep(reader->records, text),
	};
	reader->c = numbers->at[numbers->n];
	reader->row_line = reader->c.line;
	reader->prose.nr = 0;
}

/*
 * A row stands at the cursor, or numbers that were one: with a time among
 * them. Other numbers are prose.
 */
static bool read_row(struct reader *reader)
{
	struct classic_row row;
	struct numbers numbers;
	if (!last_table(reader))
		return false;
	if (row_read(&reader->c, last_table(reader), &row)) {
		row_add(reader, &row);
		return true;
	}
	numbers_read(&reader->c, last_table(reader), &numbers);
	if (numbers.nr_times == 0 || numbers.n < 3)
		return false;
	broken_add(reader, &numbers);
	return true;
}

static bool read_header(struct reader *reader)
{
	struct classic_table table;
	struct cursor ahead = reader->c;
	struct word word;
	if (!word_next(&ahead, &word) || !header_read(&reader->c, &table))
		return false;
	header_add(reader, &table, word.starts_line);
	return true;
}

void classic_parse(const char *text, size_t n, struct records *records,
		   struct classic_text *classic)
{
	*classic = (struct classic_text){ 0 };
	struct reader reader = {
		.c = { .at = text, .end = text + n, .line = 1,
		       .starts_line = true },
		.records = records,
		.out = classic,
	};
	struct word word;
	for (;;) {
		if (read_header(&reader) || read_row(&reader))
			continue;
		if (!word_next(&reader.c, &word))
			break;
		prose_add(&reader.prose, &word);
	}
	table_drop_empty(&reader);
	classic->nr_lines = reader.c.line - (n > 0 && text[n - 1] == '\n') -
			    (n == 0);
}

void classic_close(struct classic_text *classic)
{
	for (size_t i = 0; i < classic->nr_tables; i++)
		free(classic->table[i].row);
	free(classic->table);
	free(classic->broken);
	*classic = (struct classic_text){ 0 };
}
