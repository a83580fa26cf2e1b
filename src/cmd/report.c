/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft report: tables, CSV, pictures and a page of what record files hold.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/child.h"
#include "base/file.h"
#include "base/stream.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/interrupt.h"
#include "cmd/options.h"
#include "cmd/report_files.h"
#include "config.h"
#include "record/bundle.h"

struct report_options {
	struct output_options output;
	const char *bundle;		/* a file to be made; NULL: none */
};

static const struct option_row report_options[] = {
	{ "output", 'o', "DIR", "directory for the tables, pictures and report.html; created if missing",
	  OPTION(TEXT, report_options, output.output), .is_file = true },
	{ "bundle", '\0', "FILE", "also pack the records and the report into FILE (tar.zst), from which pft report makes the same report",
	  OPTION(TEXT, report_options, bundle), .is_file = true },
	{ "format", '\0', "FORMAT", "format of the output: table, classic, mail, csv, json or markdown; the files do not depend on it",
	  OPTION(FORMAT, report_options, output), .words = table_formats },
	{ "quiet", 'q', NULL, "print no table unless --format is csv or json; write the files",
	  OPTION(BOOL, report_options, output.quiet) },
	{ "verbose", 'v', NULL, "also show the limit, the overhead of the harness, and warnings",
	  OPTION(BOOL, report_options, output.verbose) },
	{ "no-color", '\0', NULL, "print no colors, as if NO_COLOR were set",
	  OPTION(BOOL, report_options, output.plain) },
	{ 0 },
};

/* ---- the bundle: a report with its records, that can be made again from it ---- */

/*
 * Whether records can be bundled: each is a regular file or a folder, which can
 * be read twice.
 */
static int check_bundled(const char *const *paths, struct error *err)
{
	for (; *paths; paths++) {
		struct stat file;
		if (stat(*paths, &file) == 0 && !S_ISREG(file.st_mode) &&
		    !S_ISDIR(file.st_mode))
			return error_set(err, -EINVAL, "'%s': no regular file: expected, for --bundle, records that can be read twice: save them to a file first",
					 *paths);
	}
	return 0;
}

/* The first line that a program prints. */
struct first_line {
	char text[200];
};

static void take_line(void *context, const char *line)
{
	struct first_line *first = context;
	if (*first->text == '\0')
		snprintf(first->text, sizeof(first->text), "%s", line);
}

/* "-" where the program is not there. */
static struct first_line says(const char *const argv[])
{
	struct first_line first = { "" };
	struct error why;
	const struct child_watch watch = { .argv = argv, .log = -1,
					   .line = take_line, .context = &first };
	if (child_watch(&watch, &why) != 0 || *first.text == '\0')
		snprintf(first.text, sizeof(first.text), "-");
	return first;
}

static void print_versions(FILE *out)
{
	static const char *const gnuplot[] = { "gnuplot", "--version", NULL };
	/* What the scripts ask for, and what fontconfig then gives. */
	static const char *const font[] = {
		"fc-match", "-f", "%{fullname} (fontconfig's version %{fontversion})",
		"DejaVu Sans", NULL,
	};
	fprintf(out, "pft: %s\n", PACKAGE_VERSION);
	fprintf(out, "gnuplot: %s\n", says(gnuplot).text);
	fprintf(out, "font: %s\n", says(font).text);
	fprintf(out, "packed by: %s\n", bundle_library());
}

struct packing {
	struct bundle *bundle;
	const struct report_content *content;
	const char *folder;
	FILE *manifest;
	struct error *err;
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static size_t size_of(FILE *file)
{
	struct stat now;
	return fstat(fileno(file), &now) == 0 ? (size_t)now.st_size : 0;
}

static bool is_unchanged(const struct record_file *file)
{
	struct stat now;
	return stat(file->path, &now) == 0 &&
	       now.st_ino == file->stat.st_ino &&
	       now.st_size == file->stat.st_size &&
	       now.st_mtim.tv_sec == file->stat.st_mtim.tv_sec &&
	       now.st_mtim.tv_nsec == file->stat.st_mtim.tv_nsec;
}

static int add_records(const struct packing *p, size_t i)
{
	const struct record_file *file = &p->content->files.file[i];
	char name[64];
	FILE *stream;
	int rc = bundle_open(file->path, &stream, p->err);
	if (rc != 0)
		return rc;
	snprintf(name, sizeof(name), "records/%zu.jsonl", i + 1);
	rc = bundle_add_file(p->bundle, name, stream, p->err);
	const size_t n = size_of(stream);
	fclose(stream);
	if (rc == 0 && !is_unchanged(file))
		rc = error_set(p->err, -ESTALE, "record file '%s': it has changed since it was read: expected one that nothing writes to: report again",
			       file->path);
	char *was = text_shown(base_name(file->path));
	fprintf(p->manifest, "%s\t%zu bytes\twas %s\n", name, n, was);
	free(was);
	return rc;
}

static int add_file(const struct packing *p, const char *name)
{
	AUTO_FREE char *path = text_format("%s/%s", p->folder, name);
	FILE *file = fopen(path, "re");
	if (!file)
		return error_set(p->err, -errno, "'%s': %s", path,
				 strerror(errno));
	const int rc = bundle_add_file(p->bundle, name, file, p->err);
	fprintf(p->manifest, "%s\t%zu bytes\n", name, size_of(file));
	fclose(file);
	return rc;
}

/* Data that several pictures share is there once. */
static int add_picture(const struct packing *p, size_t i)
{
	const struct plot_item *item = &p->content->pictures.item[i];
	bool shared = strcmp(item->csv, "comparison.csv") == 0;
	for (size_t j = 0; j < i; j++)
		shared = shared || strcmp(p->content->pictures.item[j].csv,
					  item->csv) == 0;
	int rc = shared ? 0 : add_file(p, item->csv);
	if (rc == 0)
		rc = add_file(p, item->svg);
	return rc != 0 ? rc : add_file(p, item->png);
}

static int add_all(const struct packing *p)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < p->content->files.n; i++)
		rc = add_records(p, i);
	for (size_t i = 0; rc == 0 && report_file(i); i++)
		if (report_has_file(p->content, i))
			rc = add_file(p, report_file(i));
	for (size_t i = 0; rc == 0 && i < p->content->pictures.n; i++)
		rc = add_picture(p, i);
	return rc;
}

static int add_readme(const struct packing *p)
{
	struct text_stream stream;
	fprintf(text_open(&stream),
		"A report of pft, a page fault benchmark, with the records it was made of.\n"
		"\n"
		"report.html  all of it as one page, for any browser, offline\n"
		"report.txt   the tables\n"
		"mail.txt     the same in 72 columns, with machines and commands\n"
		"*.csv        the numbers, also those of each picture\n"
		"*.svg *.png  the pictures\n"
		"records/     what was measured: JSON Lines, see pft-records(5)\n"
		"MANIFEST     versions, and every file with its size\n"
		"\n"
		"To make it again, from the bundle as it is (DIR is a directory):\n"
		"\n"
		"    pft report%s -o DIR FILE.tar.zst\n"
		"\n"
		"Tables, page and numbers come out the same to the last byte with the same\n"
		"version of pft; pictures too with the same gnuplot and the same font.\n",
		p->content->verbose ? " -v" : "");
	char *text = text_close(&stream);
	const int rc = bundle_add_text(p->bundle, "README", text, p->err);
	free(text);
	return rc;
}

/*
 * Fill a bundle and finish it.
 * Errors   those of bundle.h; -ESTALE where a record file has changed since it
 *          was read.
 */
static int write_bundle(struct bundle *bundle,
			const struct report_content *content,
			const char *folder, struct error *err)
{
	struct text_stream stream;
	const struct packing p = { bundle, content, folder, text_open(&stream),
				   err };
	print_versions(p.manifest);
	fprintf(p.manifest, "command: pft report%s -o DIR FILE\n\n",
		content->verbose ? " -v" : "");
	int rc = add_readme(&p);
	if (rc == 0)
		rc = add_all(&p);
	char *text = text_close(&stream);
	if (rc == 0)
		rc = bundle_add_text(bundle, "MANIFEST", text, err);
	free(text);
	return rc != 0 ? rc : bundle_finish(bundle, err);
}

/* ---- the report ---- */

static void print_report(const struct report_content *content,
			 const struct output_options *options)
{
	const struct table_style style = output_style(options);
	if (!output_has_table(options))
		return;
	report_print(stdout, content, &style);
	if (style.format == TABLE_CSV && report_csv_is_partial(content))
		options_say("what is printed are the rows that are of no comparison: comparison.csv has the others");
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

/*
 * Everything is tried; what could be written stays. Returns the exit status.
 * bundle   NULL: none is wanted
 */
static int write_report(struct report_content *content, struct bundle *bundle,
			const struct report_options *options)
{
	const char *folder = options->output.output;
	struct error err = { "" }, why = { "" };
	print_report(content, &options->output);
	/* Before signals are caught: a pager may let us wait here for long. */
	fflush(stdout);
	/* From here on files are made that must not stay behind half-way. */
	interrupts_catch_first();
	int rc = report_write(content, folder, &err);
	int status = rc != 0 ? options_fail(&err, 1) : 0;
	if (rc != -EINTR && bundle) {
		rc = write_bundle(bundle, content, folder, &why);
		if (rc != 0 && rc != -EINTR)
			status = options_fail(&why, 1);
	}
	if (status == 0)
		say_what_is_there(options, &content->pictures);
	return status;
}

static int read_content(const char *const *paths, struct report_content *content,
			struct error *err)
{
	int rc = report_read(content, paths, err);
	if (rc == 0)
		rc = report_collect(content, err);
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

static int prepare_folder(const char *folder, struct error *err)
{
	const int rc = file_make_folders(folder, err);
	if (rc == 0 && access(folder, W_OK | X_OK) != 0)
		return error_set(err, -errno, "directory '%s': %s: expected one that can be written to",
				 folder, strerror(errno));
	return rc;
}

static int report(const struct report_options *options, const char *const *paths)
{
	struct report_content content = { .verbose = options->output.verbose };
	struct bundle *bundle = NULL;
	struct error err = { "" };
	int rc = options->bundle ? check_bundled(paths, &err) : 0;
	if (rc == 0)
		rc = read_content(paths, &content, &err);
	if (rc == 0)
		rc = prepare_folder(options->output.output, &err);
	if (rc == 0 && options->bundle)
		rc = bundle_create(options->bundle, &bundle, &err);
	int status = rc == 0 ? write_report(&content, bundle, options) :
			       options_fail(&err, 2);
	if (status == 0 && report_any_invalid(&content)) {
		error_set(&err, 0, "some rows are INVALID: see the reasons in the table");
		status = options_fail(&err, 1);
	}
	bundle_close(bundle);
	report_close(&content);
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
		rc = error_set(&err, -EINVAL, "no output directory: expected -o DIR: see pft report --help");
	if (rc == 0 && output_is_standard(&options.output))
		rc = error_set(&err, -EINVAL, "--output '-': expected a directory: name one with -o DIR");
	if (rc == 0 && arguments->n == 0)
		rc = error_set(&err, -EINVAL, "no record file: expected FILE or DIR after the options: see pft report --help");
	return rc != 0 ? options_fail(&err, 2) :
			 report(&options, (const char *const *)arguments->word);
}

const struct command command_report = {
	.name = "report",
	.summary = "Make tables, CSV and pictures from record files",
	.operands = "FILE...",
	.options = report_options,
	.main = report_main,
};
