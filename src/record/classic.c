/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/classic.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "record/classic_title.h"

enum {
	ROW_WORDS = 16,		/* of a row and what follows it */
	RATE_DECIMALS = 3,	/* all of these programs print rates with "%.3f" */
};

/* ---- headers and rows: words from one on, up to the empty one at the end ---- */

/* If a header stands at word, describe it in *table. Returns its words, or 0. */
static size_t header_at(const struct word *word, struct classic_table *table)
{
	const struct word *at = word;
	bool has[NR_COLUMNS];
	*table = (struct classic_table){ .line = word->line };
	for (enum column i = 0; i < NR_COLUMNS; i++) {
		has[i] = word_column(at) == i;
		at += has[i];
		if (!has[i] && i != COLUMN_REPS && i != COLUMN_CACHELINES)
			return 0;
	}
	table->unit_bytes = UINT64_C(1) << (word_is(word, "Gb") ? 30 :
					    word_is(word, "Mb") ? 20 : 10);
	table->has_reps = has[COLUMN_REPS];
	table->has_cachelines = has[COLUMN_CACHELINES];
	return (size_t)(at - word);
}

/* "-" is what our own tables print for what was not measured well enough. */
static bool time_at(const struct word *word, struct printed *time, bool *known)
{
	*known = word_number(word, true, time);
	return *known || word_is(word, "-");
}

/* All times of a row have two, or all have three decimals. */
static bool times_at(const struct word *word, struct classic_row *row)
{
	const unsigned int decimals = word_number(&word[2], true, &row->wall_s) ?
					      row->wall_s.decimals : 0;
	return (decimals == 2 || decimals == 3) &&
	       time_at(&word[0], &row->user_s, &row->has_user) &&
	       time_at(&word[1], &row->system_s, &row->has_system) &&
	       (!row->has_user || row->user_s.decimals == decimals) &&
	       (!row->has_system || row->system_s.decimals == decimals);
}

static bool rate_at(const struct word *word, struct printed *rate)
{
	return word_number(word, false, rate) && rate->decimals == RATE_DECIMALS;
}

static size_t row_words(const struct classic_table *table)
{
	return 7 + table->has_reps + table->has_cachelines;
}

/* If a row of table stands at word, with n words to the end, describe it. */
static bool row_at(struct span span, const struct classic_table *table,
		   struct classic_row *row)
{
	const struct word *at = span.word;
	if (span.n < row_words(table))
		return false;
	*row = (struct classic_row){ .line = at->line, .reps = 1, .cachelines = 1 };
	return word_number(at++, false, &row->size) &&
	       (!table->has_reps || word_count(at++, &row->reps)) &&
	       word_count(at++, &row->threads) &&
	       (!table->has_cachelines || word_count(at++, &row->cachelines)) &&
	       times_at(at, row) && rate_at(at + 3, &row->flt_per_cpu_s) &&
	       rate_at(at + 4, &row->fault_per_wall_s);
}

/* Words of numbers from one on, as far as one row can be long. */
struct numbers {
	size_t n, nr_times, nr_rates;
};

/*
 * A broken row ends after two rates, or where a line begins with a whole
 * number: inside a row that is so only before the times.
 */
static bool ends_numbers(const struct numbers *numbers, const struct word *word)
{
	/* Elsewhere a dash is punctuation. */
	if (word_is(word, "-"))
		return numbers->n < 2 || numbers->n == ROW_WORDS ||
		       numbers->nr_times + numbers->nr_rates > 0;
	if (numbers->n == ROW_WORDS || !word_is_numeric(word))
		return true;
	return !strchr(word->text, '.') &&
	       (numbers->nr_rates >= 2 ||
		(word->starts_line && numbers->nr_times > 0));
}

/* Word i is a time: whether it is the first one of a good row. */
static bool is_in_good_row(struct span span, size_t i,
			   const struct classic_table *table)
{
	const size_t before = row_words(table) - 5;
	struct classic_row row;
	return i > before &&
	       row_at((struct span){ span.word + i - before, span.n - i + before },
		      table, &row);
}

static struct numbers numbers_at(struct span span,
				 const struct classic_table *table)
{
	struct numbers numbers = { 0 };
	for (; numbers.n < span.n; numbers.n++) {
		const struct word *word = &span.word[numbers.n];
		if (ends_numbers(&numbers, word))
			break;
		const bool dash = word_is(word, "-"), time = word_is_time(word);
		if ((dash || time) && is_in_good_row(span, numbers.n, table)) {
			numbers.n -= row_words(table) - 5;
			break;
		}
		/* One dash may be prose, two are User and System. */
		if (time || (dash && word_is(word - 1, "-")))
			numbers.nr_times++;
		else if (strchr(word->text, '.'))
			numbers.nr_rates++;
	}
	return numbers;
}

/* ---- the text ---- */

struct reader {
	struct classic_words words;
	size_t at;		/* the next word */
	size_t prose;		/* the first word behind the last header or row */
	struct records *records;
	struct classic_text *out;
	size_t row_line;	/* of the last row's last word; 0: none yet */
	void *labels;		/* tree of struct label: those in use */
};

/* Words from one on to another. */
static struct span words_of(const struct reader *reader, size_t from, size_t to)
{
	return (struct span){ &reader->words.word[from], to - from };
}

static struct span rest_of(const struct reader *reader)
{
	return words_of(reader, reader->at, reader->words.n);
}

/* Step over the n words of a header or row. */
static void step_over(struct reader *reader, size_t n)
{
	reader->at += n;
	reader->prose = reader->at;
}

static struct classic_table *last_table(const struct reader *reader)
{
	return reader->out->nr_tables ?
		       &reader->out->table[reader->out->nr_tables - 1] : NULL;
}

struct label {
	const char *text;
	unsigned int next;	/* number of the next table with that title */
};

static int compare_labels(const void *a, const void *b)
{
	return strcmp(((const struct label *)a)->text,
		      ((const struct label *)b)->text);
}

/* The label, now in use; *is_new says whether it was not. */
static struct label *label_use(struct reader *reader, const char *text,
			       bool *is_new)
{
	struct label *label = error_unless_memory(malloc(sizeof(*label)));
	*label = (struct label){ .text = text, .next = 2 };
	struct label **found = error_unless_memory(
		tsearch(label, &reader->labels, compare_labels));
	*is_new = *found == label;
	if (!*is_new)
		free(label);
	return *found;
}

/* Tables of two titles must not be taken for one. */
static void label_unique(struct reader *reader, struct classic_table *table)
{
	char text[TITLE_SIZE + 32];
	bool is_new;
	struct label *stem = label_use(reader, table->label, &is_new);
	while (!is_new) {
		snprintf(text, sizeof(text), "%s (%u)", stem->text, stem->next++);
		table->label = records_keep(reader->records, text);
		label_use(reader, table->label, &is_new);
	}
}

/* A table gets its label with its first row: without one it has no need. */
static void label_settle(struct reader *reader, struct classic_table *table)
{
	const struct classic_table *before =
		reader->out->nr_tables > 1 ? table - 1 : NULL;
	if (before && before->group == table->group)
		table->label = before->label;
	else
		label_unique(reader, table);
}

static void table_name(const struct reader *reader,
		       struct classic_table *table, struct span title,
		       bool own_line)
{
	const struct naming naming = {
		.records = reader->records,
		.prose = words_of(reader, reader->prose, reader->at),
		.title = title, .own_line = own_line,
		.number = reader->out->nr_groups + 1,
	};
	title_name(&naming, table);
	table->group = reader->out->nr_groups++;
}

static void table_add(struct reader *reader, const struct classic_table *table)
{
	struct classic_text *out = reader->out;
	out->table = records_grow(out->table, out->nr_tables, sizeof(*out->table));
	out->table[out->nr_tables++] = *table;
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

/* A header was read, and described in *table. */
static void header_add(struct reader *reader, struct classic_table *table)
{
	const bool own_line = reader->words.word[reader->at].starts_line;
	const struct span title = title_above(
		words_of(reader, reader->prose, reader->at), reader->row_line,
		own_line);
	const struct classic_table *before = last_table(reader);
	table->kind = "anon-write";
	if (before && title.n == 0) {
		table->title = before->title;
		table->label = before->label;
		table->kind = before->kind;
		table->heading = before->heading;
		table->group = before->group;
		/* Keeps the name of a header whose rows never came. */
		if (before->n == 0)
			reader->out->nr_tables--;
	} else {
		table_drop_empty(reader);
		table_name(reader, table, title, own_line);
	}
	table_add(reader, table);
}

/*
 * Rows that go on below a line which names another kernel are another table,
 * although its header was not repeated.
 */
static void table_split(struct reader *reader)
{
	const struct span title = title_between(
		words_of(reader, reader->prose, reader->at), reader->row_line);
	if (last_table(reader)->n == 0 || title.n == 0)
		return;
	struct classic_table table = *last_table(reader);
	table.row = NULL;
	table.n = 0;
	table.title = NULL;
	table.line = title.word->line;
	table_name(reader, &table, title, true);
	table_add(reader, &table);
}

/* n words from the next on are a row, or one that is broken. */
static void end_row(struct reader *reader, size_t n)
{
	step_over(reader, n);
	reader->row_line = reader->words.word[reader->at - 1].line;
}

static void row_add(struct reader *reader, const struct classic_row *row)
{
	table_split(reader);
	struct classic_table *table = last_table(reader);
	if (table->n == 0)
		label_settle(reader, table);
	table->row = records_grow(table->row, table->n, sizeof(*table->row));
	table->row[table->n++] = *row;
	end_row(reader, row_words(table));
	table->last_line = reader->row_line;
}

static void broken_add(struct reader *reader, size_t n)
{
	struct classic_text *out = reader->out;
	char text[TITLE_SIZE] = "";
	span_append(words_of(reader, reader->at, reader->at + n), text, sizeof(text));
	out->broken = records_grow(out->broken, out->nr_broken,
				   sizeof(*out->broken));
	out->broken[out->nr_broken++] = (struct classic_broken){
		.line = reader->words.word[reader->at].line,
		.text = records_keep(reader->records, text),
	};
	end_row(reader, n);
}

/*
 * A row stands next, or numbers that were one: with a time among them. Other
 * numbers are prose.
 */
static bool read_row(struct reader *reader)
{
	const struct classic_table *table = last_table(reader);
	struct classic_row row;
	if (!table)
		return false;
	if (row_at(rest_of(reader), table, &row)) {
		row_add(reader, &row);
		return true;
	}
	const struct numbers numbers = numbers_at(rest_of(reader), table);
	if (numbers.nr_times == 0 || numbers.n < 3)
		return false;
	broken_add(reader, numbers.n);
	return true;
}

static bool read_header(struct reader *reader)
{
	struct classic_table table;
	const size_t n = header_at(&reader->words.word[reader->at], &table);
	if (n == 0)
		return false;
	header_add(reader, &table);
	step_over(reader, n);
	return true;
}

void classic_parse(const char *text, size_t n, struct records *records,
		   struct classic_text *classic)
{
	*classic = (struct classic_text){ 0 };
	struct reader reader = {
		.words = words_read(text, n),
		.records = records,
		.out = classic,
	};
	while (reader.at < reader.words.n)
		if (!read_header(&reader) && !read_row(&reader))
			reader.at++;
	table_drop_empty(&reader);
	tdestroy(reader.labels, free);
	classic->nr_lines = reader.words.nr_lines;
	words_close(&reader.words);
}

void classic_close(struct classic_text *classic)
{
	for (size_t i = 0; i < classic->nr_tables; i++)
		free(classic->table[i].row);
	free(classic->table);
	free(classic->broken);
	*classic = (struct classic_text){ 0 };
}
