/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/import_records.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/known.h"
#include "record/classic.h"
#include "record/emit.h"
#include "record/recover.h"
#include "record/jsonl.h"

enum {
	MAX_TOLD = 20,		/* broken rows that are reported one by one */
	TELL_SIZE = 640,	/* of such a line */
	MAX_WORDS = 2 * (2 * IMPORT_NAMES + 4) + 3,	/* of a command line */
};

/* One FILE of the command line. */
struct import {
	const struct import_options *options;
	const struct input *input;
	struct records *records;
	struct classic_text classic;
	char id[32];		/* of the import's note */
	size_t first_group;	/* titled tables of the files before */
	const char *command;	/* JSON text: the words that make the records */
	size_t nr_rows, nr_invalid;
};

static size_t command_names(const char **words, size_t n, const char *option,
			    const struct names *names)
{
	for (size_t i = 0; i < names->n; i++) {
		words[n++] = option;
		words[n++] = names->name[i];
	}
	return n;
}

/* The command line that makes the same records, without the options of output. */
static char *command_json(const struct import_options *options,
			  const char *path)
{
	const char *words[MAX_WORDS] = { "pft", "import" };
	const struct {
		const char *option, *value;
	} single[] = {
		{ "--bytes", options->size },
		{ "--page-size", options->page_size },
		{ "--source", options->source },
		{ "--date", options->date },
	};
	size_t n = 2;
	for (size_t i = 0; i < ARRAY_SIZE(single); i++) {
		if (!single[i].value)
			continue;
		words[n++] = single[i].option;
		words[n++] = single[i].value;
	}
	n = command_names(words, n, "--label", &options->labels);
	n = command_names(words, n, "--machine", &options->machines);
	words[n++] = path;
	struct emit e;
	emit_open(&e);
	emit_texts(&e, NULL, words, n);
	return emit_close(&e);
}

static const char *group_name(const struct names *names, size_t group)
{
	if (names->n == 1)
		return names->name[0];
	return group < names->n ? names->name[group] : NULL;
}

static const char *time_or_null(const struct import_options *options)
{
	return *options->time ? options->time : NULL;
}

static void add_count(struct records *records, struct facts *facts,
		      const char *name, size_t value)
{
	facts_add_number(records, facts, name, real_of((double)value));
}

/* Where the import's tables come from. */
static void add_note(const struct import *import)
{
	struct records *records = import->records;
	const struct import_options *options = import->options;
	struct facts *note = records_add_facts(records, "note");
	facts_add_text(records, note, "id", import->id);
	facts_add_text(records, note, "time", time_or_null(options));
	facts_add_text(records, note, "text",
		       "import classic tables: no interval: each row is one sum over its repetitions");
	facts_add_text(records, note, "source", options->source);
	facts_add_text(records, note, "file", import->input->path);
	add_count(records, note, "file_bytes", import->input->n);
	add_count(records, note, "file_lines", import->classic.nr_lines);
	add_count(records, note, "tables", import->classic.nr_tables);
	add_count(records, note, "rows", import->nr_rows);
	add_count(records, note, "rows_invalid", import->nr_invalid);
	add_count(records, note, "rows_broken", import->classic.nr_broken);
}

/* What a title names: the run that the samples point to. */
static void add_run(const struct import *import,
		    const struct classic_table *table, const char *id)
{
	struct records *records = import->records;
	struct facts *run = records_add_facts(records, "run");
	facts_add_text(records, run, "id", id);
	facts_add_text(records, run, "time", time_or_null(import->options));
	facts_add_text(records, run, "note", import->id);
	facts_add_text(records, run, "title", table->title);
	facts_add_text(records, run, "machine",
		       group_name(&import->options->machines,
				  import->first_group + table->group));
	facts_add_json(records, run, "argv", import->command);
}

/* What was found about one table as a whole. */
static void add_table_note(const struct import *import,
			   const struct classic_table *table,
			   const struct recovered *whole, const char *run)
{
	struct records *records = import->records;
	struct facts *note = records_add_facts(records, "note");
	facts_add_text(records, note, "run", run);
	facts_add_text(records, note, "text", "classic table");
	facts_add_text(records, note, "kernel", table->label);
	add_count(records, note, "first_line", table->line);
	add_count(records, note, "last_line", table->last_line);
	add_count(records, note, "rows", table->n);
	facts_add_text(records, note, "wall_quirk",
		       recover_quirk_text(whole->quirk));
	facts_add_number(records, note, "page_bytes",
			 (struct real){ .value = (double)whole->page_bytes,
					.known = whole->page_bytes != 0 });
	facts_add_text(records, note, "page_bytes_from",
		       whole->page_bytes_from);
}

static void tell(const struct import *import, size_t line, const char *text)
{
	options_say("%s:%zu: %s", import->input->path, line, text);
}

/* Say why a column has only '-', also without --verbose. */
static void tell_doubt(const struct import *import,
		       const struct classic_table *table,
		       const struct recovered_rows *rows)
{
	char text[400];
	if (rows->nr_doubtful == 0)
		return;
	snprintf(text, sizeof(text), "%zu of %zu rows: %s",
		 rows->nr_doubtful, table->n, rows->doubt);
	tell(import, table->line, text);
}

static void add_table(struct import *import, struct classic_table *table)
{
	const struct import_options *options = import->options;
	const size_t group = import->first_group + table->group;
	struct recover_hints hints = options->hints;
	char run[48];
	snprintf(run, sizeof(run), "%s-%zu", import->id, table->group + 1);
	if (group < options->labels.n)
		table->label = records_keep(import->records,
					    options->labels.name[group]);
	hints.machine = group_name(&options->machines, group);
	if (!records_find(import->records, "run", run))
		add_run(import, table, run);
	const struct recovered whole = recover_table(table, &hints);
	add_table_note(import, table, &whole, run);
	import->nr_rows += table->n;
	const struct recovered_rows rows =
		recover_rows(import->records, &whole, run, time_or_null(options));
	import->nr_invalid += rows.nr_invalid;
	tell_doubt(import, table, &rows);
}

static void tell_broken(const struct import *import)
{
	const struct classic_text *classic = &import->classic;
	char text[TELL_SIZE];
	for (size_t i = 0; i < classic->nr_broken && i < MAX_TOLD; i++) {
		snprintf(text, sizeof(text),
			 "damaged row '%s': expected the columns of its header: skipped",
			 classic->broken[i].text);
		tell(import, classic->broken[i].line, text);
	}
	if (classic->nr_broken <= MAX_TOLD)
		return;
	snprintf(text, sizeof(text), "%zu more damaged rows, skipped",
		 classic->nr_broken - MAX_TOLD);
	tell(import, classic->broken[MAX_TOLD].line, text);
}

/* The id is a hash of text and command: it tells two imports in one file apart. */
static void name_import(struct import *import)
{
	const uint64_t text = hash_bytes(HASH_START, import->input->text,
					 import->input->n);
	snprintf(import->id, sizeof(import->id), "import-%016" PRIx64,
		 hash_bytes(text, import->command, strlen(import->command)));
}

static int add_tables(struct import *import, struct error *err)
{
	const struct input *input = import->input;
	classic_parse(input->text, input->n, import->records, &import->classic);
	tell_broken(import);
	if (import->classic.nr_tables == 0)
		return error_set(err, -EINVAL,
				 "%s: no classic table found: expected a header such as \"Gb Rep Threads User System Wall flt/cpu/s fault/wsec\", and rows below it",
				 input->path);
	char *command = command_json(import->options, input->path);
	import->command = records_keep(import->records, command);
	free(command);
	name_import(import);
	for (size_t i = 0; i < import->classic.nr_tables; i++)
		add_table(import, &import->classic.table[i]);
	add_note(import);
	return 0;
}

int import_input(const struct import_options *options,
		 const struct input *input, struct import_result *result,
		 struct error *err)
{
	struct import import = { .options = options, .input = input,
				 .records = &result->records,
				 .first_group = result->nr_groups };
	const int rc = add_tables(&import, err);
	result->nr_groups += import.classic.nr_groups;
	result->nr_broken += import.classic.nr_broken;
	result->nr_invalid += import.nr_invalid;
	classic_close(&import.classic);
	return rc;
}
