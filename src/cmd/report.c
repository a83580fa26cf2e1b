/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft report: tables, CSV, pictures and a page of what record files hold.
 */
#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/known.h"
#include "cmd/commands.h"
#include "cmd/interrupt.h"
#include "cmd/output_options.h"
#include "cmd/record_files.h"
#include "cmd/report_bundle.h"
#include "cmd/report_files.h"

struct report_options {
	struct output_options output;
	const char *bundle;		/* a file to be made; NULL: none */
};

static const struct option_row report_options[] = {
	{ "output", 'o', "DIR", "folder for the tables, pictures and report.html; created if missing",
	  OPTION(TEXT, report_options, output.output), .completes = COMPLETES_FILES },
	{ "bundle", '\0', "FILE", "also pack the records and the report into FILE (tar.zst), from which pft report makes the same report",
	  OPTION(TEXT, report_options, bundle), .completes = COMPLETES_FILES },
	{ "format", '\0', "FORMAT", "format of what is printed: table, classic, mail, csv, json or markdown; the files stay the same",
	  OPTION(FORMAT, report_options, output), .completes = COMPLETES_WORDS, .words = table_formats },
	{ "quiet", 'q', NULL, "print no table, only write the files",
	  OPTION(BOOL, report_options, output.quiet) },
	{ "verbose", 'v', NULL, "also show the limit, the cost of the harness, and warnings",
	  OPTION(BOOL, report_options, output.verbose) },
	{ "no-color", '\0', NULL, "print no colors, as if NO_COLOR were set",
	  OPTION(BOOL, report_options, output.plain) },
	{ 0 },
};

/* What is reported, and of which files. */
struct reporting {
	struct record_files files;
	struct report_content content;
	struct bundle *bundle;		/* NULL: none is wanted */
};

/* ---- the files of the report ---- */

static int prepare_folder(const char *folder, struct error *err)
{
	assert(folder);
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

static int write_bundle(const struct reporting *r,
			const struct output_options *options,
			const struct plot_list *pictures, struct error *err)
{
	const struct report_bundle what = {
		.files = &r->files,
		.folder = options->output,
		.pictures = pictures,
		.has_comparison = r->content.campaigns.n > 0,
		.has_locks = campaigns_have_locks(&r->content.campaigns),
		.has_verdicts = r->content.verdicts.made,
		.verbose = options->verbose,
	};
	return r->bundle ? report_bundle_write(r->bundle, &what, err) : 0;
}

static void say_what_is_there(const struct report_options *options,
			     const struct plot_list *pictures)
{
	if (pictures->nr_left_out > 0)
		options_say("up to %zu series are in no picture: %d of each sort are drawn: report fewer records at once",
			    pictures->nr_left_out, PLOT_PICTURES_MAX);
	options_say("tables, pictures and the page report.html are in %s",
		    options->output.output);
	if (options->bundle)
		options_say("all of it with its records is in %s",
			    options->bundle);
}

/* Everything is tried; what could be written stays. Returns the exit status. */
static int write_report(struct reporting *r,
			const struct report_options *options)
{
	struct error err = { "" }, why = { "" };
	struct plot_list pictures = { 0 };
	print_report(&r->content, &options->output);
	/* Before signals are caught: a pager may let us wait here for long. */
	fflush(stdout);
	/* From here on files are made that must not stay behind half-way. */
	interrupts_catch_first();
	const struct report_place place = {
		options->output.output, options->output.verbose, &interrupts };
	int rc = report_write(&r->content, &place, &pictures, &err);
	int status = rc != 0 ? options_fail(&err, 1) : 0;
	if (rc != -EINTR)
		rc = write_bundle(r, &options->output, &pictures, &why);
	if (rc != 0 && rc != -EINTR)
		status = options_fail(&why, 1);
	if (status == 0)
		say_what_is_there(options, &pictures);
	plot_list_close(&pictures);
	return status;
}

static int read_content(char **paths, struct reporting *r, bool verbose,
			struct error *err)
{
	struct report_content *content = &r->content;
	int rc = 0;
	for (char **path = paths; rc == 0 && *path; path++)
		rc = record_files_read(&r->files, *path, &content->records, err);
	if (rc == 0)
		rc = report_collect(content, verbose, err);
	if (rc != 0)
		return rc;
	const size_t doubles = content->rows.nr_doubles +
			       campaigns_doubles(&content->campaigns);
	if (doubles > 0)
		options_say("%zu repetitions are there more than once: each is counted once",
			    doubles);
	if (content->rows.n == 0 && content->campaigns.n == 0)
		return error_set(err, -EINVAL, "'%s': no repetitions in it: expected records of pft run, pft ab or pft import",
				 *paths);
	return 0;
}

static int prepare(struct reporting *r, const struct report_options *options,
		   char **paths, struct error *err)
{
	int rc = options->bundle ? report_bundle_check(paths, err) : 0;
	if (rc == 0)
		rc = read_content(paths, r, options->output.verbose, err);
	if (rc == 0)
		rc = prepare_folder(options->output.output, err);
	if (rc == 0 && options->bundle)
		rc = bundle_create(options->bundle, &r->bundle, err);
	return rc;
}

static int report(const struct report_options *options, char **paths)
{
	struct reporting r = { 0 };
	struct error err = { "" };
	int status = prepare(&r, options, paths, &err) == 0 ?
			     write_report(&r, options) : options_fail(&err, 2);
	if (status == 0 && report_any_invalid(&r.content)) {
		error_set(&err, 0, "some rows are INVALID: see the reasons in the table");
		status = options_fail(&err, 1);
	}
	bundle_close(r.bundle);
	report_close(&r.content);
	record_files_close(&r.files);
	return status;
}

static int report_main(struct arguments *arguments)
{
	struct report_options options = { 0 };
	struct error err = { "" };
	int rc = options_parse(&command_report, arguments, &options, &err);
	if (rc == 1)
		return 0;
	if (rc == 0 && !options.output.output)
		rc = error_set(&err, -EINVAL, "no output folder: expected -o DIR: see pft report --help");
	if (rc == 0 && output_is_standard(&options.output))
		rc = error_set(&err, -EINVAL, "--output '-': expected a folder: name one with -o DIR");
	if (rc == 0 && arguments->n == 0)
		rc = error_set(&err, -EINVAL, "no record file: expected FILE or DIR after the options: see pft report --help");
	return rc != 0 ? options_fail(&err, 2) : report(&options, arguments->word);
}

const struct command command_report = {
	.name = "report",
	.summary = "Make tables, CSV and pictures from record files",
	.operands = "FILE...",
	.options = report_options,
	.main = report_main,
};
