/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/classic_title.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/known.h"
#include "base/size.h"
#include "base/text.h"

enum { LABEL_WORDS = 8 };

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

void prose_add(struct prose *prose, const struct word *word)
{
	prose->word[prose->nr++ % PROSE_WORDS] = *word;
}

/* The words below line after, in order. */
static void prose_words(const struct prose *prose, size_t after,
			struct words *words)
{
	words->n = 0;
	const size_t first = prose->nr > TITLE_WORDS ? prose->nr - TITLE_WORDS : 0;
	for (size_t i = first; i < prose->nr; i++)
		if (prose->word[i % PROSE_WORDS].line > after)
			words->word[words->n++] = prose->word[i % PROSE_WORDS];
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
		word_append(text, size, &words->word[i]);
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
		if (words->n > LABEL_WORDS)
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

void title_name(struct words *words, bool own_line, size_t number,
		struct records *records, struct classic_table *table)
{
	char text[TITLE_SIZE];
	if (keep_tag(words)) {
		words_text(words, text, sizeof(text));
		title_tag(table, records, text);
		return;
	}
	keep_title(words, own_line);
	words_text(words, text, sizeof(text));
	if (*text)
		table->title = keep_printable(records, text);
	keep_label(words);
	words_text(words, text, sizeof(text));
	if (!*text)
		snprintf(text, sizeof(text), "table %zu", number);
	table->label = keep_printable(records, text);
}

/*
 * Behind a row on its own line stands a remark on the row, unless it names a
 * kernel: then the text is wrapped, and the words are a title.
 */
void title_above(const struct prose *prose, size_t row_line, bool own_line,
		 struct words *words)
{
	struct words titled;
	prose_words(prose, 0, words);
	titled = *words;
	keep_sentence(&titled);
	if (own_line && first_kernel(&titled) == titled.n)
		prose_words(prose, row_line, words);
}

bool title_between(const struct prose *prose, size_t row_line,
		   struct words *words)
{
	prose_words(prose, row_line, words);
	if (words->n == 0)
		return false;
	keep_title(words, true);
	return first_kernel(words) < words->n;
}

/* --- Our own headings ----------------------------------------------------- */

/* "reps," is "reps". A word that does not fit is empty. */
static const char *item(const struct word *word, char *text, size_t size)
{
	size_t n = word->n;
	if (n > 0 && word->text[n - 1] == ',')
		n--;
	if (n >= size)
		n = 0;
	memcpy(text, word->text, n);
	text[n] = '\0';
	return text;
}

static bool item_is(const struct word *word, const char *text)
{
	char got[32];
	return strcasecmp(item(word, got, sizeof(got)), text) == 0;
}

/* The words of a heading, the last of prose, in order. */
struct heading_words {
	const struct prose *prose;
	size_t first;		/* the oldest that is kept */
};

static const struct word *heading_word(const struct heading_words *words,
				       size_t i)
{
	return &words->prose->word[i % PROSE_WORDS];
}

/*
 * "0.4883 Gb" has four figures: of all the bytes that print like it, those that
 * a power of two divides best are found later.
 */
static bool heading_gb(const char *text, struct classic_heading *heading)
{
	char *end;
	const double gb = strtod(text, &end);
	if (*end || !isdigit((unsigned char)*text) || !(gb > 0 && gb < 0x1p33))
		return false;
	const double figures = gb < 1e4 ? 4 : 12;
	const double half = pow(10, floor(log10(gb)) - figures + 1) / 2;
	heading->low_bytes = (gb - half) * 0x1p30;
	heading->high_bytes = (gb + half) * 0x1p30;
	return true;
}

/* The size that ends at word i: "0.25 Gb", "8M", "-". Returns its words, or 0. */
static size_t heading_size(const struct heading_words *words, size_t i,
			   struct classic_heading *heading)
{
	char text[32];
	uint64_t bytes;
	if (item_is(heading_word(words, i), "-"))
		return 1;
	if (item_is(heading_word(words, i), "Gb"))
		return i > words->first &&
		       heading_gb(item(heading_word(words, i - 1), text,
				       sizeof(text)), heading) ? 2 : 0;
	if (size_parse("size", item(heading_word(words, i), text, sizeof(text)),
		       &bytes, NULL) != 0)
		return 0;
	heading->low_bytes = heading->high_bytes = (double)bytes;
	return 1;
}

static bool is_reps(const struct word *word)
{
	return item_is(word, "reps") || item_is(word, "rep");
}

/* Words before i that count: "sums over 2 to 3". */
static size_t heading_counts(const struct heading_words *words, size_t i)
{
	static const char *const glue[] = { "to", "over", "sums" };
	size_t n = 0;
	for (; i - n > words->first; n++) {
		const struct word *word = heading_word(words, i - n - 1);
		uint64_t count;
		if (word->text[word->n - 1] == ',')
			return n;
		if (!word_count(word, &count) && !word_is(word, "0") &&
		    !word_is_any(word, glue, ARRAY_SIZE(glue)))
			return n;
	}
	return n;
}

/* What stands before "reps" at word i: kind, pattern and size. */
static bool heading_workload(const struct heading_words *words, size_t i,
			     struct records *records,
			     struct classic_heading *heading)
{
	char text[64];
	const size_t counts = heading_counts(words, i);
	if (counts == 0 || i - counts < words->first + 3)
		return false;
	const size_t size = i - counts - 1;
	const size_t n = heading_size(words, size, heading);
	if (n == 0 || size + 1 < words->first + n + 2)
		return false;
	const size_t pattern = size - n;
	heading->pattern = records_keep(records,
		item(heading_word(words, pattern), text, sizeof(text)));
	item(heading_word(words, pattern - 1), text, sizeof(text));
	heading->kind = strcmp(text, "-") == 0 ? NULL :
						 records_keep(records, text);
	return *heading->pattern && *text;
}

/* Between "reps" and "accounting": "16K pages, processes", where not the usual. */
static void heading_unusual(const struct heading_words *words, size_t reps,
			    size_t accounting,
			    struct classic_heading *heading)
{
	char text[32];
	heading->page_bytes = 4096;
	heading->tasks = "threads";
	for (size_t i = reps + 1; i < accounting; i++)
		if (item_is(heading_word(words, i), "processes"))
			heading->tasks = "processes";
		else if (item_is(heading_word(words, i), "pages"))
			size_parse("size", item(heading_word(words, i - 1), text,
					sizeof(text)),
				   &heading->page_bytes, NULL);
}

/* Whether the words up to "accounting" at word i are a heading. */
static bool heading_ends(const struct heading_words *words, size_t i,
			 struct records *records,
			 struct classic_heading *heading)
{
	*heading = (struct classic_heading){ 0 };
	if (i == words->first || !item_is(heading_word(words, i), "accounting"))
		return false;
	size_t reps = i - 1;
	while (reps > words->first && !is_reps(heading_word(words, reps)))
		reps--;
	if (!heading_workload(words, reps, records, heading))
		return false;
	heading_unusual(words, reps, i, heading);
	if (item_is(heading_word(words, i - 1), "window"))
		heading->accounting = "window";
	else if (item_is(heading_word(words, i - 1), "classic"))
		heading->accounting = "classic";
	return heading->accounting != NULL;
}

/*
 * The words behind "kernel", which begins a line unless lines were joined.
 * Returns whether there are any.
 */
static bool heading_kernel(const struct heading_words *from, size_t after,
			   struct words *words)
{
	size_t kernel = 0;
	for (size_t i = after; i < from->prose->nr; i++) {
		const struct word *word = heading_word(from, i);
		if (!word_is(word, "kernel") || (kernel && !word->starts_line))
			continue;
		kernel = i + 1;
		if (word->starts_line)
			break;
	}
	if (kernel == 0 || kernel == from->prose->nr)
		return false;
	words->n = 0;
	for (size_t i = kernel; i < from->prose->nr && words->n < TITLE_WORDS; i++)
		words->word[words->n++] = *heading_word(from, i);
	return true;
}

bool title_heading(const struct prose *prose, struct records *records,
		   struct classic_heading *heading, struct words *words)
{
	const struct heading_words from = {
		.prose = prose,
		.first = prose->nr > PROSE_WORDS ? prose->nr - PROSE_WORDS : 0,
	};
	for (size_t i = prose->nr; i-- > from.first;) {
		if (!heading_ends(&from, i, records, heading))
			continue;
		heading->named = heading_kernel(&from, i + 1, words);
		return true;
	}
	*heading = (struct classic_heading){ 0 };
	return false;
}

/* "2026-11-23T00:28:12.059Z" */
static bool is_date(const struct word *word)
{
	return word->n >= 20 && isdigit((unsigned char)*word->text) &&
	       word->text[4] == '-' && word->text[10] == 'T';
}

void title_own(struct words *words, struct records *records,
	       struct classic_table *table)
{
	char text[TITLE_SIZE];
	words_text(words, text, sizeof(text));
	table->title = keep_printable(records, text);
	if (words->n > 1 && is_date(&words->word[words->n - 1]))
		words->n--;
	if (words->n > 1 && *words->word[words->n - 1].text == '(')
		words->n--;
	words_text(words, text, sizeof(text));
	table->label = keep_printable(records, text);
}
