/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft report: tables, CSV, pictures and a page of what record files hold.
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
#include "cmd/report_files.h"

static const struct option_row report_options[] = {
	{ .name = "output", .letter = 'o', .argument = "DIR",
	  .help = "the folder for the tables, the pictures and report.html; made if missing",
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

/* ---- what is printed ---- */

static void print_report(const struct report_content *content,
			 const struct output_options *options)
{
	const struct table_style style = output_style(options);
	if (options->quiet)
		return;
	report_print(stdout, content, &style);
	if (style.format == TABLE_CSV && report_csv_is_partial(content))
		options_say("what is printed are the rows that are of no comparison: comparison.csv has the others");
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
static int write_report(const struct report_content *content,
			const struct output_options *options)
{
	struct error err = { "" };
	struct plot_list pictures = { 0 };
	print_report(content, options);
	/* Before signals are caught: a pager may let us wait here for long. */
	fflush(stdout);
	catch_signals();
	const int rc = report_write(content, options->output, options->verbose,
				    &interrupted, &pictures, &err);
	const size_t left_out = pictures.nr_left_out;
	plot_list_close(&pictures);
	if (rc != 0)
		return options_fail(&err, 1);
	if (left_out > 0)
		options_say("up to %zu series are in no picture: %d of each sort are drawn: report fewer records at once",
			    left_out, PLOT_PICTURES_MAX);
	options_say("tables, pictures and the page report.html are in %s",
		    options->output);
	return 0;
}

static int read_content(char **paths, struct report_content *content,
			struct error *err)
{
	int rc = read_all(paths, &content->records, err);
	if (rc == 0)
		rc = report_collect(content, err);
	if (rc != 0)
		return rc;
	const size_t doubles = content->rows.nr_doubles +
			       content->parts.nr_doubles;
	if (doubles > 0)
		options_say("%zu repetitions are there more than once: each is counted once",
			    doubles);
	if (content->rows.n == 0 && content->parts.n == 0)
		return error_set(err, -EINVAL, "'%s': no repetitions in it: expected records of pft run, pft ab or pft import",
				 *paths);
	return 0;
}

static int report(const struct output_options *options, char **paths)
{
	struct report_content content = { 0 };
	struct error err = { "" };
	int rc = read_content(paths, &content, &err);
	if (rc == 0)
		rc = prepare_folder(options->output, &err);
	int status = rc == 0 ? write_report(&content, options) :
			       options_fail(&err, 2);
	if (status == 0 && report_any_invalid(&content)) {
		error_set(&err, 0, "some rows are INVALID: see the reasons in the table");
		status = options_fail(&err, 1);
	}
	report_close(&content);
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
