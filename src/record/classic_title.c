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

enum {
	TITLE_WORDS = 16,
	HEADING_WORDS = 128,	/* that our own heading may take, with its notes */
	LABEL_WORDS = 8,
	NAME_SIZE = 64,		/* of a kernel, an architecture, a kind; more is none */
};

/* ---- kernels and architectures ---- */

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

/* Without what a sentence puts around a word. text: [NAME_SIZE] */
static const char *bare(const struct word *word, char *text)
{
	snprintf(text, NAME_SIZE, "%s", word->text + strspn(word->text, "([\"'"));
	for (size_t n = strlen(text);
	     n > 0 && strchr(":;,.!?()[]\"'", text[n - 1]); n--)
		text[n - 1] = '\0';
	return text;
}

static uint64_t architecture_page(const struct word *word)
{
	char name[NAME_SIZE];
	bare(word, name);
	for (size_t i = 0; i < ARRAY_SIZE(architectures); i++)
		if (strcasecmp(name, architectures[i].name) == 0)
			return architectures[i].page_bytes;
	return 0;
}

uint64_t classic_page_bytes(const char *text)
{
	struct classic_words words = words_read(text, strlen(text));
	uint64_t page_bytes = 0;
	for (size_t i = 0; i < words.n && page_bytes == 0; i++)
		page_bytes = architecture_page(&words.word[i]);
	words_close(&words);
	return page_bytes;
}

/* "2.6.10-rc3-bk7", "6.12-rc1", "v6.12", "linux-2.6.8.1"; "2.21" is none. */
static bool is_version(const struct word *word)
{
	char name[NAME_SIZE];
	const char *all = bare(word, name);
	const size_t before = strncasecmp(all, "linux-", 6) == 0 ? 6 : *all == 'v';
	const char *number = all + before;
	size_t dots = 0;
	for (; isdigit((unsigned char)*number) ||
	       (*number == '.' && number > all + before); number++)
		dots += *number == '.';
	if (*number)
		return *number == '-' && dots > 0;
	return dots >= 2 || (before > 0 && dots == 1);
}

/* Words before the first that names a kernel or an architecture. */
static size_t first_kernel(struct span span)
{
	size_t i = 0;
	while (i < span.n && !is_version(&span.word[i]) &&
	       !architecture_page(&span.word[i]))
		i++;
	return i;
}

static bool has_kernel(struct span span)
{
	return first_kernel(span) < span.n;
}

/* ---- which words ---- */

static struct span span_from(struct span span, size_t first)
{
	return (struct span){ span.word + first, span.n - first };
}

static struct span below_line(struct span span, size_t line)
{
	size_t first = 0;
	while (first < span.n && span.word[first].line <= line)
		first++;
	return span_from(span, first);
}

static bool begins_sentence(const struct word *word)
{
	return word->after_blank_line ||
	       strchr(".:;!?", word[-1].text[strlen(word[-1].text) - 1]);
}

static bool begins_line(const struct word *word)
{
	return word->starts_line;
}

/* From the last word on that begins something; all, where there is none. */
static struct span since_last(struct span span,
			      bool (*begins)(const struct word *word))
{
	size_t first = span.n;
	while (first-- > 1)
		if (begins(&span.word[first]))
			return span_from(span, first);
	return span;
}

/* The last sentence of the last paragraph. */
static struct span last_sentence(struct span span)
{
	return since_last(span, begins_sentence);
}

/*
 * Of the words above a header those that name the table: from the first
 * architecture or kernel version of the last sentence on; without one, the
 * last sentence, or what of it stands on the last line.
 */
static struct span naming_words(struct span span, bool own_line)
{
	span = last_sentence(span);
	if (has_kernel(span))
		return span_from(span, first_kernel(span));
	return own_line ? since_last(span, begins_line) : span;
}

/* "256M", "2x", "2004-12-08": tells of the machine or the test, not the kernel. */
static bool is_amount(const struct word *word)
{
	return isdigit((unsigned char)*word->text) && !is_version(word) &&
	       !strchr(word->text, '=');
}

/* Without "256M allocation 2x Pentium": up to the first amount. */
static struct span label_words(struct span span)
{
	size_t n = 1;
	if (!has_kernel(span))
		return (struct span){ span.word, span.n > LABEL_WORDS ? 0 : span.n };
	while (n < span.n && !is_amount(&span.word[n]))
		n++;
	return (struct span){ span.word, n };
}

/*
 * Behind a row on its own line stands a remark on the row, unless it names a
 * kernel: then the text is wrapped, and the words are a title.
 */
struct span title_above(struct span prose, size_t row_line, bool own_line)
{
	const struct span all = span_last(prose, TITLE_WORDS);
	return own_line && !has_kernel(last_sentence(all)) ?
		       below_line(all, row_line) : all;
}

struct span title_between(struct span prose, size_t row_line)
{
	const struct span words = naming_words(
		below_line(span_last(prose, TITLE_WORDS), row_line), true);
	return has_kernel(words) ? words : (struct span){ 0 };
}

/* ---- texts ---- */

/* The words on one line, fit for a terminal; NULL where there are none. */
static const char *keep(struct records *records, struct span span)
{
	char text[TITLE_SIZE] = "";
	span_append(span, text, sizeof(text));
	size_t n = strlen(text);
	while (n > 0 && strchr(" :;,", text[n - 1]))
		text[--n] = '\0';
	char *shown = text_printable(text);
	const char *kept = *text ? records_keep(records, shown) : NULL;
	free(shown);
	return kept;
}

/* The last "TAG pft:anon-sys-default:label", to the end of its line. */
static struct span tag_words(struct span span)
{
	for (size_t i = span.n; i-- > 1;) {
		if (!word_is(&span.word[i - 1], "TAG") ||
		    !strchr(span.word[i].text, ':'))
			continue;
		size_t end = i + 1;
		while (end < span.n && !span.word[end].starts_line)
			end++;
		/* cppcheck-suppress returnDanglingLifetime ; the words are the caller's */
		return (struct span){ &span.word[i], end - i };
	}
	return (struct span){ 0 };
}

/* Returns whether the tag says anything. */
static bool name_by_tag(struct records *records, struct span tag,
			struct classic_table *table)
{
	table->title = keep(records, tag);
	if (!table->title)
		return false;
	const char *what = strchr(table->title, ':');
	const char *label = strrchr(table->title, ':');
	table->label = label ? records_keep(records, label + 1) : table->title;
	if (what && strncmp(what + 1, "anon", 4) != 0)
		table->kind = NULL;
	return true;
}

static void name_by_prose(const struct naming *naming,
			  struct classic_table *table)
{
	const struct span title = naming_words(naming->title, naming->own_line);
	table->title = keep(naming->records, title);
	table->label = keep(naming->records, label_words(title));
}

/* ---- our own headings ---- */

/* "reps," is "reps". A word that does not fit is empty. text: [NAME_SIZE] */
static const char *item(const struct word *word, char *text)
{
	size_t n = strlen(word->text);
	if (n > 0 && word->text[n - 1] == ',')
		n--;
	snprintf(text, NAME_SIZE, "%.*s", n < NAME_SIZE ? (int)n : 0, word->text);
	return text;
}

static bool item_is(const struct word *word, const char *text)
{
	char got[NAME_SIZE];
	return strcasecmp(item(word, got), text) == 0;
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

/* The size that span ends with: "0.25 Gb", "8M", "-". Returns its words, or 0. */
static size_t heading_size(struct span span, struct classic_heading *heading)
{
	const struct word *last = &span.word[span.n - 1];
	char text[NAME_SIZE];
	uint64_t bytes;
	if (item_is(last, "-"))
		return 1;
	if (item_is(last, "Gb"))
		return span.n > 1 && heading_gb(item(last - 1, text), heading) ? 2 : 0;
	if (size_parse("", item(last, text), &bytes, NULL) != 0)
		return 0;
	heading->low_bytes = heading->high_bytes = (double)bytes;
	return 1;
}

/* A word of "sums over 2 to 3". */
static bool is_of_count(const struct word *word)
{
	uint64_t count;
	return word_count(word, &count) || word_is(word, "0") ||
	       word_is(word, "to") || word_is(word, "over") ||
	       word_is(word, "sums");
}

/* Words that count at the end of span. */
static size_t heading_counts(struct span span)
{
	size_t n = 0;
	while (n < span.n && is_of_count(&span.word[span.n - n - 1]))
		n++;
	return n;
}

/* What stands before "reps": kind, pattern, size and how many. */
static bool heading_workload(struct span span, struct records *records,
			     struct classic_heading *heading)
{
	char text[NAME_SIZE];
	const size_t counts = heading_counts(span);
	span.n -= counts;
	const size_t size = counts > 0 && span.n > 2 ?
				    heading_size(span, heading) : 0;
	if (size == 0 || span.n < size + 2)
		return false;
	const struct word *pattern = &span.word[span.n - size - 1];
	heading->pattern = records_keep(records, item(pattern, text));
	item(pattern - 1, text);
	heading->kind = strcmp(text, "-") == 0 ? NULL :
						 records_keep(records, text);
	return *heading->pattern && *text;
}

/* Between "reps" and "accounting": "16K pages, processes", where not the usual. */
static void heading_unusual(struct span span, struct classic_heading *heading)
{
	char text[NAME_SIZE];
	heading->page_bytes = 4096;
	heading->tasks = "threads";
	for (size_t i = 0; i < span.n; i++)
		if (item_is(&span.word[i], "processes"))
			heading->tasks = "processes";
		else if (item_is(&span.word[i], "pages"))
			size_parse("", item(&span.word[i] - 1, text),
				   &heading->page_bytes, NULL);
}

/* Whether the words of span, which "accounting" follows, are a heading. */
static bool heading_read(struct span span, struct records *records,
			 struct classic_heading *heading)
{
	size_t reps = span.n;
	*heading = (struct classic_heading){ 0 };
	if (span.n == 0)
		return false;
	while (--reps > 0 && !item_is(&span.word[reps], "reps") &&
	       !item_is(&span.word[reps], "rep"))
		;
	if (!heading_workload((struct span){ span.word, reps }, records, heading))
		return false;
	heading_unusual(span_from(span, reps + 1), heading);
	const struct word *accounting = &span.word[span.n - 1];
	heading->accounting = item_is(accounting, "window") ? "window" :
			      item_is(accounting, "classic") ? "classic" : NULL;
	return heading->accounting != NULL;
}

/* What follows the word "kernel", which begins a line unless lines were joined. */
static struct span heading_kernel(struct span span)
{
	size_t kernel = span.n;
	for (size_t i = 0; i < span.n; i++) {
		const struct word *word = &span.word[i];
		if (!word_is(word, "kernel") ||
		    (kernel < span.n && !word->starts_line))
			continue;
		kernel = i + 1;
		if (word->starts_line)
			break;
	}
	span = span_from(span, kernel);
	return (struct span){ span.word,
			      span.n < TITLE_WORDS ? span.n : TITLE_WORDS };
}

/*
 * The last heading of pft's own.
 * *kernel  receives the words that name the table; none: it does not tell
 */
static bool find_heading(const struct naming *naming, struct span *kernel,
			 struct classic_heading *heading)
{
	const struct span span = span_last(naming->prose, HEADING_WORDS);
	for (size_t i = span.n; i-- > 0;) {
		if (!item_is(&span.word[i], "accounting") ||
		    !heading_read((struct span){ span.word, i }, naming->records,
				  heading))
			continue;
		*kernel = heading_kernel(span_from(span, i + 1));
		return true;
	}
	*heading = (struct classic_heading){ 0 };
	return false;
}

/* "2026-11-23T00:28:12.059Z" */
static bool is_date(const struct word *word)
{
	return strlen(word->text) >= 20 && isdigit((unsigned char)*word->text) &&
	       word->text[4] == '-' && word->text[10] == 'T';
}

/* Behind "kernel" stand "label (release), date". */
static void name_by_kernel(struct records *records, struct span kernel,
			   struct classic_table *table)
{
	table->title = keep(records, kernel);
	if (kernel.n > 1 && is_date(&kernel.word[kernel.n - 1]))
		kernel.n--;
	if (kernel.n > 1 && *kernel.word[kernel.n - 1].text == '(')
		kernel.n--;
	table->label = keep(records, kernel);
}

void title_name(const struct naming *naming, struct classic_table *table)
{
	char number[32];
	struct span kernel = { 0 };
	const bool ours = find_heading(naming, &kernel, &table->heading);
	const struct span tag = tag_words(naming->title);
	if (kernel.n > 0)
		name_by_kernel(naming->records, kernel, table);
	else if (!name_by_tag(naming->records, tag, table))
		name_by_prose(naming, table);
	snprintf(number, sizeof(number), "table %zu", naming->number);
	if (!table->label)
		table->label = records_keep(naming->records, number);
	if (ours)
		table->kind = table->heading.kind;
}
