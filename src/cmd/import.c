/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft import: classic tables, as they stand in mails and logs, to records.
 *
 * Records of an import hold no time of day and no machine of ours: the same
 * text and options make the same bytes.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/known.h"
#include "base/size.h"
#include "cmd/commands.h"
#include "record/classic.h"
#include "record/emit.h"
#include "record/jsonl.h"
#include "record/recover.h"
#include "record/writer.h"
#include "view/table/run_table.h"

/* ---- options ---- */

enum { IMPORT_NAMES = 64 };	/* of --label and --machine each */

/* Given once: for every table; more often: for the titled tables in order. */
struct names {
	const char *name[IMPORT_NAMES];
	size_t n;
};

struct import_options {
	struct output_options out;
	struct names labels, machines;
	const char *source, *date, *page_size, *size;	/* as given, or NULL */
	char time[24];			/* date as RFC 3339, or "" */
	struct recover_hints hints;
};

static int names_add(struct names *names, const char *what, const char *value,
		     struct error *err)
{
	if (!*value)
		return error_set(err, -EINVAL, "%s '': expected a name", what);
	if (names->n == IMPORT_NAMES)
		return error_set(err, -E2BIG, "%s '%s': expected at most %d of them: import fewer tables at once",
				 what, value, IMPORT_NAMES);
	names->name[names->n++] = value;
	return 0;
}

static int set_label(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	return names_add(&options->labels, "--label", value, err);
}

static int set_machine(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	return names_add(&options->machines, "--machine", value, err);
}

/* strptime accepts days that do not exist; timegm changes them. */
static bool date_exists(const char *text, const char *format)
{
	struct tm tm = { 0 };
	const char *end = strptime(text, format, &tm);
	const int day = tm.tm_mday;
	return end && !*end && timegm(&tm) != -1 && tm.tm_mday == day;
}

static int set_date(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	const size_t n = strlen(value);
	if (n == 10 && date_exists(value, "%Y-%m-%d"))
		snprintf(options->time, sizeof(options->time), "%sT00:00:00Z",
			 value);
	else if (n == 20 && date_exists(value, "%Y-%m-%dT%H:%M:%SZ"))
		snprintf(options->time, sizeof(options->time), "%s", value);
	else
		return error_set(err, -EINVAL,
				 "--date '%s': expected YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ",
				 value);
	options->date = value;
	return 0;
}

static int set_page_size(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	const int rc = size_parse("--page-size", value, &options->hints.page_bytes, err);
	const uint64_t bytes = options->hints.page_bytes;
	if (rc != 0)
		return rc;
	if ((bytes & (bytes - 1)) != 0 || bytes < 512 || bytes > 1 << 30)
		return error_set(err, -EINVAL,
				 "--page-size '%s': expected a power of two from 512 to 1G, such as 4K or 16K",
				 value);
	options->page_size = value;
	return 0;
}

static int set_bytes(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	options->size = value;
	return size_parse("--bytes", value, &options->hints.bytes, err);
}

static const struct option_row import_rows[] = {
	{ "bytes", 'b', "SIZE", "bytes that each row mapped, if the text does not give them", .set = set_bytes },
	{ "page-size", '\0', "SIZE", "base page size of the machine, if the text does not determine it", .set = set_page_size },
	{ "label", '\0', "TEXT", "name of the kernel, instead of the label that was found; if given several times: one for each title, in order", .set = set_label },
	{ "machine", '\0', "TEXT", "machine on which the tables were measured; if given several times: one for each title, in order", .set = set_machine },
	{ "source", '\0', "TEXT", "where the tables were published; stored in the records",
	  OPTION(TEXT, import_options, source) },
	{ "date", '\0', "DATE", "date of the measurement: YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ", .standard = "unknown", .set = set_date },
	{ "output", 'o', "FILE", "append the records to FILE; - means standard output, without a table",
	  OPTION(TEXT, import_options, out.output), .is_file = true },
	{ "format", '\0', "FORMAT", "output format: table, classic, mail, csv, json or markdown", .standard = "table",
	  OPTION(FORMAT, import_options, out), .words = table_formats },
	{ "quiet", 'q', NULL, "print no table unless --format is csv or json", OPTION(BOOL, import_options, out.quiet) },
	{ "verbose", 'v', NULL, "print for each row what was corrected and what is unknown",
	  OPTION(BOOL, import_options, out.verbose) },
	{ "no-color", '\0', NULL, "print no colors, as if NO_COLOR were set", OPTION(BOOL, import_options, out.plain) },
	{ 0 },
};

/* ---- from one text with classic tables to records ---- */

enum {
	INPUT_BYTES_MAX = 64 << 20,
	MAX_TOLD = 20,		/* broken rows that are reported one by one */
	MAX_WORDS = 2 * (2 * IMPORT_NAMES + 4) + 3,	/* of a command line */
};

/* The import of all texts so far. */
struct import {
	const struct import_options *options;
	struct records records;
	size_t nr_groups;	/* tables with a title of their own */
	size_t nr_invalid, nr_broken;	/* rows */
};

/* One FILE of the command line. */
struct input {
	struct import *import;	/* of it and those before it */
	const char *path;	/* "-": standard input */
	char *text;		/* [n] any bytes; owned */
	size_t n;
	struct classic_text classic;
	char id[32];		/* of the import's note */
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
static void add_note(const struct input *input)
{
	struct records *records = &input->import->records;
	const struct import_options *options = input->import->options;
	struct facts *note = records_add_facts(records, "note");
	facts_add_text(records, note, "id", input->id);
	facts_add_text(records, note, "time", time_or_null(options));
	facts_add_text(records, note, "text",
		       "import classic tables: no interval: each row is one sum over its repetitions");
	facts_add_text(records, note, "source", options->source);
	facts_add_text(records, note, "file", input->path);
	add_count(records, note, "file_bytes", input->n);
	add_count(records, note, "file_lines", input->classic.nr_lines);
	add_count(records, note, "tables", input->classic.nr_tables);
	add_count(records, note, "rows", input->nr_rows);
	add_count(records, note, "rows_invalid", input->nr_invalid);
	add_count(records, note, "rows_broken", input->classic.nr_broken);
}

/* What a title names: the run that the samples point to. */
static void add_run(const struct input *input,
		    const struct classic_table *table, const char *id)
{
	struct records *records = &input->import->records;
	struct facts *run = records_add_facts(records, "run");
	facts_add_text(records, run, "id", id);
	facts_add_text(records, run, "time", time_or_null(input->import->options));
	facts_add_text(records, run, "note", input->id);
	facts_add_text(records, run, "title", table->title);
	facts_add_text(records, run, "machine",
		       group_name(&input->import->options->machines,
				  input->import->nr_groups + table->group));
	facts_add_json(records, run, "argv", input->command);
}

/* What was found about one table as a whole. */
static void add_table_note(const struct input *input,
			   const struct classic_table *table,
			   const struct recovered *whole, const char *run)
{
	struct records *records = &input->import->records;
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

/* Say why a column has only '-', also without --verbose. */
static void tell_doubt(const struct input *input,
		       const struct classic_table *table,
		       const struct recovered_rows *rows)
{
	if (rows->nr_doubtful > 0)
		options_say("%s:%zu: %zu of %zu rows: %s", input->path,
			    table->line, rows->nr_doubtful, table->n,
			    rows->doubt);
}

static void add_table(struct input *input, struct classic_table *table)
{
	const struct import_options *options = input->import->options;
	const size_t group = input->import->nr_groups + table->group;
	struct recover_hints hints = options->hints;
	char run[48];
	snprintf(run, sizeof(run), "%s-%zu", input->id, table->group + 1);
	if (group < options->labels.n)
		table->label = records_keep(&input->import->records,
					    options->labels.name[group]);
	hints.machine = group_name(&options->machines, group);
	if (!records_find(&input->import->records, "run", run))
		add_run(input, table, run);
	const struct recovered whole = recover_table(table, &hints);
	add_table_note(input, table, &whole, run);
	input->nr_rows += table->n;
	const struct recovered_rows rows =
		recover_rows(&input->import->records, &whole, run, time_or_null(options));
	input->nr_invalid += rows.nr_invalid;
	tell_doubt(input, table, &rows);
}

static void tell_broken(const struct input *input)
{
	const struct classic_text *classic = &input->classic;
	for (size_t i = 0; i < classic->nr_broken && i < MAX_TOLD; i++)
		options_say("%s:%zu: damaged row '%s': expected the columns of its header: skipped",
			    input->path, classic->broken[i].line,
			    classic->broken[i].text);
	if (classic->nr_broken > MAX_TOLD)
		options_say("%s:%zu: %zu more damaged rows, skipped", input->path,
			    classic->broken[MAX_TOLD].line,
			    classic->nr_broken - MAX_TOLD);
}

/* The id is a hash of text and command: it tells two imports in one file apart. */
static void name_input(struct input *input)
{
	const uint64_t text = hash_bytes(HASH_START, input->text,
					 input->n);
	snprintf(input->id, sizeof(input->id), "import-%016" PRIx64,
		 hash_bytes(text, input->command, strlen(input->command)));
}

/* Errors: -EINVAL for a text without any table. */
static int add_tables(struct input *input, struct error *err)
{
	struct records *records = &input->import->records;
	classic_parse(input->text, input->n, records, &input->classic);
	tell_broken(input);
	if (input->classic.nr_tables == 0)
		return error_set(err, -EINVAL,
				 "%s: no classic table found: expected a header such as \"Gb Rep Threads User System Wall flt/cpu/s fault/wsec\", and rows below it",
				 input->path);
	AUTO_FREE char *command = command_json(input->import->options, input->path);
	input->command = records_keep(records, command);
	name_input(input);
	for (size_t i = 0; i < input->classic.nr_tables; i++)
		add_table(input, &input->classic.table[i]);
	add_note(input);
	return 0;
}

/* ---- all texts ---- */

static int input_bad(const char *path, int code, struct error *err)
{
	return error_set(err, -code, "%s: %s: expected a text with a classic table",
			 path, code == EFBIG ? "more than 64 MiB" : strerror(code));
}

static int input_read(struct input *input, struct error *err)
{
	const bool standard = strcmp(input->path, "-") == 0;
	const int fd = standard ? STDIN_FILENO :
				  open(input->path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return input_bad(input->path, errno, err);
	input->text = file_rest(fd, INPUT_BYTES_MAX + 1, &input->n);
	const int rc = input->text ? 0 : input_bad(input->path, errno, err);
	if (!standard)
		close(fd);
	return rc;
}

static int import_file(struct import *import, const char *path,
		       struct error *err)
{
	struct input input = { .import = import, .path = path };
	int rc = input_read(&input, err);
	if (rc == 0)
		rc = add_tables(&input, err);
	import->nr_groups += input.classic.nr_groups;
	import->nr_broken += input.classic.nr_broken;
	import->nr_invalid += input.nr_invalid;
	classic_close(&input.classic);
	free(input.text);
	return rc;
}

static int check_names(const char *what, const struct names *names,
		       size_t nr_groups, struct error *err)
{
	if (names->n <= nr_groups)
		return 0;
	return error_set(err, -EINVAL,
			 "%s '%s': expected at most %zu, one for each table with a title of its own",
			 what, names->name[nr_groups], nr_groups);
}

static int import_files(struct import *import, char **paths, struct error *err)
{
	const struct import_options *o = import->options;
	int rc = 0;
	for (; rc == 0 && *paths; paths++)
		rc = import_file(import, *paths, err);
	if (rc == 0)
		rc = check_names("--label", &o->labels, import->nr_groups, err);
	return rc ? rc : check_names("--machine", &o->machines, import->nr_groups,
				     err);
}

static int write_all(struct writer *writer, const struct records *records,
		     struct error *err)
{
	int rc = 0;
	/* Nothing is being measured: one sync, at the end, is enough. */
	writer->syncs = false;
	for (size_t i = 0; rc == 0 && i < records->nr_facts; i++)
		rc = writer_facts(writer, &records->facts[i], err);
	for (size_t i = 0; rc == 0 && i < records->nr_samples; i++) {
		writer->syncs = i + 1 == records->nr_samples;
		rc = writer_sample(writer, &records->sample[i], err);
	}
	return rc;
}

/* Returns the exit status. */
static int save(const struct output_options *out, const struct records *records,
		struct error *err)
{
	AUTO_FREE char *path = NULL;
	struct writer writer;
	if (commands_open_output(out->output, &writer, &path, err) != 0)
		return options_fail(err, 2);
	const int rc = write_all(&writer, records, err);
	const int closed = writer_close(&writer, rc ? NULL : err);
	if (rc != 0 || closed != 0)
		return options_fail(err, 1);
	if (!out->output && !out->quiet)
		options_say("records are in %s", path);
	return 0;
}

static int save_and_show(const struct import *import, struct error *err)
{
	const struct output_options *out = &import->options->out;
	const struct table_style style = output_style(out);
	const int status = save(out, &import->records, err);
	if (status != 0)
		return status;
	/* main checks that standard output could be written. */
	if (output_has_table(out))
		table_print(stdout, &import->records, &style);
	return import->nr_invalid > 0 || import->nr_broken > 0 ? 1 : 0;
}

static int import_main(struct arguments *arguments)
{
	struct import_options options = { 0 };
	struct error err = { 0 };
	struct import import = { .options = &options };
	int rc = options_parse(&command_import, arguments, &options, &err);
	if (rc == 1)
		return 0;
	if (rc == 0 && arguments->n == 0)
		rc = error_set(&err, -EINVAL, "FILE: none given: expected files with classic tables, or - for standard input");
	if (rc == 0)
		rc = import_files(&import, arguments->word, &err);
	const int status = rc ? options_fail(&err, 2) : save_and_show(&import, &err);
	records_close(&import.records);
	return status;
}

const struct command command_import = {
	.name = "import",
	.summary = "Convert classic page fault tables to records",
	.operands = "FILE...",
	.options = import_rows,
	.main = import_main,
};
