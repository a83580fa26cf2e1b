/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/classic.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "record/classic_title.h"
#include "record/classic_word.h"

enum {
	ROW_WORDS = 16,		/* of a row and what follows it */
	RATE_DECIMALS = 3,	/* all of these programs print rates with "%.3f" */
};

static _Noreturn void no_memory(void)
{
	fputs("pft: out of memory: expected more: import less at once\n",
	      stderr);
	exit(1);
}

static void *grow(void *array, size_t n, size_t size)
{
	if (n != 0 && (n & (n - 1)) != 0)
		return array;
	void *grown = realloc(array, (n ? 2 * n : 1) * size);
	if (!grown)
		no_memory();
	return grown;
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
	return word_next(c, &word) && word_count(&word, count);
}

static bool next_number(struct cursor *c, bool seconds, struct printed *number)
{
	struct word word;
	return word_next(c, &word) && word_number(&word, seconds, number);
}

/* "-" is what our own tables print for what was not measured well enough. */
static bool next_time(struct cursor *c, struct printed *time, bool *known)
{
	struct word word;
	*known = false;
	if (!word_next(c, &word))
		return false;
	*known = word_number(&word, true, time);
	return *known || word_is(&word, "-");
}

/* All times of a row have two, or all have three decimals. */
static bool row_times(struct cursor *c, struct classic_row *row)
{
	return next_time(c, &row->user_s, &row->has_user) &&
	       next_time(c, &row->system_s, &row->has_system) &&
	       next_number(c, true, &row->wall_s) &&
	       (row->wall_s.decimals == 2 || row->wall_s.decimals == 3) &&
	       (!row->has_user ||
		row->user_s.decimals == row->wall_s.decimals) &&
	       (!row->has_system ||
		row->system_s.decimals == row->wall_s.decimals);
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
	if (!word_next(&ahead, &word) || !word_number(&word, false, &row->size))
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

/* Words of numbers from one on, as far as one row can be long. */
struct numbers {
	struct word word[ROW_WORDS];
	struct cursor at[ROW_WORDS + 1];	/* before each word */
	size_t n, nr_times, nr_rates;
};

/*
 * A broken row ends after two rates, or where a line begins with a whole
 * number: inside a row that is so only before the times.
 */
static bool numbers_end(const struct numbers *numbers, const struct word *word)
{
	/* Elsewhere a dash is punctuation. */
	if (word_is(word, "-"))
		return numbers->n < 2 || numbers->n == ROW_WORDS ||
		       numbers->nr_times + numbers->nr_rates > 0;
	if (numbers->n == ROW_WORDS || !word_is_numeric(word))
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
	numbers->n = numbers->nr_times = 0;
	numbers->nr_rates = 0;
	numbers->at[0] = *c;
	for (;;) {
		struct cursor ahead = numbers->at[numbers->n];
		if (!word_next(&ahead, &word) || numbers_end(numbers, &word))
			return;
		const bool dash = word_is(&word, "-");
		const size_t good = dash || word_is_time(&word) ?
					    good_row(numbers, table) : 0;
		if (good) {
			numbers->n = good;
			return;
		}
		/* One dash may be prose, two are User and System. */
		if (word_is_time(&word) ||
		    (dash && word_is(&numbers->word[numbers->n - 1], "-")))
			numbers->nr_times++;
		else if (memchr(word.text, '.', word.n))
			numbers->nr_rates++;
		numbers->word[numbers->n++] = word;
		numbers->at[numbers->n] = ahead;
	}
}

/* --- The text ------------------------------------------------------------- */

struct reader {
	struct cursor c;
	struct records *records;
	struct classic_text *out;
	struct prose prose;	/* since the last header or row */
	size_t row_line;	/* of the last row's last word; 0: none yet */
	void *labels;		/* tree of struct label: those in use */
};

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
	struct label *label = grow(NULL, 0, sizeof(*label));
	*label = (struct label){ .text = text, .next = 2 };
	struct label **found = tsearch(label, &reader->labels, compare_labels);
	if (!found)
		no_memory();
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
		       struct classic_table *table, struct words *words,
		       bool own_line)
{
	const bool ours = title_heading(&reader->prose, reader->records,
					&table->heading, words);
	if (table->heading.named)
		title_own(words, reader->records, table);
	else
		title_name(words, own_line, reader->out->nr_groups + 1,
			   reader->records, table);
	if (ours)
		table->kind = table->heading.kind;
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

/* A header was read, and described in *table. */
static void header_add(struct reader *reader, struct classic_table *table,
		       bool own_line)
{
	struct words words;
	reader->out->nr_headers++;
	title_above(&reader->prose, reader->row_line, own_line, &words);
	const struct classic_table *before = last_table(reader);
	table->kind = "anon-write";
	if (before && words.n == 0) {
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
	if (last_table(reader)->n == 0 ||
	    !title_between(&reader->prose, reader->row_line, &words))
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
	if (table->n == 0)
		label_settle(reader, table);
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
		word_append(text, sizeof(text), &numbers->word[i]);
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
	tdestroy(reader.labels, free);
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
