/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft report: tables, CSV and pictures of what record files hold.
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/known.h"
#include "cmd/commands.h"
#include "cmd/output_options.h"
#include "cmd/record_files.h"
#include "record/row.h"
#include "view/ab_table.h"
#include "view/caption.h"
#include "view/parts.h"
#include "view/plot.h"
#include "view/summary.h"
#include "view/table.h"

static const struct option_row report_options[] = {
	{ .name = "output", .letter = 'o', .argument = "DIR",
	  .help = "the folder for report.txt, report.csv and the pictures; made if missing",
	  .set = output_set_output, .completes = COMPLETES_FILES },
	{ .name = "format", .argument = "FORMAT",
	  .help = "what is printed: table, classic, mail, csv or json; the files are always the same",
	  .set = output_set_format, .completes = COMPLETES_WORDS,
	  .words = table_formats },
	{ .name = "quiet", .letter = 'q',
	  .help = "print no table: write the files alone", .set = output_set_quiet },
	{ .name = "verbose", .letter = 'v',
	  .help = "also limit and nop repetitions, and warnings",
	  .set = output_set_verbose },
	{ .name = "no-color",
	  .help = "no colors, as where NO_COLOR is set or output is no terminal",
	  .set = output_set_plain },
};

static int read_all(char **paths, struct records *records, struct error *err)
{
	struct record_files files = { 0 };
	int rc = 0;
	for (; rc == 0 && *paths; paths++)
		rc = record_files_read(&files, *paths, records, err);
	record_files_close(&files);
	return rc;
}

/* ---- the files of the report ---- */

static int prepare_folder(const char *folder, struct error *err)
{
	const int rc = file_make_folders(folder, err);
	if (rc != 0)
		return rc;
	if (access(folder, W_OK | X_OK) != 0)
		return error_set(err, -errno, "folder '%s': %s: expected one that can be written to",
				 folder, strerror(errno));
	return 0;
}

/* What is reported. */
struct content {
	struct records records;
	struct parts parts;
	bool has_rows;		/* of plain tables */
	bool any_invalid;
};

/* JSON has what the records have: repetitions without times too. */
static void print_json(FILE *out, const struct content *content,
		       const struct table_style *style)
{
	table_print(out, &content->records, style);
	for (size_t i = 0; i < content->parts.n; i++)
		ab_data_print(out, &content->parts.part[i].comparison, true);
}

static void print_tables(FILE *out, const struct content *content,
			 const struct table_style *style)
{
	for (size_t i = 0; i < content->parts.n; i++) {
		const struct part *part = &content->parts.part[i];
		if (i > 0)
			fputc('\n', out);
		ab_table_print(out, &part->records, &part->comparison, style);
	}
	if (content->has_rows && content->parts.n > 0)
		fputc('\n', out);
	if (content->has_rows || content->parts.n == 0)
		table_print(out, &content->parts.plain, style);
}

/* Their lines have other columns than those of plain rows. */
static bool is_comparison_csv(const struct content *content)
{
	return content->parts.n > 0 && content->parts.nr_others == 0;
}

static void print_content(FILE *out, const struct content *content,
			  const struct table_style *style)
{
	if (style->format == TABLE_JSON)
		print_json(out, content, style);
	else if (style->format != TABLE_CSV)
		print_tables(out, content, style);
	else if (is_comparison_csv(content))
		parts_print_csv(out, &content->parts);
	else
		table_print(out, &content->parts.plain, style);
}

static int write_file(const char *folder, const char *name,
		      struct caption_stream *stream, struct error *err)
{
	char *path = NULL, *text = caption_close(stream);
	int rc = -ENOMEM;
	if (asprintf(&path, "%s/%s", folder, name) >= 0)
		rc = file_replace(path, text, stream->n, err);
	else
		path = NULL;
	if (rc == -ENOMEM)
		error_set(err, rc, "report: out of memory");
	free(path);
	free(text);
	return rc;
}

static int write_text(const char *folder, const struct content *content,
		      bool verbose, struct error *err)
{
	const struct table_style style = { .format = TABLE_TABLE,
					   .verbose = verbose };
	struct caption_stream stream;
	print_content(caption_open(&stream), content, &style);
	return write_file(folder, "report.txt", &stream, err);
}

/* Of plain rows, be there any or not: an earlier report's must not stay. */
static int write_csv(const char *folder, const struct content *content,
		     struct error *err)
{
	const struct table_style style = { .format = TABLE_CSV };
	struct caption_stream stream;
	table_print(caption_open(&stream), &content->parts.plain, &style);
	return write_file(folder, "report.csv", &stream, err);
}

static void print_report(const struct content *content,
			 const struct output_options *options)
{
	const struct table_style style = output_style(options);
	if (options->quiet)
		return;
	print_content(stdout, content, &style);
	if (style.format == TABLE_CSV && content->parts.n > 0 &&
	    !is_comparison_csv(content))
		options_say("what is printed are the rows that are of no comparison: comparison.csv has the others");
}

static void look_at_rows(struct content *content)
{
	struct rows rows;
	rows_collect(&content->parts.plain, &rows);
	const size_t doubles = rows.nr_doubles + content->parts.nr_doubles;
	content->has_rows = rows.n > 0;
	if (doubles > 0)
		fprintf(stderr, "pft: %zu repetitions are there more than once: each is counted once\n",
			doubles);
	content->any_invalid = summary_any_invalid(&rows) ||
			       parts_any_invalid(&content->parts);
	rows_close(&rows);
}

/* Not 0: the user asked to stop. */
static _Atomic int interrupted;

static void on_interrupt(int signal_number)
{
	(void)signal_number;
	atomic_store(&interrupted, 1);
}

/*
 * From here on files are made that must not stay behind half-way. A system call
 * goes on where it was; a second signal ends the program at once.
 */
static void catch_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	const struct sigaction stop = {
		.sa_handler = on_interrupt,
		.sa_flags = SA_RESTART | (int)SA_RESETHAND,
	};
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++) {
		struct sigaction now;
		/* What nohup and a shell's & ignore stays ignored. */
		if (sigaction(signals[i], NULL, &now) == 0 &&
		    now.sa_handler != SIG_IGN)
			sigaction(signals[i], &stop, NULL);
	}
}

/* Everything is tried; what could be written stays. Returns the exit status. */
static int write_report(const struct content *content,
			const struct output_options *options)
{
	struct error err = { "" };
	struct plot_list pictures = { 0 };
	int status = 0;
	print_report(content, options);
	/* Before signals are caught: a pager may let us wait here for long. */
	fflush(stdout);
	catch_signals();
	if (write_text(options->output, content, options->verbose, &err) != 0)
		status = options_fail(&err, 1);
	if (write_csv(options->output, content, &err) != 0)
		status = options_fail(&err, 1);
	const int rc = plot_all(&content->parts, options->output, &interrupted,
				&pictures, &err);
	const size_t left_out = pictures.nr_left_out;
	plot_list_close(&pictures);
	if (rc != 0)
		return options_fail(&err, 1);
	if (left_out > 0)
		options_say("up to %zu series are in no picture: %d of each sort are drawn: report fewer records at once",
			    left_out, PLOT_PICTURES_MAX);
	options_say("tables and pictures are in %s", options->output);
	return status;
}

static int read_content(char **paths, struct content *content,
			struct error *err)
{
	int rc = read_all(paths, &content->records, err);
	if (rc == 0)
		rc = parts_collect(&content->records, &content->parts, err);
	if (rc != 0)
		return rc;
	look_at_rows(content);
	if (!content->has_rows && content->parts.n == 0)
		return error_set(err, -EINVAL, "'%s': no repetitions in it: expected records of pft run, pft ab or pft import",
				 *paths);
	return 0;
}

static int report(const struct output_options *options, char **paths)
{
	struct content content = { 0 };
	struct error err = { "" };
	int rc = read_content(paths, &content, &err);
	if (rc == 0)
		rc = prepare_folder(options->output, &err);
	int status = rc == 0 ? write_report(&content, options) :
			       options_fail(&err, 2);
	if (status == 0 && content.any_invalid) {
		error_set(&err, 0, "some rows are INVALID: see the reasons in the table");
		status = options_fail(&err, 1);
	}
	parts_close(&content.parts);
	records_close(&content.records);
	return status;
}

static int report_main(int argc, char **argv)
{
	struct output_options options = { 0 };
	struct error err = { "" };
	int first;
	int rc = options_parse(&command_report, argc, argv, &options, &first,
			       &err);
	if (rc == 1)
		return 0;
	if (rc == 0 && !options.output)
		rc = error_set(&err, -EINVAL, "no output folder: expected -o DIR: see pft report --help");
	if (rc == 0 && output_is_standard(&options))
		rc = error_set(&err, -EINVAL, "--output '-': expected a folder: name one with -o DIR");
	if (rc == 0 && first >= argc)
		rc = error_set(&err, -EINVAL, "no record file: expected FILE or DIR after the options: see pft report --help");
	return rc != 0 ? options_fail(&err, 2) : report(&options, argv + first);
}

const struct command command_report = {
	.name = "report",
	.summary = "Make tables, CSV and pictures from record files",
	.operands = "FILE...",
	.options = report_options,
	.nr_options = ARRAY_SIZE(report_options),
	.main = report_main,
};
