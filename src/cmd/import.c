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
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/known.h"
#include "base/size.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "record/classic.h"
#include "record/jsonl.h"
#include "record/recover.h"
#include "view/table.h"

enum {
	MAX_NAMES = 64,		/* of --label and --machine each */
	INPUT_BYTES_MAX = 64 << 20,
	MAX_TOLD = 20,		/* broken rows that are told of one by one */
	MAX_WORDS = 2 * (2 * MAX_NAMES + 4) + 3,	/* of a command line */
};

/* Given once: for every table; more often: for the titled tables in order. */
struct names {
	const char *name[MAX_NAMES];
	size_t n;
};

struct import_options {
	struct names labels, machines;
	const char *source, *date, *page_size, *size;	/* as given, or NULL */
	char time[24];			/* date as RFC 3339, or "" */
	struct recover_hints hints;
	const char *output;		/* NULL: the default place */
	struct table_style style;
	bool quiet, colorless;
};

/* --- Options -------------------------------------------------------------- */

static int names_add(struct names *names, const char *what, const char *value,
		     struct error *err)
{
	if (!*value)
		return error_set(err, -EINVAL, "%s '': expected a name", what);
	if (names->n == MAX_NAMES)
		return error_set(err, -E2BIG, "%s '%s': expected at most %d of them: import fewer tables at once",
				 what, value, MAX_NAMES);
	names->name[names->n++] = value;
	return 0;
}

static int set_label(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	return names_add(&options->labels, "label", value, err);
}

static int set_machine(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	return names_add(&options->machines, "machine", value, err);
}

static int set_source(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	(void)err;
	options->source = value;
	return 0;
}

/* strptime takes days that do not exist; a calendar gives them back changed. */
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
				 "date '%s': expected YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ",
				 value);
	options->date = value;
	return 0;
}

static int set_page_size(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	const int rc = size_parse(value, &options->hints.page_bytes, err);
	const uint64_t bytes = options->hints.page_bytes;
	if (rc != 0)
		return rc;
	if ((bytes & (bytes - 1)) != 0 || bytes < 512 || bytes > 1 << 30)
		return error_set(err, -EINVAL,
				 "page size '%s': expected a power of two from 512 to 1G, such as 4K or 16K",
				 value);
	options->page_size = value;
	return 0;
}

static int set_bytes(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	options->size = value;
	return size_parse(value, &options->hints.bytes, err);
}

static int set_output(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	if (!*value)
		return error_set(err, -EINVAL, "output '': expected a file");
	options->output = value;
	return 0;
}

static int set_format(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	for (int i = 0; table_formats[i]; i++) {
		if (strcmp(value, table_formats[i]) == 0) {
			options->style.format = (enum table_format)i;
			return 0;
		}
	}
	return error_set(err, -EINVAL,
			 "format '%s': expected table, classic, mail, csv or json",
			 value);
}

static int set_quiet(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	(void)value;
	(void)err;
	options->quiet = true;
	return 0;
}

static int set_verbose(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	(void)value;
	(void)err;
	options->style.verbose = true;
	return 0;
}

static int set_no_color(void *target, const char *value, struct error *err)
{
	struct import_options *options = target;
	(void)value;
	(void)err;
	options->colorless = true;
	return 0;
}

static const struct option_row option_rows[] = {
	{ .name = "bytes", .letter = 'b', .argument = "SIZE",
	  .help = "what each row mapped, where the text does not tell it",
	  .set = set_bytes },
	{ .name = "page-size", .argument = "SIZE",
	  .help = "base page of the machine, where the rates leave it open",
	  .set = set_page_size },
	{ .name = "label", .argument = "TEXT",
	  .help = "name of the kernel, instead of the words above a table; may be repeated, for the titled tables in order",
	  .set = set_label },
	{ .name = "machine", .argument = "TEXT",
	  .help = "what it ran on; once for all tables, or repeated as --label",
	  .set = set_machine },
	{ .name = "source", .argument = "TEXT",
	  .help = "where the tables were published, kept with the records",
	  .set = set_source },
	{ .name = "date", .argument = "DATE",
	  .help = "when: YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ (default: unknown)",
	  .set = set_date },
	{ .name = "output", .letter = 'o', .argument = "FILE",
	  .help = "append the records to FILE", .set = set_output,
	  .completes = COMPLETES_FILES },
	{ .name = "format", .argument = "FORMAT",
	  .help = "table (default), classic, mail, csv or json",
	  .set = set_format, .completes = COMPLETES_WORDS,
	  .words = table_formats },
	{ .name = "quiet", .letter = 'q', .help = "print no table",
	  .set = set_quiet },
	{ .name = "verbose", .letter = 'v',
	  .help = "print what was undone and what stays unknown, row by row",
	  .set = set_verbose },
	{ .name = "no-color", .help = "never print colors", .set = set_no_color },
};

/* --- Input ---------------------------------------------------------------- */

struct input {
	const char *path;	/* "-": standard input */
	char *text;		/* any bytes */
	size_t n;
};

static int input_bad(const char *path, int code, struct error *err)
{
	return error_set(err, -code, "%s: %s: expected a text with a classic table",
			 path, code == EFBIG ? "more than 64 MiB" : strerror(code));
}

/* Room for more text; doubles. */
static int input_grow(struct input *input, size_t *size)
{
	if (input->n < *size)
		return 0;
	const size_t more = *size ? 2 * *size : 1 << 16;
	char *text = realloc(input->text, more);
	if (!text)
		return -ENOMEM;
	input->text = text;
	*size = more;
	return 0;
}

static int input_read_fd(struct input *input, int fd)
{
	size_t size = 0;
	for (;;) {
		if (input_grow(input, &size) != 0)
			return -ENOMEM;
		const ssize_t got = read(fd, input->text + input->n,
					 size - input->n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			return 0;
		input->n += (size_t)got;
		if (input->n > INPUT_BYTES_MAX)
			return -EFBIG;
	}
}

static int input_read(struct input *input, struct error *err)
{
	const bool standard = strcmp(input->path, "-") == 0;
	const int fd = standard ? STDIN_FILENO :
				  open(input->path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return input_bad(input->path, errno, err);
	const int rc = input_read_fd(input, fd);
	if (!standard)
		close(fd);
	return rc != 0 ? input_bad(input->path, -rc, err) : 0;
}

static const uint64_t hash_start = UINT64_C(0xcbf29ce484222325);

/* FNV-1a, on from hash. */
static uint64_t text_hash(uint64_t hash, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		hash ^= (unsigned char)text[i];
		hash *= UINT64_C(0x100000001b3);
	}
	return hash;
}

/* --- Records -------------------------------------------------------------- */

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

/* What makes these records again: not where they go, nor what is printed. */
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
	return jsonl_text_list(words, n);
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
			   const struct recovered_table *whole, const char *run)
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

static void add_table(struct import *import, struct classic_table *table)
{
	const struct import_options *options = import->options;
	const size_t group = import->first_group + table->group;
	struct recover_hints hints = options->hints;
	struct recovered_table whole;
	char run[48];
	snprintf(run, sizeof(run), "%s-%zu", import->id, table->group + 1);
	if (group < options->labels.n)
		table->label = records_keep(import->records,
					    options->labels.name[group]);
	hints.machine = group_name(&options->machines, group);
	if (!records_find(import->records, "run", run))
		add_run(import, table, run);
	recover_table(table, &hints, &whole);
	add_table_note(import, table, &whole, run);
	import->nr_rows += table->n;
	import->nr_invalid += recover_samples(import->records, table, &whole,
					      &hints, run,
					      time_or_null(options));
}

static void tell_broken(const struct import *import)
{
	const struct classic_text *classic = &import->classic;
	for (size_t i = 0; i < classic->nr_broken && i < MAX_TOLD; i++)
		fprintf(stderr,
			"pft: %s:%zu: broken row '%s': expected what its header names: left out\n",
			import->input->path, classic->broken[i].line,
			classic->broken[i].text);
	if (classic->nr_broken > MAX_TOLD)
		fprintf(stderr, "pft: %s: %zu more broken rows, left out\n",
			import->input->path, classic->nr_broken - MAX_TOLD);
}

/* After text and command, so that two imports in one file are told apart. */
static void name_import(struct import *import)
{
	const uint64_t text = text_hash(hash_start, import->input->text,
					import->input->n);
	snprintf(import->id, sizeof(import->id), "import-%016" PRIx64,
		 text_hash(text, import->command, strlen(import->command)));
}

static int import_input(struct import *import, struct error *err)
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

/* --- The command ---------------------------------------------------------- */

/* Of all files together. */
struct totals {
	size_t nr_groups, nr_invalid, nr_broken;
};

static int import_file(const struct import_options *options, const char *path,
		       struct records *records, struct totals *totals,
		       struct error *err)
{
	struct input input = { .path = path };
	struct import import = { .options = options, .input = &input,
				 .records = records,
				 .first_group = totals->nr_groups };
	int rc = input_read(&input, err);
	if (rc == 0)
		rc = import_input(&import, err);
	totals->nr_groups += import.classic.nr_groups;
	totals->nr_broken += import.classic.nr_broken;
	totals->nr_invalid += import.nr_invalid;
	classic_close(&import.classic);
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

static int import_files(const struct import_options *options, char **paths,
			struct records *records, struct totals *totals,
			struct error *err)
{
	for (; *paths; paths++) {
		const int rc = import_file(options, *paths, records, totals, err);
		if (rc != 0)
			return rc;
	}
	const int rc = check_names("label", &options->labels, totals->nr_groups,
				   err);
	return rc != 0 ? rc : check_names("machine", &options->machines,
					  totals->nr_groups, err);
}

static int write_all(struct writer *writer, const struct records *records,
		     struct error *err)
{
	/* Nothing is being measured: one sync, at the end, is enough. */
	writer->syncs = false;
	for (size_t i = 0; i < records->nr_facts; i++) {
		const int rc = writer_facts(writer, &records->facts[i], err);
		if (rc != 0)
			return rc;
	}
	for (size_t i = 0; i < records->nr_samples; i++) {
		writer->syncs = i + 1 == records->nr_samples;
		const int rc = writer_sample(writer, &records->sample[i], err);
		if (rc != 0)
			return rc;
	}
	return 0;
}

/* Returns the exit status. */
static int save(const struct import_options *options,
		const struct records *records, struct error *err)
{
	char path[PATH_MAX];
	struct writer writer;
	if (options->output)
		snprintf(path, sizeof(path), "%s", options->output);
	else if (commands_default_output(path, sizeof(path), err) != 0)
		return options_fail(err, 2);
	if (writer_open(&writer, path, stderr, err) != 0)
		return options_fail(err, 2);
	int rc = write_all(&writer, records, err);
	struct error closing = { 0 };
	if (writer_close(&writer, &closing) != 0 && rc == 0) {
		*err = closing;
		rc = -EIO;
	}
	if (rc != 0)
		return options_fail(err, 1);
	if (!options->output && !options->quiet)
		fprintf(stderr, "pft: records: %s\n", path);
	return 0;
}

static size_t terminal_columns(void)
{
	struct winsize size;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/* main sees to it that the stream took it. */
static void show(const struct import_options *options,
		 const struct records *records)
{
	struct table_style style = options->style;
	const char *no_color = getenv("NO_COLOR");
	style.color = !options->colorless && !(no_color && *no_color) &&
		      isatty(STDOUT_FILENO);
	style.columns = terminal_columns();
	table_print(stdout, records, &style);
}

static int save_and_show(const struct import_options *options,
			 const struct records *records,
			 const struct totals *totals, struct error *err)
{
	const int status = save(options, records, err);
	if (status != 0)
		return status;
	if (!options->quiet)
		show(options, records);
	return totals->nr_invalid > 0 || totals->nr_broken > 0 ? 1 : 0;
}

static int import_main(int argc, char **argv)
{
	struct import_options options = { 0 };
	struct error err = { 0 };
	struct records records = { 0 };
	struct totals totals = { 0 };
	int operand;
	const int rc = options_parse(&command_import, argc, argv, &options,
				     &operand, &err);
	if (rc != 0)
		return rc > 0 ? 0 : options_fail(&err, 2);
	if (operand == argc) {
		error_set(&err, -EINVAL,
			  "FILE: none given: expected files with classic tables, or - for standard input");
		return options_fail(&err, 2);
	}
	int status;
	if (import_files(&options, argv + operand, &records, &totals, &err) != 0)
		status = options_fail(&err, 2);
	else
		status = save_and_show(&options, &records, &totals, &err);
	records_close(&records);
	return status;
}

const struct command command_import = {
	.name = "import",
	.summary = "Turn classic page fault tables into records",
	.operands = "FILE...",
	.options = option_rows,
	.nr_options = ARRAY_SIZE(option_rows),
	.main = import_main,
};
